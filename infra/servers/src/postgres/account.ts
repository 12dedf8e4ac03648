import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Account } from "../server-process.ts";
import { SetupProblem } from "../setup-problem.ts";

/**
 * Postgres refuses to run as root. When we are root it runs as the machine's `postgres` account, or as `nobody`;
 * no account is ever created. For anybody else: undefined, Postgres runs as ourselves.
 *
 * @throws SetupProblem when we are root and neither account exists.
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = accountOf("postgres") ?? accountOf("nobody");
  if (account !== undefined) return account;
  throw new SetupProblem(
    "Postgres refuses to run as root and this machine has neither a 'postgres' nor a 'nobody' account: run as an ordinary user, or create one with 'useradd --system postgres'.",
  );
}

/** Whether the account may cross a folder and all folders above it: enough to reach what is its own inside. */
export function canEnter(account: Account, folder: string): boolean {
  return may(account, 'cd "$1"', folder);
}

/** Whether the account may also read what is in the folder. */
export function canRead(account: Account, folder: string): boolean {
  return may(account, 'cd "$1" && ls', folder);
}

function may(account: Account, command: string, folder: string): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", command, "sh", folder], {
    uid: account.uid,
    gid: account.gid,
    cwd: "/",
    stdio: "ignore",
  });
  return status === 0;
}

function accountOf(name: string): Account | undefined {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
    // Accounts of a directory service are not in the file.
    const ask = (flag: string) =>
      Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return undefined;
  }
}
