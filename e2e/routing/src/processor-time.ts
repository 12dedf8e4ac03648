import { readdirSync, readFileSync } from "node:fs";
import type { Stack } from "@liss/local/stack";

/** Linux counts processor time in ticks of this many milliseconds (USER_HZ is 100 on every platform that Node runs on). */
const tickMs = 10;

/** Milliseconds of processor by who used them: each process of the stack, Postgres by database, and the client itself. */
export type ProcessorTime = ReadonlyMap<string, number>;

/** What every process has used since it started. Empty where there is no /proc: then nothing is said of it. */
export function processorTime(stack: Stack): ProcessorTime {
  const used = new Map<string, number>();
  const add = (name: string, pid: number) => used.set(name, (used.get(name) ?? 0) + timeOf(pid));
  add("client", process.pid);
  for (const { name, pid } of stack.processes()) {
    if (name !== "postgres") add(name, pid);
    else for (const [part, child] of postgresProcesses(pid)) add(`postgres ${part}`, child);
  }
  return used;
}

/** What was used between two looks, per message. */
export function perMessage(before: ProcessorTime, after: ProcessorTime, messages: number) {
  const each = [...after].map(
    ([name, ms]) => [name, rounded((ms - (before.get(name) ?? 0)) / messages)] as const,
  );
  const all = rounded(each.reduce((sum, [, ms]) => sum + ms, 0));
  return { all, ...Object.fromEntries(each.filter(([, ms]) => ms > 0).sort((a, b) => b[1] - a[1])) };
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;

function timeOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs;
}

/** What comes after the name in /proc/PID/stat, which may itself hold spaces and brackets: state, parent, … */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** Connections by their database, and its own processes by what they do: Postgres writes both in their titles. */
function postgresProcesses(main: number): [string, number][] {
  const pids = proc().filter((pid) => Number(statOf(pid)[1]) === main);
  return [["main", main], ...pids.map((pid) => [partOf(titleOf(pid)), pid] as [string, number])];
}

function partOf(title: string): string {
  const connection = /^postgres: \S+ (\S+) [\d.:[\]a-f]+\(\d+\)/.exec(title);
  return connection?.[1] ?? title.replace(/^postgres: /, "").trim();
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "gone";
  }
}

function proc(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
