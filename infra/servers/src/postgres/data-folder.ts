import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Account } from "../server-process.ts";
import { canEnter, postgresAccount } from "./account.ts";

/**
 * Where the data of `dataDir` really lives. Normally `dataDir` itself. When we are root and the checkout lies in
 * a place that Postgres's account may not enter (a home folder with mode 700, say), a folder of the same
 * lifetime outside: under the temporary folder for temporary data, under /var/lib/liss otherwise.
 */
export function realDataFolder(dataDir: string, account: Account | undefined): string {
  const wanted = resolve(dataDir);
  if (account === undefined || canEnter(account, closestExisting(wanted))) return wanted;
  const name = createHash("sha256").update(wanted).digest("hex").slice(0, 16);
  const home = wanted.startsWith(resolve(tmpdir()))
    ? join(tmpdir(), "liss-postgres")
    : "/var/lib/liss/postgres";
  return join(home, name);
}

/** Creates the folder for the account, private to it. */
export function createDataFolder(folder: string, account: Account | undefined) {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

/** Deletes the data that `startPostgres({ dataDir })` keeps, wherever it really lives. Postgres must be stopped. */
export function removePostgresData(dataDir: string) {
  const wanted = resolve(dataDir);
  for (const folder of new Set([wanted, realDataFolder(wanted, postgresAccount())])) {
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function closestExisting(path: string): string {
  // The data folder itself belongs to the account once made; what matters is the way to it.
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}
