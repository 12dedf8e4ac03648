import { type Envelope, type EventContract, parseEnvelope, type ServiceName } from "@liss/contracts";
import { type Database, isUnavailable, type Transaction } from "@liss/database";
import { appendEvents } from "../outbox/append.ts";
import type { MessagingTables } from "../tables.ts";
import { forgetLoneAttempts, resolveLetter } from "./dead-letter.ts";
import { type Delivery, rawKey } from "./delivery.ts";
import { Permanent } from "./failures.ts";
import type { Handler, HandlerContext, RawMessage } from "./handlers.ts";

/** A message that is understood: its key in the inbox and what to do with it. */
export type Task = {
  key: string;
  /** Read and checked; not of whoever keeps bytes. */
  event?: Envelope;
  run: (context: HandlerContext<MessagingTables>) => Promise<void>;
};
/** One whose handler has transactions and a fence of its own. */
export type FencedTask = { fenced: () => Promise<void> };

export type Readable = RawMessage & { eventId: string };

/**
 * Finds what a message asks for.
 * @throws Permanent when it cannot be read, or is a version of an event that this service does not know.
 */
export function readTask(
  message: Readable,
  handlers: readonly Handler<MessagingTables>[],
): Task | FencedTask {
  const fenced = handlers.find((handler) => handler.kind === "fenced");
  if (fenced) return { fenced: () => fenced.handle(message) };
  const any = handlers.find((handler) => handler.kind === "any");
  if (any) {
    return {
      key: rawKey(message.eventId, message.body),
      run: (context) => any.handle(message, context),
    };
  }
  const handler = handlers.find(
    (candidate) => candidate.kind === "event" && candidate.contract.subject === message.subject,
  );
  if (handler?.kind !== "event") throw new Permanent(`${message.subject} is not known to this service`);
  const event = parse(handler.contract, message);
  return { key: event.id, event, run: (context) => handler.handle(event, context) };
}

function parse(contract: EventContract, message: Readable): Envelope {
  const parsed = parseEnvelope(message.subject, message.body);
  if (!parsed.ok) throw new Permanent(`${contract.subject} cannot be read: ${parsed.problem}`);
  return parsed.event;
}

/** How long a handler may take, all in all. */
const HANDLER_LIMIT = 30_000;
/** How long it may do nothing in its transaction before Postgres cuts the connection (`limits` of @liss/database). */
const IDLE_LIMIT = 10_000;

class HandlerTooSlow extends Error {
  override readonly name = "HandlerTooSlow";
  constructor() {
    super("a handler did not finish in time");
  }
}

/**
 * One transaction: the inbox entry, the effect and what it publishes. The entry is the fence: of two replicas that
 * hold the same message the second waits here for the first, and then finds that there is nothing left to do.
 * @returns "duplicate" when the effect already happened.
 */
export async function attempt(
  db: Database<MessagingTables>,
  consumer: ServiceName,
  task: Task | FencedTask,
  delivery: Pick<Delivery, "eventId" | "deliveries">,
): Promise<"done" | "duplicate"> {
  const start = performance.now();
  try {
    if (!("fenced" in task)) return await inTransaction(db, consumer, task, delivery);
    await withinLimit(task.fenced());
    if (delivery.deliveries > 1) {
      await db.transaction().execute((tx) => settleHistory(tx, consumer, delivery.eventId));
    }
    return "done";
  } catch (error) {
    // A handler that dawdles loses its connection. That looks like an outage, and would be held for ever.
    if (isUnavailable(error) && performance.now() - start >= IDLE_LIMIT) throw new HandlerTooSlow();
    throw error;
  }
}

function inTransaction(
  db: Database<MessagingTables>,
  consumer: ServiceName,
  task: Task,
  delivery: Pick<Delivery, "eventId" | "deliveries">,
): Promise<"done" | "duplicate"> {
  return db.transaction().execute(async (tx) => {
    const entry = await tx
      .insertInto("inbox")
      .values({ consumer, event_id: task.key })
      .onConflict((conflict) => conflict.columns(["consumer", "event_id"]).doNothing())
      .returning("event_id")
      .executeTakeFirst();
    if (!entry) return "duplicate";

    const emitted: Envelope[] = [];
    const context: HandlerContext<MessagingTables> = {
      tx,
      emit: (...events) => void emitted.push(...events),
      deliveries: delivery.deliveries,
    };
    await withinLimit(task.run(context));
    await appendEvents(tx, emitted);
    if (delivery.deliveries > 1) await settleHistory(tx, consumer, delivery.eventId);
    return "done";
  });
}

async function settleHistory(tx: Transaction<MessagingTables>, consumer: ServiceName, eventId: string) {
  await forgetLoneAttempts(tx, consumer, eventId);
  await resolveLetter(tx, consumer, eventId);
}

/** A handler that waits for something that never comes must not keep its message for ever. */
export async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HandlerTooSlow()), HANDLER_LIMIT);
  });
  try {
    await Promise.race([work, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
