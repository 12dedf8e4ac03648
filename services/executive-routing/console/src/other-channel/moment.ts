import { instantOfClockField } from "../closing/clock-field.ts";
import { endOfDay } from "../search/choices.ts";

export type Moment = { at: string } | { wrong: "day" | "time" | "not-yet" };

/** The instant that a day (2026-11-23) and a time of it mean by Santiago's clock, or what is wrong with them. */
export function momentOf(day: string, time: string, now: number): Moment {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return { wrong: "day" };
  const at = instantOfClockField(time, Date.parse(endOfDay(day)));
  if (at === null) return { wrong: "time" };
  return Date.parse(at) > now ? { wrong: "not-yet" } : { at };
}
