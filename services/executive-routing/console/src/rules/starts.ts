import { mostShifts } from "@liss/executive-routing/policy-bounds";
import { clockOf } from "../hours/draft.ts";

/** What is wrong with when the shifts begin, by a code that the catalogue has a sentence for. */
export type StartsProblem = "unreadable" | "none" | "twice" | "too-many";
export type ReadStarts = { ok: true; starts: string[] } | { ok: false; problem: StartsProblem };

/** `8, 16 y 0:00` as a person writes it, in the order of the day. */
export function readStarts(text: string): ReadStarts {
  const parts = text
    .split(/[,;]|\sy\s/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return { ok: false, problem: "none" };
  const starts: string[] = [];
  for (const part of parts) {
    const [, hours, minutes] = /^(\d{1,2})(?::(\d{2}))?$/.exec(part) ?? [];
    const clock = clockOf(hours, minutes);
    if (clock === null || clock === "24:00") return { ok: false, problem: "unreadable" };
    starts.push(clock);
  }
  if (new Set(starts).size < starts.length) return { ok: false, problem: "twice" };
  if (starts.length > mostShifts) return { ok: false, problem: "too-many" };
  return { ok: true, starts: starts.sort() };
}

export const writeStarts = (starts: readonly string[]): string => starts.join(", ");

/** Each shift ends when the next begins: `00:00–08:00`. A day of one shift is all of it. */
export const stretchesOf = (starts: readonly string[]): string[] =>
  starts.map((from, at) => `${from}–${starts[at + 1] ?? starts[0] ?? from}`);
