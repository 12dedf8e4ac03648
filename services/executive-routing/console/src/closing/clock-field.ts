import { formatTime } from "@liss/ui";

const day = 24 * 60 * 60 * 1000;

/** An instant as it is written in a field for the time of day, by Santiago's clock: `21:04`. */
export const clockFieldOf = (now: number): string => formatTime(new Date(now).toISOString());

/**
 * The instant that such a field means: the last time that Santiago's clock showed it. What was done was done before
 * now, perhaps before midnight. Null when it is not a time.
 */
export function instantOfClockField(value: string, now: number): string | null {
  const parts = /^([01]?\d|2[0-3]):?([0-5]\d)$/.exec(value.trim());
  if (!parts) return null;
  const wanted = Number(parts[1]) * 60 + Number(parts[2]);
  const [hours = 0, minutes = 0] = clockFieldOf(now).split(":").map(Number);
  const back = (hours * 60 + minutes - wanted) * 60_000;
  const thisMinute = Math.floor(now / 60_000) * 60_000;
  return new Date(thisMinute - (back >= 0 ? back : back + day)).toISOString();
}
