import { dayOf, formatTime } from "@liss/ui";
import { instantAt } from "../app/instant-at.ts";
import type { FollowUpKnown } from "./server.ts";

const dayMs = 24 * 60 * 60 * 1000;

export type WrongDue = "day" | "time" | "past";

/** The instant that the form means, in Santiago; or what is wrong with it. */
export function dueFrom(
  { day, time }: { day: string; time: string },
  now: number,
): { at: string; wrong?: never } | { wrong: WrongDue } {
  if (!day) return { wrong: "day" };
  const parts = /^([01]?\d|2[0-3]):?([0-5]\d)$/.exec(time.trim());
  if (!parts) return { wrong: "time" };
  const at = instantAt(day, `${(parts[1] ?? "").padStart(2, "0")}:${parts[2]}`);
  return Date.parse(at) > now ? { at } : { wrong: "past" };
}

/** So many days from today, at the time of day that it had. */
export function postponed(dueAt: string, days: number, now: number): string {
  return instantAt(dayOf(new Date(now + days * dayMs).toISOString()), formatTime(dueAt));
}

/** What is to be looked after now. */
export const dueNow = (followUps: readonly FollowUpKnown[], now: number): FollowUpKnown[] =>
  followUps.filter(({ dueAt }) => Date.parse(dueAt) <= now);
