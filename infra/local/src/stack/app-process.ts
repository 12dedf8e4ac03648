import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ending, lissFolder, type ServerProcess, startProcess, stopProcess } from "@liss/servers";
import type { RunRecord } from "./run-record.ts";
import { type App, baseEnvironment } from "./services.ts";

/** A program of the stack that is kept running. */
export type AppProcess = {
  readonly name: string;
  /** The process of this moment; undefined while it is down. */
  pid(): number | undefined;
  /** Sends a signal (SIGKILL by default), waits until it has gone, and leaves it down until `restart`. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs, starts it again and waits until it is ready. */
  restart(): Promise<void>;
  /** Stops it in order, for good. */
  stop(): Promise<void>;
};

export type AppOptions = {
  app: App;
  port: number;
  environment: Record<string, string>;
  logFile: string;
  record: RunRecord;
  /** Restart by itself when its sources change. */
  watch: boolean;
  /** One sentence for whoever looks on: it died, it is back. */
  onNews: (sentence: string) => void;
  signal?: AbortSignal | undefined;
};

/** The numbers of keeping a program alive, in milliseconds. */
const limits = {
  ready: 60_000,
  poll: 50,
  firstBackoff: 500,
  longestBackoff: 15_000,
  /** Having lived this long, its next death is a new story. */
  settled: 60_000,
  logSize: 5_000_000,
} as const;

/** Compiled code of the services between runs: 10 to 25 MB less memory each, as nothing is compiled again. */
const compileCache = join(lissFolder, "compile-cache");

/** A program that does not come up: its message holds its own last words. */
export class AppFailed extends Error {
  override readonly name = "AppFailed";
}

/**
 * Starts a program and resolves when its `/readyz` answers. From then on a death is told in one line and mended
 * after a pause that doubles each time.
 *
 * @throws AppFailed when it ends or does not become ready at the first start.
 */
export async function startApp(options: AppOptions): Promise<AppProcess> {
  const { app, record, onNews } = options;
  let current: ServerProcess | undefined;
  let wanted = true;
  let backoff: number = limits.firstBackoff;
  rotate(options.logFile);

  const launch = async () => {
    const begun = Date.now();
    const child = await spawnApp(options);
    current = child;
    record.add(app.name, child.pid);
    void child.exited.then((ending) => {
      record.remove(child.pid);
      if (current === child) current = undefined;
      if (Date.now() - begun > limits.settled) backoff = limits.firstBackoff;
      return ending;
    });
    return child;
  };

  const watchOver = async (child: ServerProcess): Promise<void> => {
    const ending = await child.exited;
    if (!wanted || current !== undefined) return;
    const pause = backoff;
    backoff = Math.min(backoff * 2, limits.longestBackoff);
    onNews(
      `${app.name} ${describe(ending)}; starting it again in ${pause / 1000} s (log: ${options.logFile})`,
    );
    await sleep(pause);
    if (!wanted || current !== undefined) return;
    const next = await launch();
    void watchOver(next);
    await untilReady(next, options).then(
      () => onNews(`${app.name} is back`),
      () => {}, // it died again, and its own watch tells so
    );
  };

  const first = await launch();
  try {
    await untilReady(first, options);
  } catch (error) {
    await stopProcess(first, "SIGTERM");
    throw error;
  }
  void watchOver(first);

  const end = async (signal: NodeJS.Signals) => {
    wanted = false;
    if (current !== undefined) await stopProcess(current, signal, 12_000);
  };
  return {
    name: app.name,
    pid: () => current?.pid,
    kill: (signal = "SIGKILL") => end(signal),
    restart: async () => {
      await end("SIGTERM");
      wanted = true;
      const next = await launch();
      await untilReady(next, options);
      void watchOver(next);
    },
    stop: () => end("SIGTERM"),
  };
}

async function spawnApp({ app, environment, logFile, watch }: AppOptions): Promise<ServerProcess> {
  const log = openSync(logFile, "a", 0o600);
  try {
    return await startProcess({
      command: process.execPath,
      args: [
        ...(watch ? ["--watch", "--watch-preserve-output"] : []),
        ...(app.observed ? ["--import", "@liss/telemetry/register"] : []),
        "src/main.ts",
      ],
      stopSignal: "SIGTERM",
      cwd: app.folder,
      env: { ...baseEnvironment(), ...environment, NODE_COMPILE_CACHE: compileCache },
      logFile: log,
    });
  } finally {
    closeSync(log); // the child has its own
  }
}

async function untilReady(child: ServerProcess, { app, port, logFile, signal }: AppOptions) {
  const deadline = Date.now() + limits.ready;
  while (child.isRunning()) {
    signal?.throwIfAborted();
    if (await isReady(port)) return;
    if (Date.now() > deadline) {
      throw new AppFailed(
        `${app.name} runs but is not ready after ${limits.ready / 1000} s. Its last words (${logFile}):\n${lastWords(logFile)}`,
      );
    }
    await sleep(limits.poll);
  }
  throw new AppFailed(
    `${app.name} ${describe(await child.exited)} while starting. Its last words (${logFile}):\n${lastWords(logFile)}`,
  );
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function describe({ code, signal }: Ending): string {
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").split("\n");
  const telling = lines.filter((line) => line.trim() !== "" && !/^\s+at |^Node\.js v/.test(line));
  return telling.slice(-10).join("\n");
}

function rotate(logFile: string) {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > limits.logSize) renameSync(logFile, `${logFile}.1`);
}
