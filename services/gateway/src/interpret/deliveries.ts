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

/** A delivery that can be read: a stored one is opened, one that has just come is at hand. */
export type Readable = Source & { body: () => Promise<Buffer> };

type Opened = {
  source: Source;
  refused: "not-json" | "unknown-object" | undefined;
  work: Work[];
};

type HowToInterpret = { alone?: boolean; again?: boolean; tally?: Tally };

/**
 * Acts on everything that these stored deliveries say, inside the caller's transaction, and marks them as done.
 * `alone`: each item by itself, so that one whose effect fails leaves its neighbours whole; slower.
 * `again`: they were interpreted before, and what is understood now leaves the engineer's list.
 */
export async function interpretDeliveries(
  tx: GatewayTransaction,
  rows: readonly DeliveryRow[],
  tools: DeliveryTools,
  how: HowToInterpret = {},
): Promise<Interpreted> {
  const readable = rows.map(
    (row): Readable => ({
      deliveryId: row.id,
      receivedAt: row.received_at,
      size: row.size,
      trace: row.trace,
      body: () => openDelivery(tools.vault, row),
    }),
  );
  const { understood, committed } = await actOn(tx, readable, tools, how);
  const marked = await markDone(tx, understood);
  return { understood, committed, isMoreToNumber: () => marked.some(({ more }) => more) };
}

/** Acts on everything that these deliveries say, inside the caller's transaction; the rest is the caller's. */
export async function actOn(
  tx: GatewayTransaction,
  deliveries: readonly Readable[],
  tools: EffectTools,
  { alone = false, again = false, tally = () => {} }: HowToInterpret = {},
): Promise<Omit<Interpreted, "isMoreToNumber">> {
  const acts: (() => void)[] = [];
  const problems = new Set<string>();
  const context: EffectContext = { ...tools, tx, tally, problems, afterCommit: (act) => void acts.push(act) };
  const opened = await Promise.all(deliveries.map(open));
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
    await applyAll(work, context, { isLast: !again });
  }
  const understood = new Map(
    opened.map(({ source: { deliveryId }, refused, work: own }) => {
      const read = refused === undefined && own.every(({ item }) => isUnderstood(item, tools.phoneNumberId));
      return [deliveryId, read && !failed.has(deliveryId)];
    }),
  );
  if (again) await forgetSolved(tx, [...understood.keys()], problems);
  return { understood, committed: () => acts.forEach((act) => void act()) };
}

/** In the trace of the webhook request; what belongs to a session goes to the session's and is linked to this. */
async function open({ body, ...source }: Readable): Promise<Opened> {
  const attributes = { "liss.delivery.id": source.deliveryId, "liss.delivery.bytes": source.size };
  return await withTrace({ traceparent: source.trace }, () =>
    trace
      .getTracer("@liss/gateway")
      .startActiveSpan("interpret delivery", { kind: SpanKind.INTERNAL, attributes }, async (span: Span) => {
        try {
          const { refused, items } = interpretBytes(await body());
          return { source, refused, work: items.map((item) => ({ item, source })) };
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

/** The state of a delivery that was acted on. */
export function stateOf(isUnderstood: boolean): "interpreted" | "not-understood" {
  return isUnderstood ? "interpreted" : "not-understood";
}

/** The last thing that the transaction does. */
function markDone(tx: GatewayTransaction, understood: Map<string, boolean>) {
  const states = [...understood.values()].map(stateOf);
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
