import { setTimeout as sleep } from "node:timers/promises";
import { isContended, isUnavailable } from "@liss/database";
import { inSession, type Logger } from "@liss/telemetry";
import type { GatewayTransaction } from "../database/tables.ts";
import { type Loop, startLoop } from "../loop.ts";
import type { GatewayMetrics } from "../metrics.ts";
import type { GraphClient } from "./graph-client.ts";
import { lineState } from "./line.ts";
import { type Decision, decide } from "./outcome.ts";
import type { Pacer } from "./pacing.ts";
import { type PrepareOptions, prepare } from "./prepare.ts";
import { abandonedAttempts, type Candidate, candidates, claim, requeue } from "./queue.ts";
import { giveUpAttempts, refuseUnsent, settle } from "./settle.ts";
import type { Tracking } from "./tracking.ts";

export const dispatcherDefaults = {
  /** Between looks when nobody wakes it: retries that fall due, requests that another replica recorded. */
  pollMs: 200,
  /** Requests arrive almost in order; a moment's patience lets an earlier one overtake. */
  settleMs: 40,
  /** Posts under way at once: 80 messages/s at half a second each. */
  together: 40,
} as const;

/** After something of ours failed (the vault, Postgres) before a message left. */
const failurePauseMs = 500;

export type DispatcherOptions = PrepareOptions & {
  tracking: Tracking;
  graph: GraphClient;
  pacer: Pacer;
  metrics: GatewayMetrics;
  logger: Logger;
  /** Called after each commit that may have appended events. */
  onEvents: () => void;
  /** Longer than the longest possible attempt: whoever is still `attempting` then has died. */
  abandonedAfterMs: number;
  random?: () => number;
};

/** Sends what was requested: at most once each, in order for each contact, at WhatsApp's pace. */
export function startDispatcher(options: DispatcherOptions): Loop {
  const { db, tracking, graph, pacer, metrics, logger, onEvents, phoneNumberId, now, abandonedAfterMs } =
    options;
  const { pollMs, settleMs, together } = dispatcherDefaults;
  const random = options.random ?? Math.random;
  const underWay = new Map<string, Promise<void>>(); // by contact
  let stopping = false;

  async function turn(): Promise<number> {
    await giveUpAbandoned();
    const line = await lineState(db, phoneNumberId, now());
    if (line === "stopped") return pollMs;
    const at = now();
    const due = await candidates(db, {
      now: at,
      settledBefore: new Date(at.getTime() - settleMs),
      // More than there is room for: those that WhatsApp's pace holds back must not hide the others.
      limit: together * 5,
    });
    let wait: number = pollMs;
    for (const candidate of due) {
      if (underWay.has(candidate.contactId)) continue;
      if (underWay.size >= together || (line === "trial" && underWay.size > 0)) break;
      const pause = pacer.take(candidate.contactId, at);
      if (pause > 0) wait = Math.min(wait, pause);
      else start(candidate);
    }
    return wait;
  }

  function start(candidate: Candidate): void {
    const work = send(candidate)
      .catch(async (error: unknown) => {
        logger.error({ err: error }, "a message could not be sent yet");
        await sleep(failurePauseMs); // its contact stays taken meanwhile
      })
      .finally(() => {
        underWay.delete(candidate.contactId);
        loop.wake();
      });
    underWay.set(candidate.contactId, work);
  }

  async function send(candidate: Candidate): Promise<void> {
    const { messageId, sessionId } = candidate;
    const run = () => attempt(candidate);
    await (sessionId ? inSession(sessionId, "send message", { "liss.message.id": messageId }, run) : run());
  }

  async function attempt(candidate: Candidate): Promise<void> {
    const { messageId } = candidate;
    const prepared = await prepare(candidate, options);
    if ("refused" in prepared) {
      metrics.sendOutcome("failed");
      await commit((tx) => refuseUnsent(tx, messageId, prepared.refused, settleOptions()));
      return;
    }
    const startedAt = performance.now();
    const attempts = await claim(db, messageId, now());
    if (attempts === undefined) return;
    if (performance.now() - startedAt > abandonedAfterMs / 2) {
      // The process stood still: somebody may be about to call this attempt abandoned. It has not left, so it waits.
      await commit((tx) => requeue(tx, messageId, now()));
      return;
    }
    const answer = await graph.post(prepared.body);
    const decision = decide(answer, {
      attempts,
      requestedAt: candidate.requestedAt,
      now: now(),
      random: random(),
    });
    metrics.sendOutcome(outcomeNames[decision.do]);
    if (decision.do !== "accept") {
      const code = "code" in answer ? answer.code : undefined;
      logger.warn(
        { messageId, outcome: decision.do, whatsappCode: code, attempts },
        "a message was not accepted",
      );
    }
    await commit((tx) => settle(tx, messageId, decision, settleOptions()));
  }

  const settleOptions = () => ({ tracking, phoneNumberId, now: now() });

  /**
   * What WhatsApp said must not be lost because Postgres is away for a moment: the process keeps it and tries again.
   * If it dies first, the attempt is found abandoned and becomes `unknown`.
   */
  async function commit(work: (tx: GatewayTransaction) => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await db.transaction().execute(work);
        onEvents();
        return;
      } catch (error) {
        if (!(isUnavailable(error) || isContended(error)) || stopping) throw error;
        await sleep(250);
      }
    }
  }

  async function giveUpAbandoned(): Promise<void> {
    const startedBefore = new Date(now().getTime() - abandonedAfterMs);
    const given = await db.transaction().execute(async (tx) => {
      const ids = await abandonedAttempts(tx, startedBefore);
      await giveUpAttempts(tx, ids, settleOptions());
      return ids.length;
    });
    if (given === 0) return;
    logger.warn({ messages: given }, "attempts to send were interrupted; they are shown as unknown");
    onEvents();
  }

  const loop = startLoop({
    turn,
    onError: (error) => {
      logger.error({ err: error }, "sending has to wait");
      return 500;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      // Their answers are worth waiting for: each one not waited for would end as unknown.
      stopping = true;
      await Promise.allSettled(underWay.values());
    },
  };
}

const outcomeNames: Record<Decision["do"], string> = {
  accept: "accepted",
  retry: "retried",
  fail: "failed",
  "leave-unknown": "unknown",
  "stop-line": "line-stopped",
};
