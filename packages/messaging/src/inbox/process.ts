import type { ServiceName } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { Logger } from "../logger.ts";
import type { SubscriptionMetrics } from "../metrics.ts";
import type { InPassing, Passed } from "../outbox/in-passing.ts";
import { backoff, sleep } from "../sleep.ts";
import type { MessagingTables } from "../tables.ts";
import { inConsumerSpan } from "../tracing.ts";
import { attempt, readTask } from "./attempt.ts";
import { buryLetter } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import { classify, describeFailure } from "./failures.ts";
import type { Handler } from "./handlers.ts";
import type { LoneAttempts } from "./lone-attempts.ts";
import type { Turns } from "./turns.ts";

export type ProcessSettings = {
  /** Deliveries that run together with others. After them a message may be what crashes us: it runs alone. */
  together: number;
  /** Attempts alone before the dead letter. */
  alone: number;
  /** Repetitions of a Conflict, at once, before it counts as any other failure. */
  conflicts: number;
  /**
   * For handlers that take many: lists do not start sooner than this (ms) after one another. Whoever comes after a quiet
   * moment waits for nothing.
   */
  pace: number;
  /** Wait of a message whose handler failed, doubled with each delivery. */
  retry: { first: number; longest: number };
  /** Wait between attempts while something is away. Short at first: a fail-over of Postgres takes seconds. */
  hold: { first: number; longest: number };
};

export type Processor = {
  db: Database<MessagingTables>;
  consumer: ServiceName;
  handlers: readonly Handler<MessagingTables>[];
  logger: Logger;
  metrics: SubscriptionMetrics;
  turns: Turns;
  lone: LoneAttempts;
  settings: ProcessSettings;
  /** For events that can be numbered where they are appended. */
  inPassing: InPassing | undefined;
  /** Something was committed that the relay should publish, all of it numbered in passing or not. */
  committed: (passed?: Passed) => void;
  stopping: AbortSignal;
};

type Verdict = { kind: "done" | "duplicate" | "buried" | "released" } | { kind: "again"; reason: string };

/**
 * Takes one delivery to its end and tells the broker. An effect and its acknowledgement are two things: the first is
 * in the database when the second is sent, and if the second is lost the inbox knows.
 */
export async function processDelivery(processor: Processor, delivery: Delivery): Promise<void> {
  const { metrics, settings, logger } = processor;
  const labels = { "liss.event": delivery.subject };
  metrics.deliveries.add(1, labels);
  if (delivery.deliveries > 1) metrics.redeliveries.add(1, labels);

  const verdict = await held(processor, delivery, () => decide(processor, delivery));
  if (verdict.kind === "done" || verdict.kind === "buried") processor.committed();
  if (verdict.kind === "done" || verdict.kind === "duplicate") delivery.ack();
  if (verdict.kind === "released") delivery.nak(0);
  if (verdict.kind === "buried") {
    metrics.deadLetters.add(1, labels);
    delivery.term();
  }
  if (verdict.kind === "again") {
    const { reason } = verdict;
    logger.warn({ ...about(delivery), reason }, "a handler failed, the message comes again");
    delivery.nak(backoff(delivery.deliveries - 1, settings.retry));
  }
}

/**
 * While something is away (Postgres, or what a handler says with Transient) the message stays here, with signs of
 * life to the broker, and is tried again in place: an outage costs no delivery, however long it lasts.
 */
async function held(
  { settings, stopping, metrics, logger }: Processor,
  delivery: Delivery,
  work: () => Promise<Verdict>,
): Promise<Verdict> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const reason = describeFailure(error);
      if (classify(error) !== "transient") {
        logger.error({ ...about(delivery), reason }, "a message could not be dealt with");
        return { kind: "again", reason };
      }
      if (tries === 0) logger.warn({ ...about(delivery), reason }, "a message waits for what is away");
    }
    if (stopping.aborted) return { kind: "released" };
    metrics.held.add(1);
    await sleep(backoff(tries, settings.hold), stopping);
    metrics.held.add(-1);
    if (stopping.aborted) return { kind: "released" };
  }
}

/** @throws what is transient, and nothing else that a handler can cause. */
async function decide(processor: Processor, delivery: Delivery): Promise<Verdict> {
  const { turns, lone, settings, stopping } = processor;
  const released: Verdict = { kind: "released" }; // its turn came too late: another replica may have it at once
  if (delivery.deliveries <= settings.together) {
    return turns.together(async () => (stopping.aborted ? released : judge(processor, delivery)));
  }
  const tried = await lone.count(delivery.eventId);
  return turns.alone(tried, async () => {
    if (stopping.aborted) return released;
    const nth = await lone.begin(delivery.eventId);
    if (nth > settings.alone) {
      return bury(
        processor,
        delivery,
        `tried alone ${settings.alone} times without an end: it may crash the process`,
      );
    }
    try {
      const verdict = await judge(processor, delivery);
      if (verdict.kind !== "again" || nth < settings.alone) return verdict;
      return await bury(processor, delivery, verdict.reason);
    } catch (error) {
      await lone.takeBack(delivery.eventId).catch(() => {}); // counts one too many; the next success forgets it
      throw error;
    }
  });
}

async function judge(processor: Processor, delivery: Delivery): Promise<Verdict> {
  const { db, consumer, handlers, settings, metrics } = processor;
  const span = { ...delivery, bytes: delivery.body.byteLength };
  for (let conflicts = 0; ; conflicts++) {
    const start = performance.now();
    let outcome = "failed";
    try {
      const task = readTask(delivery, handlers);
      const details = { consumer, deliveries: delivery.deliveries };
      const kind = await inConsumerSpan(span, details, () => attempt(db, consumer, task, delivery));
      outcome = kind;
      return { kind };
    } catch (error) {
      const kind = classify(error);
      if (kind === "transient") throw error;
      if (kind === "permanent") return await bury(processor, delivery, describeFailure(error));
      if (kind === "conflict" && conflicts < settings.conflicts) {
        outcome = "conflict";
        await sleep(Math.random() * conflicts); // at once the first time, then apart from the other one
        continue;
      }
      return { kind: "again", reason: describeFailure(error) };
    } finally {
      const labels = { "liss.event": delivery.subject, "liss.outcome": outcome };
      metrics.duration.record((performance.now() - start) / 1_000, labels);
    }
  }
}

async function bury(
  { db, consumer, logger }: Processor,
  delivery: Delivery,
  reason: string,
): Promise<Verdict> {
  const isNew = await buryLetter(db, consumer, delivery, reason);
  if (isNew) logger.error({ ...about(delivery), reason }, "dead letter");
  return { kind: "buried" };
}

const about = ({ eventId, subject, deliveries, streamSequence }: Delivery) => ({
  eventId,
  subject,
  deliveries,
  streamSequence,
});
