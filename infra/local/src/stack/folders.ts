import { rmSync } from "node:fs";
import { join } from "node:path";
import { removePostgresData } from "@liss/servers";

/** What a data folder (`.liss/`) holds. */
export type Folders = {
  postgres: string;
  nats: string;
  logs: string;
  traces: string;
  /** Where the audit keeps every checkpoint once more, outside of the database. */
  checkpoints: string;
  /** Where the ids of destroyed keys are kept, outside of the databases. */
  erasures: string;
  /** Files. */
  keys: string;
  secrets: string;
  run: string;
};

export function foldersOf(dataDir: string): Folders {
  return {
    postgres: join(dataDir, "postgres"),
    nats: join(dataDir, "nats"),
    logs: join(dataDir, "logs"),
    traces: join(dataDir, "traces"),
    checkpoints: join(dataDir, "checkpoints"),
    erasures: join(dataDir, "erasures"),
    keys: join(dataDir, "keys"),
    secrets: join(dataDir, "secrets.json"),
    run: join(dataDir, "run.json"),
  };
}

/** Deletes data, logs, traces and secrets; a downloaded nats-server stays. Nothing may run on them. */
export function wipe(folders: Folders) {
  removePostgresData(folders.postgres);
  for (const path of [
    folders.nats,
    folders.logs,
    folders.traces,
    folders.checkpoints,
    folders.erasures,
    folders.keys,
    folders.secrets,
  ]) {
    rmSync(path, { recursive: true, force: true });
  }
}
