import { readdirSync, readFileSync } from "node:fs";
import type { Stack } from "@liss/local/stack";

/** Linux counts processor time in ticks of this many milliseconds (USER_HZ is 100 on every platform that Node runs on). */
const tickMs = 10;

/** Milliseconds of processor by who used them: each program of the stack, its servers, and the client itself. */
export type ProcessorTime = ReadonlyMap<string, number>;

/** What everybody has used since the start. Zeros where there is no /proc. */
export function processorTime(stack: Stack): ProcessorTime {
  const used = new Map([["client", ownTime(process.pid)]]);
  for (const { name, pid } of stack.processes())
    used.set(name, name === "postgres" ? familyTime(pid) : ownTime(pid));
  return used;
}

/** What was used between two looks, per message. */
export function perMessage(before: ProcessorTime, after: ProcessorTime, messages: number) {
  const each = [...after].map(
    ([name, ms]) => [name, rounded((ms - (before.get(name) ?? 0)) / messages)] as const,
  );
  const all = rounded(each.reduce((sum, [, ms]) => sum + ms, 0));
  return { all, ...Object.fromEntries(each.sort((a, b) => b[1] - a[1])) };
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;

const ownTime = (pid: number): number => ticks(statOf(pid), 11, 12) * tickMs;

/** Postgres has a process for each connection; those that have ended count as their parent's children. */
function familyTime(main: number): number {
  const living = everybody().filter((pid) => Number(statOf(pid)[1]) === main);
  const ended = ticks(statOf(main), 13, 14) * tickMs;
  return ended + [main, ...living].reduce((sum, pid) => sum + ownTime(pid), 0);
}

const ticks = (stat: string[], ...fields: number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat[field] ?? 0), 0);

/** What comes after the name in /proc/PID/stat, which may itself hold spaces and brackets: state, parent, … */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

function everybody(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
