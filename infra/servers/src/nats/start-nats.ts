import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assertPortFree, freePort } from "../ports.ts";
import type { RunningServer } from "../running-server.ts";
import { type ServerProcess, startProcess, stopProcess } from "../server-process.ts";
import { SetupProblem } from "../setup-problem.ts";
import { findNatsServer } from "./find-nats-server.ts";

export type NatsOptions = {
  /** JetStream's files; made when missing, used again otherwise. */
  dataDir: string;
  /** A free one by default. */
  port?: number;
  /** A nats-server configuration: users, permissions, limits. Address, port and store come from here, not from it. */
  configFile?: string;
  /** The same as text; written next to the data, readable only by us. */
  config?: string;
  /** Receives what the server writes to its log. */
  onLog?: (text: string) => void;
};

const START_LIMIT = 20_000;

/**
 * Starts a real nats-server with JetStream on 127.0.0.1 and waits until it greets.
 *
 * @throws SetupProblem when there is no nats-server to be had, the port is taken, or it does not start.
 */
export async function startNats(options: NatsOptions): Promise<RunningServer> {
  const { path } = await findNatsServer();
  if (options.port !== undefined) await assertPortFree(options.port, "NATS");
  const port = options.port ?? (await freePort());
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const configFile =
    options.config === undefined ? options.configFile : writeConfig(options.dataDir, options.config);

  const server = await startProcess({
    command: path,
    args: [
      ...["--addr", "127.0.0.1", "--port", String(port), "--jetstream", "--store_dir", options.dataDir],
      ...(configFile === undefined ? [] : ["--config", configFile]),
    ],
    stopSignal: "SIGTERM",
    onOutput: options.onLog,
  });
  await untilReady(server, port);
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    pid: server.pid,
    exited: server.exited,
    stop: () => stopProcess(server, "SIGTERM"),
    kill: (signal = "SIGKILL") => stopProcess(server, signal),
  };
}

async function untilReady(server: ServerProcess, port: number) {
  const deadline = Date.now() + START_LIMIT;
  while (server.isRunning()) {
    // JetStream is recovered before the listener opens: a greeting means ready.
    if (await greets(port)) return;
    if (Date.now() > deadline) await stopProcess(server, "SIGKILL");
    await sleep(25);
  }
  const words = server.lastWords();
  if (/no space left on device/i.test(words)) {
    throw new SetupProblem("NATS could not start because the disk is full: free some space and try again.");
  }
  throw new SetupProblem(`NATS did not start: ${words.split("\n").slice(-3).join(" · ")}`);
}

/** A nats-server speaks first: `INFO {…}`. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const done = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once("data", (greeting) => done(greeting.toString("utf8").startsWith("INFO ")));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
  });
}

function writeConfig(dataDir: string, config: string): string {
  const path = join(dataDir, "nats-server.conf");
  writeFileSync(path, config, { mode: 0o600 });
  return path;
}
