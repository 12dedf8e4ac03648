import { inSession, type Logger } from "@liss/telemetry";
import type { GatewayDatabase } from "../database/tables.ts";
import { type Loop, startLoop } from "../loop.ts";
import type { GatewayMetrics } from "../metrics.ts";
import { type FetchTools, fetchFile, fetchLimits } from "./fetch-file.ts";
import { type Job, leaseMs, putOffJob, settleJob, takeJob } from "./jobs.ts";

export const fetcherDefaults = {
  pollMs: 500,
  /** Files under way at once in this process. They stream: a large one costs time, not memory. */
  workers: 3,
} as const;

export type FetcherOptions = FetchTools & {
  db: GatewayDatabase;
  metrics: GatewayMetrics;
  logger: Logger;
  onEvents: () => void;
};

/** Fetches her files as they arrive: their addresses live five minutes, the files seven days. */
export function startFetcher(options: FetcherOptions): Loop {
  const loops = Array.from({ length: fetcherDefaults.workers }, () =>
    startLoop({
      turn: async () => ((await fetchNext(options)) ? 0 : fetcherDefaults.pollMs),
      onError: (error) => {
        options.logger.error({ err: error }, "fetching files has to wait");
        return 1_000;
      },
    }),
  );
  return {
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
  };
}

/** @returns whether there was a file to fetch. */
export async function fetchNext(options: FetcherOptions): Promise<boolean> {
  const { db, now, logger, metrics, onEvents } = options;
  const job = await takeJob(db, now());
  if (!job) return false;
  const attributes = { "liss.message.id": job.message_id, "liss.message.kind": job.kind };
  await inSession(job.session_id, "fetch media", attributes, async () => {
    const fetched = await withSignsOfLife(job, options, () => fetchFile(job, options)).catch(
      (error: unknown) => {
        logger.error({ err: error, messageId: job.message_id }, "a file could not be stored yet");
        return {
          state: "later",
          afterMs: Math.min(fetchLimits.longestMs, 1_000 * 2 ** job.attempts),
        } as const;
      },
    );
    if (fetched.state === "later") {
      await putOffJob(db, job.message_id, new Date(now().getTime() + fetched.afterMs));
      return;
    }
    metrics.mediaSettled(fetched.state === "stored" ? "stored" : fetched.reason);
    await db.transaction().execute((tx) => settleJob(tx, job, fetched, now()));
    onEvents();
  });
  return true;
}

/** Others leave it alone while this process says that it works on it. */
async function withSignsOfLife<T>(job: Job, { db, now }: FetcherOptions, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    void putOffJob(db, job.message_id, new Date(now().getTime() + leaseMs)).catch(() => {});
  }, leaseMs / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
