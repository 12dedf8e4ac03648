import { setTimeout as sleep } from "node:timers/promises";
import { isContended, isUnavailable } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import type { GatewayTransaction } from "../database/tables.ts";
import type { GatewayMetrics } from "../metrics.ts";
import { cancel, isUndone } from "./goodbye.ts";
import { type Decision, decide } from "./outcome.ts";
import type { Pacer } from "./pacing.ts";
import { type PrepareOptions, prepare } from "./prepare.ts";
import { type Candidate, claim, putOff, Regrouped, requeue } from "./queue.ts";
import { refuseUnsent, type SettleOptions, settle } from "./settle.ts";
import type { Tracking } from "./tracking.ts";

export type AttemptOptions = PrepareOptions & {
  tracking: Tracking;
  pacer: Pacer;
  metrics: GatewayMetrics;
  logger: Logger;
  /** Called after each commit that may have appended events. */
  onEvents: () => void;
  /** Longer than the longest possible attempt: whoever is still `attempting` then has died. */
  abandonedAfterMs: number;
  /** 0 ≤ r < 1. */
  random: () => number;
  /** The process is about to end: what cannot be written down now is left to the others. */
  isStopping: () => boolean;
};

/** Somebody else has it, or she was written to too often: nothing was posted. */
class NotClaimed extends Error {
  override readonly name = "NotClaimed";
}

/** One message, once: prepared, claimed, posted, and what became of it written down. */
export async function attempt(candidate: Candidate, options: AttemptOptions): Promise<void> {
  const { graph, metrics, logger, now, random, abandonedAfterMs } = options;
  const { messageId } = candidate;
  const prepared = await prepare(candidate, options);
  if ("laterMs" in prepared) {
    const at = new Date(now().getTime() + prepared.laterMs);
    return await commit((tx) => putOff(tx, messageId, at), options);
  }
  if ("refused" in prepared) {
    metrics.sendOutcome("failed");
    const { refused: reason, detail } = prepared;
    return await commit((tx) => refuseUnsent(tx, { messageId, reason, detail }, settling()), options);
  }
  const startedAt = performance.now();
  const attempts = await claimed(candidate, prepared.carried, options);
  if (attempts === undefined) return;
  if (attempts === "undone") {
    metrics.sendOutcome("failed");
    return await commit((tx) => cancel(tx, messageId, settling()), options);
  }
  if (performance.now() - startedAt > abandonedAfterMs / 2) {
    // The process stood still: somebody may be about to call this attempt abandoned. It has not left, so it waits.
    return await commit((tx) => requeue(tx, messageId, now()), options);
  }
  const answer = await graph.post(prepared.body);
  const { requestedAt } = candidate;
  const decision = decide(answer, { attempts, requestedAt, now: now(), random: random() });
  metrics.sendOutcome(outcomeNames[decision.do]);
  if (decision.do !== "accept") {
    const code = "code" in answer ? answer.code : undefined;
    logger.warn(
      { messageId, outcome: decision.do, whatsappCode: code, attempts },
      "a message was not accepted",
    );
  }
  await commit((tx) => settle(tx, messageId, decision, settling()), options);
  if (decision.do !== "retry" && decision.do !== "stop-line") return;
  // Perhaps she said goodbye during the attempt: its author is told now, not when its turn would come again.
  await commit(async (tx) => {
    if (await isUndone(tx, messageId)) await cancel(tx, messageId, settling());
  }, options);

  function settling(): SettleOptions {
    const { tracking, pacer, phoneNumberId } = options;
    return { tracking, pacer, phoneNumberId, now: now() };
  }
}

/** Claims the message, and one of the pair's rate with it: both or neither. `undone`: she said goodbye meanwhile. */
async function claimed(
  { messageId, contactId }: Candidate,
  carried: readonly string[],
  { db, pacer, now }: AttemptOptions,
): Promise<number | "undone" | undefined> {
  try {
    return await db.transaction().execute(async (tx) => {
      if (await isUndone(tx, messageId)) return "undone";
      const attempts = await claim(tx, { messageId, carried }, now());
      if (attempts === undefined || !(await pacer.takePair(tx, contactId, now()))) throw new NotClaimed();
      return attempts;
    });
  } catch (error) {
    if (error instanceof NotClaimed || error instanceof Regrouped) return undefined;
    throw error;
  }
}

/**
 * What WhatsApp said must not be lost because Postgres is away for a moment: the process keeps it and tries again.
 * If it dies first, the attempt is found abandoned and becomes `unknown`.
 */
async function commit(
  work: (tx: GatewayTransaction) => Promise<void>,
  { db, onEvents, isStopping }: AttemptOptions,
): Promise<void> {
  for (;;) {
    try {
      await db.transaction().execute(work);
      onEvents();
      return;
    } catch (error) {
      if (!(isUnavailable(error) || isContended(error)) || isStopping()) throw error;
      await sleep(250);
    }
  }
}

const outcomeNames: Record<Decision["do"], string> = {
  accept: "accepted",
  retry: "retried",
  fail: "failed",
  "leave-unknown": "unknown",
  "stop-line": "line-stopped",
};
