import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../server-process.ts";

/**
 * Clears what a Postgres that was killed (or whose parent was) left in a data folder: a server that still runs on
 * it is asked to stop, a `postmaster.pid` whose process is gone or is something else is removed.
 */
export async function clearStaleServer(dataFolder: string): Promise<void> {
  const pidFile = join(dataFolder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && isPostgresOn(pid, dataFolder)) {
    for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
      process.kill(pid, signal);
      if (await gone(pid, 5_000)) break;
    }
  }
  rmSync(pidFile, { force: true });
}

// A recycled pid may belong to anybody: only a process that names this very folder is ours.
function isPostgresOn(pid: number, dataFolder: string): boolean {
  try {
    const command = existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes("postgres") && command.includes(dataFolder);
  } catch {
    return false;
  }
}

async function gone(pid: number, limit: number): Promise<boolean> {
  for (let waited = 0; waited < limit; waited += 50) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return !isAlive(pid);
}
