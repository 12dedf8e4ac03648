import { isContended, isUnavailable, withCommit } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { withTrace } from "@liss/telemetry";
import { type Span, SpanKind, trace } from "@opentelemetry/api";
import { sql } from "kysely";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";
import { openDelivery } from "../receive/raw-delivery.ts";
import { applyAll, isUnderstood } from "./apply.ts";
import { interpretBytes } from "./body.ts";
import type { EffectContext, EffectTools, Source, Tally, Work } from "./effects.ts";
import { noteProblem } from "./notes.ts";
import { inOrder } from "./order.ts";
import type { DeliveryRow } from "./take.ts";

export type DeliveryTools = EffectTools & { db: GatewayDatabase };

/** What came of deliveries: whether each was understood, and what is to happen once they are committed. */
export type Interpreted = {
  understood: Map<string, boolean>;
  committed(): void;
  /** Whether, once it is committed, events wait for the relay to number them. */
  isMoreToNumber(): boolean;
};

type Opened = {
  row: DeliveryRow;
  source: Source;
  refused: "not-json" | "unknown-object" | undefined;
  work: Work[];
};

/**
 * Acts on everything that these deliveries say, inside the caller's transaction, and marks them as done.
 * `alone`: each item by itself, so that one whose effect fails leaves its neighbours whole; slower.
 * `again`: they were interpreted before, and what is understood now leaves the engineer's list.
 */
export async function interpretDeliveries(
  tx: GatewayTransaction,
  rows: readonly DeliveryRow[],
  tools: DeliveryTools,
  {
    alone = false,
    again = false,
    tally = () => {},
  }: { alone?: boolean; again?: boolean; tally?: Tally } = {},
): Promise<Interpreted> {
  const acts: (() => void)[] = [];
  const problems = new Set<string>();
  const context: EffectContext = { ...tools, tx, tally, problems, afterCommit: (act) => void acts.push(act) };
  const opened = await Promise.all(rows.map((row) => open(row, tools)));
  const failed = new Set<string>();
  for (const { refused, source } of opened) {
    if (!refused) continue;
    tally("not-understood");
    await noteProblem(refused, "", source, context);
  }
  const work = inOrder(
    opened.flatMap((delivery) => delivery.work),
    (wamid) => tools.indexes.wamid(wamid).toString("hex"),
  );
  if (alone) {
    for (const one of work) if (!(await applyAlone(one, context))) failed.add(one.source.deliveryId);
  } else {
    await applyAll(work, context);
  }
  const understood = new Map(
    opened.map(({ row, refused, work: own }) => {
      const read = refused === undefined && own.every(({ item }) => isUnderstood(item, tools.phoneNumberId));
      return [row.id, read && !failed.has(row.id)];
    }),
  );
  if (again) await forgetSolved(tx, [...understood.keys()], problems);
  const marked = await markDone(tx, understood);
  return {
    understood,
    committed: () => acts.forEach((act) => void act()),
    isMoreToNumber: () => marked.some(({ more }) => more),
  };
}

/** In the trace of the webhook request; what belongs to a session goes to the session's and is linked to this. */
async function open(row: DeliveryRow, { vault }: DeliveryTools): Promise<Opened> {
  const attributes = { "liss.delivery.id": row.id, "liss.delivery.bytes": row.size };
  return await withTrace({ traceparent: row.trace }, () =>
    trace
      .getTracer("@liss/gateway")
      .startActiveSpan("interpret delivery", { kind: SpanKind.INTERNAL, attributes }, async (span: Span) => {
        try {
          const { refused, items } = interpretBytes(await openDelivery(vault, row));
          const { id: deliveryId, received_at: receivedAt, size, trace: parent } = row;
          const source: Source = { deliveryId, receivedAt, size, trace: parent };
          return { row, source, refused, work: items.map((item) => ({ item, source })) };
        } finally {
          span.end();
        }
      }),
  );
}

/** Problems of earlier interpretations that this one did not find. */
async function forgetSolved(tx: GatewayTransaction, ids: string[], problems: Set<string>): Promise<void> {
  await sql`
    delete from not_understood_items
    where delivery_id = any(${ids}::uuid[]) and not (delivery_id || ' ' || path = any(${[...problems]}::text[]))`.execute(
    tx,
  );
}

/** The last thing that the transaction does. */
function markDone(tx: GatewayTransaction, understood: Map<string, boolean>) {
  const states = [...understood.values()].map((read) => (read ? "interpreted" : "not-understood"));
  return withCommit(
    tx,
    sql<{ more: boolean }>`
      update raw_deliveries r set state = n.state
      from unnest(${[...understood.keys()]}::uuid[], ${states}::text[]) as n(id, state)
      where r.id = n.id
      returning exists (select from outbox where number is null and set_aside_at is null) as more`,
  );
}

/** As `applyAll` of one, but an item whose effect fails is set aside by itself. @returns false when it was. */
async function applyAlone(one: Work, context: EffectContext): Promise<boolean> {
  const { tx, now, logger } = context;
  const { item, source } = one;
  const acts: (() => void)[] = [];
  await sql`savepoint item`.execute(tx);
  try {
    await applyAll([one], { ...context, afterCommit: (act) => void acts.push(act) });
    await sql`release savepoint item`.execute(tx);
    for (const act of acts) context.afterCommit(act);
    return true;
  } catch (error) {
    if (isUnavailable(error) || isContended(error)) throw error;
    await sql`rollback to savepoint item`.execute(tx);
    logger.error(
      { err: error, deliveryId: source.deliveryId, path: item.path },
      "an item could not be acted upon",
    );
    await noteProblem("malformed", item.path, source, context);
    const detail = { deliveryId: source.deliveryId, path: item.path };
    await appendEvents(tx, [alert("item-not-interpreted", "critical", detail, { now: now() })]);
    return false;
  }
}
