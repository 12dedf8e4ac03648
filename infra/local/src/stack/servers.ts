import { setTimeout as sleep } from "node:timers/promises";
import { type RunningPostgres, type RunningServer, startNats, startPostgres } from "@liss/servers";
import type { RunRecord } from "./run-record.ts";

/** A server that can be ended and started again on the same port and data. */
export type ServerSlot<Server extends RunningServer> = {
  current(): Server;
  kill(signal?: NodeJS.Signals): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type SlotOptions<Server> = {
  name: string;
  start: () => Promise<Server>;
  record: RunRecord;
  onNews: (sentence: string) => void;
};

/** Before a server that died by itself is started again, in milliseconds. */
const PAUSE = 1_000;

export function postgresSlot(
  options: { dataDir: string; port: number; durable: boolean },
  rest: Pick<SlotOptions<RunningPostgres>, "record" | "onNews">,
): Promise<ServerSlot<RunningPostgres>> {
  return startSlot({ name: "postgres", start: () => startPostgres(options), ...rest });
}

export function natsSlot(
  options: { dataDir: string; port: number; config: string },
  rest: Pick<SlotOptions<RunningServer>, "record" | "onNews">,
): Promise<ServerSlot<RunningServer>> {
  return startSlot({ name: "nats", start: () => startNats(options), ...rest });
}

/** Starts a server and keeps it running: a death that nobody asked for is told and mended. */
async function startSlot<Server extends RunningServer>(
  options: SlotOptions<Server>,
): Promise<ServerSlot<Server>> {
  const { name, start, record, onNews } = options;
  let wanted = true;
  let current = await start();

  const watchOver = async (server: Server) => {
    record.add(name, server.pid);
    await server.exited;
    record.remove(server.pid);
    if (!wanted) return;
    onNews(`${name} died; starting it again`);
    await sleep(PAUSE);
    if (!wanted) return;
    try {
      current = await start();
      void watchOver(current);
    } catch (error) {
      onNews(`${name} could not be started again: ${error instanceof Error ? error.message : error}`);
    }
  };
  void watchOver(current);

  return {
    current: () => current,
    kill: async (signal) => {
      wanted = false;
      await current.kill(signal);
    },
    restart: async () => {
      wanted = false;
      await current.stop();
      current = await start();
      wanted = true;
      void watchOver(current);
    },
    stop: async () => {
      wanted = false;
      await current.stop();
    },
  };
}
