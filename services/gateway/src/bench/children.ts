import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { LoadOrder, LoadResult } from "./load.ts";

const fileOf = (name: string) => new URL(name, import.meta.url).pathname;

export type Loader = { run(order: LoadOrder): Promise<LoadResult>; stop(): void };

/** The client, in a process of its own. */
export function startLoader(): Loader {
  const child = fork(fileOf("load.ts"));
  return {
    run: async (order) => {
      child.send(order);
      return await answerOf<LoadResult>(child);
    },
    stop: () => child.disconnect(),
  };
}

export type BareServer = { port: number; stop(): void };

export async function startBareServer(env: Record<string, string>): Promise<BareServer> {
  const child = fork(fileOf("bare-server.ts"), { env: { PATH: process.env.PATH ?? "", ...env } });
  const port = await answerOf<number>(child);
  return { port, stop: () => child.disconnect() };
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const answered = new AbortController();
  const { signal } = answered;
  const gone = once(child, "exit", { signal }).then(() => {
    throw new Error("a process of the measurement ended");
  });
  gone.catch(() => {}); // given up below, once there is an answer
  try {
    const [answer] = await Promise.race([once(child, "message", { signal }), gone]);
    return answer as T;
  } finally {
    answered.abort();
  }
}

/** Resident memory of a process in MB; 0 where the system does not say. */
export function memoryOf(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1_024);
  } catch {
    return 0;
  }
}
