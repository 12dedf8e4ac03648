import { type ContactHours, type Instant, type Weekday, weekdays } from "@liss/contracts";

/** The clock that the plans mean, summer time included. */
export const planTimeZone = "America/Santiago";

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: planTimeZone,
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** Whether a moment is within hours of the plan; `to` is exclusive. */
export function isWithin(hours: readonly ContactHours[], now: Instant): boolean {
  const { day, time } = onTheClock(now);
  return hours.some(({ days, from, to }) => days.includes(day) && from <= time && time < to);
}

/** Day of the week and HH:MM in Chile. */
export function onTheClock(now: Instant): { day: Weekday; time: string } {
  const found = new Map(parts.formatToParts(new Date(now)).map(({ type, value }) => [type, value]));
  const name = found.get("weekday")?.toLowerCase();
  const day = weekdays.find((one) => one === name);
  if (!day) throw new RangeError(`not a moment: ${now}`);
  return { day, time: `${found.get("hour")}:${found.get("minute")}` };
}
