import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, SetupProblem } from "@liss/servers";

/** A process as it can be recognised later: pids are used again, a pid with its time of birth is not. */
type Known = { name: string; pid: number; born: string };
type Saved = { main: Known; processes: Known[] };

/** What runs on a data folder, on disk, so that the next start can clear what a killed one left behind. */
export type RunRecord = {
  add(name: string, pid: number): void;
  remove(pid: number): void;
  close(): void;
};

/**
 * Takes possession of a data folder: nobody else runs on it, and what a killed run left running is stopped.
 * Only processes that this very folder's record names, with the same time of birth, are touched.
 *
 * @throws SetupProblem when Liss already runs on this folder.
 */
export async function openRunRecord(path: string): Promise<RunRecord> {
  const previous = read(path);
  if (previous !== undefined && previous.main.pid !== process.pid && isSame(previous.main)) {
    throw new SetupProblem(
      `Liss already runs on this folder's data (process ${previous.main.pid}): stop it there with Ctrl-C, or with 'kill ${previous.main.pid}'.`,
    );
  }
  for (const process of previous?.processes ?? []) await end(process);

  const saved: Saved = { main: known("main", process.pid), processes: [] };
  const save = () => writeFileSync(path, JSON.stringify(saved), { mode: 0o600 });
  mkdirSync(dirname(path), { recursive: true });
  save();
  return {
    add: (name, pid) => {
      saved.processes.push(known(name, pid));
      save();
    },
    remove: (pid) => {
      saved.processes = saved.processes.filter((process) => process.pid !== pid);
      save();
    },
    close: () => rmSync(path, { force: true }),
  };
}

async function end(left: Known) {
  // Postgres takes SIGINT for "now", SIGTERM for "when everybody has gone".
  const first = left.name === "postgres" ? "SIGINT" : "SIGTERM";
  for (const signal of [first, "SIGKILL"] as const) {
    if (!isSame(left)) return;
    process.kill(left.pid, signal);
    for (let waited = 0; waited < 5_000 && isSame(left); waited += 50) await sleep(50);
  }
}

function read(path: string): Saved | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Saved;
  } catch {
    return undefined; // cut short while it was written
  }
}

function known(name: string, pid: number): Known {
  return { name, pid, born: birthOf(pid) ?? "" };
}

function isSame({ pid, born }: Known): boolean {
  return born !== "" && isAlive(pid) && birthOf(pid) === born;
}

/** When the process was born, in whatever unit the system counts; undefined when it is gone (or a zombie). */
function birthOf(pid: number): string | undefined {
  try {
    if (existsSync("/proc/self/stat")) {
      // The name in parentheses may hold spaces; the state is the first field after it, the birth the twentieth.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return fields[0] === "Z" ? undefined : fields[19];
    }
    const born = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return born === "" ? undefined : born;
  } catch {
    return undefined;
  }
}
