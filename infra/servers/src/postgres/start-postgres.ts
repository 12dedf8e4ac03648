import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { assertPortFree, freePort } from "../ports.ts";
import type { RunningServer } from "../running-server.ts";
import { type Account, type ServerProcess, startProcess, stopProcess } from "../server-process.ts";
import { SetupProblem } from "../setup-problem.ts";
import { postgresAccount } from "./account.ts";
import { type PostgresBinaries, postgresBinaries } from "./binaries.ts";
import { createDataFolder, realDataFolder } from "./data-folder.ts";
import { clearStaleServer } from "./stale-server.ts";

export type PostgresOptions = {
  /** Created and initialised when empty; otherwise its data is used again. */
  dataDir: string;
  /** A free one by default. */
  port?: number;
  /** Databases to create when they are not there yet, owned by the superuser. */
  databases?: readonly string[];
  /**
   * False turns fsync off: much faster, survives SIGKILL of Postgres but not a power cut. Only for tests.
   * @default true
   */
  durable?: boolean;
  /** Further `name=value` settings of postgresql.conf. */
  settings?: Readonly<Record<string, string | number>>;
  /** Receives what the server writes to its log. */
  onLog?: (text: string) => void;
};

export type RunningPostgres = RunningServer & {
  /** The superuser's address of a database of this server. */
  urlOf(database: string): string;
  /** Where its files really are: see `realDataFolder`. */
  dataDir: string;
};

const START_LIMIT = 60_000; // recovery after SIGKILL on a slow disk included
const SUPERUSER = "postgres";

/**
 * Starts a real Postgres 18 on 127.0.0.1 and waits until it answers. Works as root too (the server then runs as
 * the `postgres` or `nobody` account), and on a data folder whose last server was killed.
 *
 * @throws SetupProblem when this machine cannot run it, the port is taken, or it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = postgresAccount();
  const binaries = postgresBinaries(account);
  const folder = realDataFolder(options.dataDir, account);
  if (existsSync(join(folder, "PG_VERSION"))) await clearStaleServer(folder);
  else await initialise(folder, binaries, account, options.durable ?? true);

  if (options.port !== undefined) await assertPortFree(options.port, "Postgres");
  const port = options.port ?? (await freePort());
  const password = readFileSync(passwordFile(folder), "utf8").trim();
  const urlOf = (database: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;

  const server = await startUntilReady(folder, port, binaries, account, options, urlOf("postgres"));
  await createDatabases(urlOf("postgres"), options.databases ?? []);
  return {
    url: urlOf("postgres"),
    urlOf,
    dataDir: folder,
    port,
    pid: server.pid,
    exited: server.exited,
    stop: () => stopProcess(server, "SIGINT"), // "fast": ends the clients' connections, then checkpoints
    kill: (signal = "SIGKILL") => stopProcess(server, signal),
  };
}

async function initialise(
  folder: string,
  { initdb }: PostgresBinaries,
  account: Account | undefined,
  durable: boolean,
) {
  rmSync(folder, { recursive: true, force: true }); // an earlier attempt that was cut short
  createDataFolder(folder, account);
  const password = randomBytes(18).toString("base64url");
  // initdb insists on an empty folder, so the password waits next to it until the folder is made.
  const draft = `${folder}.password`;
  writePrivate(draft, password, account);
  try {
    await promisify(execFile)(
      initdb,
      [
        `--pgdata=${folder}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${draft}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // Built in, so that every machine sorts and compares alike whatever locales it has.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        ...(durable ? [] : ["--no-sync"]),
      ],
      { ...account, cwd: folder, env: { ...process.env, LC_ALL: "C" } },
    );
  } catch (error) {
    const words = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    rmSync(folder, { recursive: true, force: true });
    throw startProblem(words);
  } finally {
    rmSync(draft, { force: true });
  }
  writePrivate(passwordFile(folder), password, account);
}

async function startUntilReady(
  folder: string,
  port: number,
  { postgres }: PostgresBinaries,
  account: Account | undefined,
  options: PostgresOptions,
  url: string,
): Promise<ServerProcess> {
  const deadline = Date.now() + START_LIMIT;
  for (;;) {
    const server = await startProcess({
      command: postgres,
      args: ["-D", folder, "-p", String(port), ...settingsOf(options)],
      stopSignal: "SIGINT",
      env: { ...process.env, LC_ALL: "C" },
      account,
      onOutput: options.onLog,
    });
    while (server.isRunning()) {
      if (await answers(url)) return server;
      if (Date.now() > deadline) {
        await stopProcess(server, "SIGQUIT");
        throw startProblem(`no answer after ${START_LIMIT / 1000} s\n${server.lastWords()}`);
      }
      await sleep(40);
    }
    // The children of a killed server take a moment to notice and let go of the shared memory.
    const blockInUse = /pre-existing shared memory block|lock file "postmaster.pid"/.test(server.lastWords());
    if (!blockInUse || Date.now() > deadline) throw startProblem(server.lastWords());
    await sleep(200);
    await clearStaleServer(folder);
  }
}

function settingsOf({ durable = true, settings = {} }: PostgresOptions): string[] {
  // synchronous_commit stays on: a commit must reach the operating system, or SIGKILL would take it back.
  const speed = { fsync: "off", full_page_writes: "off", max_wal_size: "512MB" };
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "", // TCP only: no socket files to leave behind
    max_connections: 200,
    log_min_messages: "warning",
    ...(durable ? {} : speed),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // a connection cut while the server starts is not news
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "28P01") {
      throw new SetupProblem(
        "Postgres refused its own superuser password: its data folder was altered; start again with empty data (npm start -- --fresh).",
      );
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabases(url: string, names: readonly string[]) {
  if (names.length === 0) return;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>("select datname from pg_database");
    const existing = new Set(rows.map((row) => row.datname));
    for (const name of names.filter((name) => !existing.has(name))) {
      await client.query(`create database ${client.escapeIdentifier(name)}`);
    }
  } finally {
    await client.end();
  }
}

function passwordFile(folder: string) {
  return join(folder, "liss-superuser-password");
}

function writePrivate(path: string, text: string, account: Account | undefined) {
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

function startProblem(words: string): SetupProblem {
  if (/No space left on device/.test(words)) {
    return new SetupProblem(
      "Postgres could not start because the disk is full: free some space and try again.",
    );
  }
  return new SetupProblem(`Postgres did not start: ${words.trim().split("\n").slice(-3).join(" · ")}`);
}
