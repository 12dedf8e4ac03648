import type { Envelope } from "@liss/contracts";
import { type Transaction, withCommit } from "@liss/database";
import { sql } from "kysely";
import { type Outgoing, outgoing, outgoingRows } from "../outbox/append.ts";
import { appendNumbered, type Passed } from "../outbox/in-passing.ts";
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
 * command holds.
 */
const LISTS = { most: 32, underWay: 4, patience: 50 } as const;

type EventHandler = Extract<Handler<MessagingTables>, { kind: "event" }>;
type Companion = { delivery: Delivery; handler: EventHandler; event: Envelope; span: ConsumerSpan };

/**
 * For handlers that take many (`onMany`): messages that arrive together share one transaction, its commit and the
 * statements around it. That is one fence still: an inbox entry each, committed with the effects of all. It is the last
 * thing that they do, for it travels with the commit; whoever did one of them already makes the whole list fail. What was
 * delivered before and whatever fails in company goes `one` by one as everywhere else, so that a message that cannot be
 * dealt with delays its neighbours and harms none.
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
    if (!processor.stopping.aborted && (await together(deliveries))) return;
    await Promise.all(deliveries.map(one));
  }

  async function together(deliveries: readonly Delivery[]): Promise<boolean> {
    const began = performance.now();
    const { consumer, handlers, turns, db, metrics } = processor;
    let passed: (() => Passed) | undefined;
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
      passed = await turns.together(() => db.transaction().execute((tx) => handle(tx, processor, company)));
    } catch (error) {
      failure = error;
    }
    for (const { span } of company) span.end(failure);
    if (failure !== undefined) {
      // Each will say for itself what is wrong, and what is away is waited for.
      if (classify(failure) === "other" && !isRepetition(failure))
        processor.logger.warn({ reason: describeFailure(failure) }, "messages are dealt with one by one");
      return false;
    }

    processor.committed(passed?.());
    const seconds = (performance.now() - began) / 1_000;
    for (const { delivery } of company) {
      delivery.ack();
      metrics.deliveries.add(1, { "liss.event": delivery.subject });
      metrics.duration.record(seconds, { "liss.event": delivery.subject, "liss.outcome": "done" });
    }
    return true;
  }

  // One list is of one kind: a handler locks what it needs in one order, and two in one transaction would not.
  const lists = new Map(
    [...many.keys()].map((subject) => [subject, inLists({ ...LISTS, pace: processor.settings.pace }, take)]),
  );
  return (delivery) =>
    (delivery.deliveries === 1 && lists.get(delivery.subject)?.(delivery)) || one(delivery);
}

/**
 * Each event once; what they emit leaves with the trace of its own message.
 * @returns what came of that, once it is committed; undefined when the relay has to number what they emit
 */
async function handle(
  tx: Transaction<MessagingTables>,
  { consumer, inPassing }: Pick<Processor, "consumer" | "inPassing">,
  company: readonly Companion[],
): Promise<(() => Passed) | undefined> {
  const entered = new Set<string>();
  const emitted: Outgoing[] = [];
  const emit = (...events: Envelope[]) => void emitted.push(...outgoing(events));
  const items: Arrived<Envelope>[] = [];
  for (const { event, span } of company) {
    if (entered.has(event.id)) continue;
    entered.add(event.id);
    items.push({ event, within: span.within });
  }
  const context = { tx, emit, deliveries: 1 };
  await withinLimit(company[0]?.handler.handleMany?.(items, context) ?? Promise.resolve());
  const looked = await enterAll(tx, consumer, entered);
  if (emitted.length === 0) return () => ({ events: [], gone: [], more: looked.some(({ more }) => more) });
  if (inPassing?.takes(emitted)) return appendNumbered(tx, emitted, inPassing.taken());
  await withCommit(
    tx,
    sql`insert into outbox (event_id, subject, body, headers) select * from ${outgoingRows(emitted)}`,
  );
  return undefined;
}

/**
 * Their inbox entries, in one order everywhere, so that two replicas never wait for each other.
 * @returns empty until it is committed; `more`: events in the outbox wait for the relay to number them
 */
async function enterAll(
  tx: Transaction<MessagingTables>,
  consumer: string,
  eventIds: ReadonlySet<string>,
): Promise<readonly { more: boolean }[]> {
  const keys = [...eventIds].sort();
  return withCommit(
    tx,
    sql<{ more: boolean }>`
      insert into inbox (consumer, event_id) select ${consumer}, key from unnest(${keys}::text[]) as key
      returning exists (select from outbox where number is null and set_aside_at is null) as more`,
  );
}

/** One of them has an entry in the inbox already. */
function isRepetition(failure: unknown): boolean {
  return failure instanceof Error && "constraint" in failure && failure.constraint === "inbox_pkey";
}
