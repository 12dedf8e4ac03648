import type { Envelope } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import { insertOutgoing, type Outgoing, outgoing } from "../outbox/append.ts";
import type { MessagingTables } from "../tables.ts";
import { type ConsumerSpan, startConsumerSpan } from "../tracing.ts";
import { readTask, withinLimit } from "./attempt.ts";
import type { Delivery } from "./delivery.ts";
import { classify, describeFailure } from "./failures.ts";
import type { Arrived, Handler } from "./handlers.ts";
import { inLists } from "./lists.ts";
import type { Processor } from "./process.ts";

/**
 * One under way, and while it is, the next grows; another one when it takes long: it may wait for a row that a person's
 * command holds. At a hundred a second two or three come within the pace.
 */
const LISTS = { most: 32, underWay: 4, patience: 50, pace: 15 } as const;

type EventHandler = Extract<Handler<MessagingTables>, { kind: "event" }>;
type Companion = { delivery: Delivery; handler: EventHandler; event: Envelope; span: ConsumerSpan };

/**
 * For handlers that take many (`onMany`): messages that arrive together share one transaction, its commit and the
 * statements around it. That is one fence still: an inbox entry each, committed with the effects of all. One message by
 * itself, what was delivered before and whatever fails in company goes `one` by one as everywhere else, so that a
 * message that cannot be dealt with delays its neighbours and harms none.
 * @returns undefined when no handler takes many
 */
export function companyOf(
  processor: Processor,
  one: (delivery: Delivery) => Promise<void>,
): ((delivery: Delivery) => Promise<void>) | undefined {
  const many = new Map<string, EventHandler>();
  for (const handler of processor.handlers)
    if (handler.kind === "event" && handler.handleMany) many.set(handler.contract.subject, handler);
  if (many.size === 0) return undefined;

  async function take(deliveries: readonly Delivery[]): Promise<void> {
    const isCompany = deliveries.length > 1 && !processor.stopping.aborted;
    if (isCompany && (await together(deliveries))) return;
    await Promise.all(deliveries.map(one));
  }

  async function together(deliveries: readonly Delivery[]): Promise<boolean> {
    const began = performance.now();
    const { consumer, handlers, turns, db, metrics } = processor;
    const company: Companion[] = [];
    const details = { consumer, deliveries: 1 };
    let failure: unknown;
    try {
      for (const delivery of deliveries) {
        const task = readTask(delivery, handlers);
        const handler = many.get(delivery.subject);
        if (!handler || !("event" in task)) return false;
        const span = startConsumerSpan({ ...delivery, bytes: delivery.body.byteLength }, details);
        company.push({ delivery, handler, event: task.event, span });
      }
      await turns.together(() => db.transaction().execute((tx) => handle(tx, consumer, company)));
    } catch (error) {
      failure = error;
    }
    for (const { span } of company) span.end(failure);
    if (failure !== undefined) {
      // Each will say for itself what is wrong, and what is away is waited for.
      if (classify(failure) === "other")
        processor.logger.warn({ reason: describeFailure(failure) }, "messages are dealt with one by one");
      return false;
    }

    processor.committed();
    const seconds = (performance.now() - began) / 1_000;
    for (const { delivery } of company) {
      delivery.ack();
      metrics.deliveries.add(1, { "liss.event": delivery.subject });
      metrics.duration.record(seconds, { "liss.event": delivery.subject, "liss.outcome": "done" });
    }
    return true;
  }

  const listed = inLists(LISTS, take);
  return (delivery) =>
    delivery.deliveries === 1 && many.has(delivery.subject) ? listed(delivery) : one(delivery);
}

/** What is new among them, handler by handler; what they emit leaves with the trace of its own message. */
async function handle(
  tx: Transaction<MessagingTables>,
  consumer: string,
  company: readonly Companion[],
): Promise<void> {
  const unseen = await enterAll(tx, consumer, company);
  const emitted: Outgoing[] = [];
  const context = {
    tx,
    emit: (...events: Envelope[]) => void emitted.push(...outgoing(events)),
    deliveries: 1,
  };
  for (const handler of new Set(company.map((companion) => companion.handler))) {
    const items: Arrived<Envelope>[] = [];
    for (const { event, span, handler: whose } of company)
      if (whose === handler && unseen.delete(event.id)) items.push({ event, within: span.within });
    if (items.length > 0) await withinLimit(handler.handleMany?.(items, context) ?? Promise.resolve());
  }
  await insertOutgoing(tx, emitted);
}

/** Their inbox entries, in one order everywhere, so that two replicas never wait for each other. */
async function enterAll(
  tx: Transaction<MessagingTables>,
  consumer: string,
  company: readonly Companion[],
): Promise<Set<string>> {
  const keys = [...new Set(company.map(({ event }) => event.id))].sort();
  const { rows } = await sql<{ event_id: string }>`
    insert into inbox (consumer, event_id) select ${consumer}, key from unnest(${keys}::text[]) as key
    on conflict (consumer, event_id) do nothing returning event_id`.execute(tx);
  return new Set(rows.map((row) => row.event_id));
}
