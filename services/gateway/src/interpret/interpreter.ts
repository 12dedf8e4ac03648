import { isContended, isUnavailable } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { type Logger, withTrace } from "@liss/telemetry";
import { KeyDestroyed, SealBroken } from "@liss/vault";
import { type Span, SpanKind, trace } from "@opentelemetry/api";
import { sql } from "kysely";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";
import { type Loop, startLoop } from "../loop.ts";
import { openDelivery } from "../receive/raw-delivery.ts";
import { applyItem, noteProblem } from "./apply.ts";
import { interpretBytes } from "./body.ts";
import type { EffectTools, ItemContext, Source } from "./effects.ts";
import type { Item } from "./item.ts";
import { inLockOrder } from "./order.ts";

export const interpreterDefaults = {
  /** Between looks when nobody wakes it: what another replica stored, and retries. */
  pollMs: 250,
  /** Deliveries under way at once in this process: enough to keep two cores and the disk busy. */
  workers: 4,
  /** Then a person has to look. With the waits between them, about five minutes. */
  attempts: 12,
} as const;

export type InterpreterOptions = EffectTools & {
  db: GatewayDatabase;
  logger: Logger;
  /** Called after each commit that may have appended events. */
  onEvents: () => void;
};

/**
 * Turns stored deliveries into contacts, messages, statuses and events. One delivery is one transaction; several
 * workers and replicas share the work; whatever was not finished is found again after any crash.
 */
export function startInterpreter(options: InterpreterOptions): Loop {
  const loops = Array.from({ length: interpreterDefaults.workers }, () =>
    startLoop({
      turn: async () => ((await interpretNext(options)) ? 0 : interpreterDefaults.pollMs),
      onError: (error) => {
        options.logger.error({ err: error }, "interpretation has to wait");
        return 500;
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

type Row = {
  id: string;
  received_at: Date;
  size: number;
  key_id: string;
  box: Buffer;
  trace: string;
  attempts: number;
};

/**
 * Interprets the oldest delivery that waits, if there is one.
 * @returns whether there may be more.
 * @throws when Postgres is away; nothing has changed then.
 */
export async function interpretNext(options: InterpreterOptions): Promise<boolean> {
  let taken: Row | undefined;
  const afterCommit: (() => void)[] = [];
  try {
    await options.db.transaction().execute(async (tx) => {
      taken = await takeNext(tx, options.now());
      if (!taken) return;
      const row = taken;
      await inDeliveryTrace(row, () => interpretDelivery(tx, row, options, afterCommit));
    });
  } catch (error) {
    if (!taken || isUnavailable(error)) throw error;
    await postpone(taken, error, options);
    return true;
  }
  if (!taken) return false;
  withTrace({ traceparent: taken.trace }, () => {
    for (const act of afterCommit) act();
  });
  options.onEvents();
  return true;
}

async function takeNext(tx: GatewayTransaction, now: Date): Promise<Row | undefined> {
  return await tx
    .selectFrom("raw_deliveries")
    .select(["id", "received_at", "size", "key_id", "box", "trace", "attempts"])
    .where("state", "=", "pending")
    .where("next_attempt_at", "<=", now)
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** In the trace of the webhook request; what belongs to a session goes to the session's and is linked to this. */
function inDeliveryTrace<T>(row: Row, work: (span: Span) => Promise<T>): Promise<T> {
  return withTrace({ traceparent: row.trace }, () =>
    trace.getTracer("@liss/gateway").startActiveSpan(
      "interpret delivery",
      {
        kind: SpanKind.INTERNAL,
        attributes: { "liss.delivery.id": row.id, "liss.delivery.bytes": row.size },
      },
      (span) => work(span).finally(() => span.end()),
    ),
  );
}

async function interpretDelivery(
  tx: GatewayTransaction,
  row: Row,
  options: InterpreterOptions,
  afterCommit: (() => void)[],
): Promise<void> {
  const source: Source = { deliveryId: row.id, receivedAt: row.received_at, size: row.size };
  const { refused, items } = interpretBytes(await openDelivery(options.vault, row));
  const context: ItemContext = {
    ...options,
    tx,
    source,
    afterCommit: (act) => void afterCommit.push(act),
  };
  if (refused) await noteProblem(refused, "", context);
  // The first time at full speed; if that failed, item by item, so that one bad item leaves its neighbours whole.
  const apply = row.attempts === 0 ? applyItem : applyAlone;
  let understood = refused === undefined;
  for (const item of inLockOrder(items, options.indexes)) {
    if (!(await apply(item, context))) understood = false;
  }
  await tx
    .updateTable("raw_deliveries")
    .set({ state: understood ? "interpreted" : "not-understood" })
    .where("id", "=", row.id)
    .execute();
}

/** As `applyItem`, but an item whose effect fails is set aside by itself. */
async function applyAlone(item: Item, context: ItemContext): Promise<boolean> {
  const { tx, source, now } = context;
  const acts: (() => void)[] = [];
  await sql`savepoint item`.execute(tx);
  try {
    const understood = await applyItem(item, { ...context, afterCommit: (act) => void acts.push(act) });
    await sql`release savepoint item`.execute(tx);
    for (const act of acts) context.afterCommit(act);
    return understood;
  } catch (error) {
    if (isUnavailable(error) || isContended(error)) throw error;
    await sql`rollback to savepoint item`.execute(tx);
    await noteProblem("malformed", item.path, context);
    const detail = { deliveryId: source.deliveryId, path: item.path };
    await appendEvents(tx, [alert("item-not-interpreted", "critical", detail, { now: now() })]);
    return false;
  }
}

/** Later, one item at a time; after many attempts it is left for a person, still raw and still replayable. */
async function postpone(row: Row, error: unknown, options: InterpreterOptions): Promise<void> {
  const { db, logger, now, onEvents } = options;
  const attempts = row.attempts + 1;
  const hopeless = error instanceof KeyDestroyed || error instanceof SealBroken;
  const last = hopeless || attempts >= interpreterDefaults.attempts;
  logger.error({ err: error, deliveryId: row.id, attempts, last }, "a delivery could not be interpreted");
  const waitMs = isContended(error) ? 50 : Math.min(60_000, 100 * 2 ** attempts);
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable("raw_deliveries")
      .set({
        attempts,
        next_attempt_at: new Date(now().getTime() + waitMs),
        ...(last && { state: "failed" as const }),
      })
      .where("id", "=", row.id)
      .where("state", "=", "pending")
      .executeTakeFirst();
    if (!last || numUpdatedRows === 0n) return;
    const place = { delivery_id: row.id, path: "", reason: "not-interpreted" } as const;
    await tx
      .insertInto("not_understood_items")
      .values({ ...place, received_at: row.received_at, size: row.size })
      .onConflict((conflict) => conflict.columns(["delivery_id", "path"]).doNothing())
      .execute();
    const detail = { deliveryId: row.id, attempts };
    await appendEvents(tx, [alert("delivery-not-interpreted", "critical", detail, { now: now() })]);
  });
  onEvents();
}
