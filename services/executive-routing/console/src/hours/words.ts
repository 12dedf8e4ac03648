import { type HoursProblem, readHours } from "./draft.ts";

/** The sentence for what is wrong with the hours of a day; null when nothing is. */
export function problemOf(text: string, say: (code: HoursProblem) => string): string | null {
  const read = readHours(text);
  return read.ok ? null : say(read.problem);
}

const day = new Intl.DateTimeFormat("es-CL", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** A calendar date, which is the same everywhere. */
export const dateInWords = (date: string): string => day.format(new Date(`${date}T12:00:00Z`));
