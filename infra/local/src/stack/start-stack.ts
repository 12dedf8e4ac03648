import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findNatsServer, freePort } from "@liss/servers";
import type { Progress } from "../../progress.mjs";
import { type AppProcess, startApp } from "./app-process.ts";
import { brokerConfig, prepareBroker } from "./broker.ts";
import { prepareDatabases, prepareVault } from "./databases.ts";
import { type Folders, foldersOf, wipe } from "./folders.ts";
import { choosePorts } from "./ports.ts";
import { openRunRecord, type RunRecord } from "./run-record.ts";
import { type DatabaseRole, ensureKeyFile, type Secrets, secretsOf } from "./secrets.ts";
import { natsSlot, postgresSlot } from "./servers.ts";
import {
  type App,
  type AppName,
  environmentOf,
  apps as everyApp,
  type Place,
  type Ports,
} from "./services.ts";

export type StackOptions = {
  /** Data, logs, traces and secrets of this stack; used again when it is there. */
  dataDir: string;
  /** "free" takes whatever ports are free (tests); otherwise the well-known ones, each of which can be changed. */
  ports?: "free" | Partial<Ports>;
  mode?: "local" | "production";
  /** Whether staff must prove more than a password; off by default on this machine. */
  secondFactor?: "required" | "off";
  /** After how long a login that nobody uses ends. */
  idleMinutes?: number;
  /** How much one login may ask and command; a person's measure by default. Only for tests that ask more. */
  requestsPerMinute?: number;
  /** False trades safety against power cuts for speed; only for tests. */
  durable?: boolean;
  /** Begin with empty data. */
  fresh?: boolean;
  /** Restart a service when its sources change. */
  watch?: boolean;
  /** Which programs to run; all of Liss by default. */
  apps?: readonly App[];
  progress?: Progress;
  /** Stops a start that is under way. */
  signal?: AbortSignal;
};

export type ServerName = "postgres" | "nats";

export type Stack = {
  /** `http://localhost:<port>` of every program. */
  addresses: Record<AppName, string>;
  ports: Ports;
  secrets: Secrets;
  /** The superuser's address of a database (`gateway`, `triage`, `bot`, `routing`, `audit`, `vault`, `identity`). */
  postgresUrl(database: string): string;
  /** Its files, for tests that look at what is stored; outside of `dataDir` when Postgres may not enter there. */
  postgresDir: string;
  natsUrl: string;
  natsDir: string;
  logsDir: string;
  /** Its key-encryption keys. */
  keyFile: string;
  /** Where routing writes down which keys it destroyed. */
  erasuresDir: string;
  tracesDir: string;
  /** Every process of the stack that runs at this moment. */
  processes(): { name: AppName | ServerName; pid: number }[];
  /** Ends a program or server (SIGKILL by default); it stays down until `restart`. */
  kill(name: AppName | ServerName, signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again (stopping it first if it runs) and waits until it is ready. */
  restart(name: AppName | ServerName): Promise<void>;
  /** Another replica of a program, on a port of its own; it stops with the stack. */
  another(name: AppName): Promise<Replica>;
  /** Stops everything in order. The data stays. */
  stop(): Promise<void>;
};

export type Replica = { address: string } & Pick<AppProcess, "kill" | "restart">;

const silence: Progress = { step: () => ({ done() {}, failed() {} }), line() {} };

/**
 * Starts everything on this machine: Postgres, NATS, the five services and the simulator; resolves when all are
 * ready. When something does not come up, what had started is stopped again before this throws.
 *
 * @throws SetupProblem | AppFailed
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, progress = silence, signal, apps = everyApp } = options;
  const folders = foldersOf(dataDir);
  const record = await openRunRecord(folders.run);
  const undo: (() => Promise<void>)[] = [async () => record.close()];
  try {
    if (options.fresh) wipe(folders);
    for (const dir of [folders.logs, folders.traces, folders.checkpoints])
      mkdirSync(dir, { recursive: true, mode: 0o700 });
    const secrets = secretsOf(folders.secrets);
    ensureKeyFile(folders.keys, secrets);
    const ports = await choosePorts(options.ports ?? {}, apps);
    signal?.throwIfAborted();

    const servers = await startServers({ folders, ports, secrets, record, undo }, options);
    signal?.throwIfAborted();
    await step(progress, "Databases, roles and streams", () => prepare(servers, ports, secrets));
    signal?.throwIfAborted();

    const place: Place = {
      ports,
      mode: options.mode ?? "local",
      ...(options.secondFactor && { secondFactor: options.secondFactor }),
      ...(options.idleMinutes && { idleMinutes: options.idleMinutes }),
      ...(options.requestsPerMinute && { requestsPerMinute: options.requestsPerMinute }),
      tracesDir: folders.traces,
      checkpointsDir: folders.checkpoints,
      erasuresDir: folders.erasures,
      keyFile: folders.keys,
      secrets,
      databaseUrl: (role, database) => addressOf(ports, secrets, role, database),
    };
    const running = await startApps({ apps, place, folders, record, undo }, options);
    const another = (name: AppName) => startAnother(name, { place, folders, record, undo });
    return stackOf({ folders, ports, secrets, servers, running, another, undo });
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

type Servers = Awaited<ReturnType<typeof startServers>>;
type Begun = { folders: Folders; record: RunRecord; undo: (() => Promise<void>)[] };

async function startServers(
  { folders, ports, secrets, record, undo }: Begun & { ports: Ports; secrets: Secrets },
  { durable = true, progress = silence }: StackOptions,
) {
  const news = { record, onNews: (sentence: string) => progress.line(`  ! ${sentence}`) };
  const nats = async () => {
    await findNatsServer({ onProgress: (sentence) => progress.line(`  ${sentence}`) });
    const config = brokerConfig(secrets.nats, durable);
    const slot = await step(progress, "NATS", () =>
      natsSlot({ dataDir: folders.nats, port: ports.nats, config }, news),
    );
    undo.push(slot.stop);
    return slot;
  };
  const postgres = async () => {
    const slot = await step(progress, "Postgres", () =>
      postgresSlot({ dataDir: folders.postgres, port: ports.postgres, durable }, news),
    );
    undo.push(slot.stop);
    return slot;
  };
  const [first, second] = await allOrNone([postgres(), nats()] as const);
  return { postgres: first, nats: second };
}

async function prepare({ postgres, nats }: Servers, ports: Ports, secrets: Secrets) {
  await prepareDatabases(postgres.current().urlOf, secrets);
  await allOrNone([
    prepareVault(addressOf(ports, secrets, "vault_owner", "vault")),
    prepareBroker(nats.current().url, secrets.nats),
  ]);
}

async function startApps(
  { apps, place, folders, record, undo }: Begun & { apps: readonly App[]; place: Place },
  { watch = false, progress = silence, signal }: StackOptions,
): Promise<Map<AppName, AppProcess>> {
  const running = new Map<AppName, AppProcess>();
  undo.push(() => stopApps(running));
  const oneFailed = new AbortController();
  const stopWaiting = signal === undefined ? oneFailed.signal : AbortSignal.any([signal, oneFailed.signal]);
  const start = async (app: App) => {
    try {
      const process = await startApp({
        app,
        port: place.ports[app.name],
        environment: environmentOf(app.name, place),
        logFile: join(folders.logs, `${app.name}.log`),
        record,
        watch,
        onNews: (sentence) => progress.line(`  ! ${sentence}`),
        signal: stopWaiting,
      });
      running.set(app.name, process);
    } catch (error) {
      oneFailed.abort(error); // no use in waiting for the others
      throw error;
    }
  };
  await allOrNone(apps.map((app) => step(progress, app.name, () => start(app))));
  return running;
}

async function startAnother(
  name: AppName,
  { place, folders, record, undo }: Begun & { place: Place },
): Promise<Replica> {
  const app = everyApp.find((one) => one.name === name);
  if (!app) throw new RangeError(`${name} is no program of Liss`);
  const port = await freePort();
  const process = await startApp({
    app,
    port,
    environment: environmentOf(name, { ...place, ports: { ...place.ports, [name]: port } }),
    logFile: join(folders.logs, `${name}-${port}.log`),
    record,
    watch: false,
    onNews: () => {},
  });
  undo.push(process.stop);
  return { address: `http://localhost:${port}`, kill: process.kill, restart: process.restart };
}

/** The doors first, so that nothing new comes in; then those who work behind them. */
async function stopApps(running: ReadonlyMap<AppName, AppProcess>) {
  for (const name of ["simulator", "gateway"] as const) await running.get(name)?.stop();
  await Promise.all([...running.values()].map((process) => process.stop()));
}

type Parts = {
  folders: Folders;
  ports: Ports;
  secrets: Secrets;
  servers: Servers;
  running: ReadonlyMap<AppName, AppProcess>;
  another: Stack["another"];
  undo: (() => Promise<void>)[];
};

function stackOf({ folders, ports, secrets, servers, running, another, undo }: Parts): Stack {
  const part = (name: AppName | ServerName) => {
    if (name === "postgres" || name === "nats") return servers[name];
    const process = running.get(name);
    if (process === undefined) throw new RangeError(`${name} is not part of this stack`);
    return process;
  };
  return {
    addresses: Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [name, `http://localhost:${port}`]),
    ) as Stack["addresses"],
    ports,
    secrets,
    postgresUrl: (database) => servers.postgres.current().urlOf(database),
    postgresDir: servers.postgres.current().dataDir,
    natsUrl: servers.nats.current().url,
    natsDir: folders.nats,
    logsDir: folders.logs,
    keyFile: folders.keys,
    erasuresDir: folders.erasures,
    tracesDir: folders.traces,
    processes: () => [
      { name: "postgres", pid: servers.postgres.current().pid },
      { name: "nats", pid: servers.nats.current().pid },
      ...[...running].flatMap(([name, process]) => {
        const pid = process.pid();
        return pid === undefined ? [] : [{ name, pid }];
      }),
    ],
    kill: (name, signal) => part(name).kill(signal),
    restart: (name) => part(name).restart(),
    another,
    stop: () => unwind(undo),
  };
}

function addressOf(ports: Ports, secrets: Secrets, role: DatabaseRole, database: string): string {
  return `postgres://${role}:${secrets.postgres[role]}@127.0.0.1:${ports.postgres}/${database}`;
}

/** Last started, first stopped; a step that fails does not keep the others from stopping. */
async function unwind(undo: (() => Promise<void>)[]) {
  let problem: unknown;
  for (let stop = undo.pop(); stop !== undefined; stop = undo.pop()) {
    await stop().catch((error: unknown) => {
      problem ??= error;
    });
  }
  if (problem !== undefined) throw problem;
}

/** Like Promise.all, but waits for the others before it throws: nothing goes on behind an undo. */
async function allOrNone<Results extends readonly unknown[]>(
  work: { [At in keyof Results]: Promise<Results[At]> },
): Promise<Results> {
  const outcomes = await Promise.allSettled(work);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : undefined)) as never;
}

async function step<T>(progress: Progress, title: string, work: () => Promise<T>): Promise<T> {
  const shown = progress.step(title);
  try {
    const result = await work();
    shown.done();
    return result;
  } catch (error) {
    shown.failed();
    throw error;
  }
}
