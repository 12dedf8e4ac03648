import { sql } from "kysely";
import type { GatewayTransaction } from "../database/tables.ts";

/** A stored delivery on its way through the interpreter; its row is locked. */
export type DeliveryRow = {
  id: string;
  received_at: Date;
  size: number;
  key_id: string;
  box: Buffer;
  trace: string;
  attempts: number;
};

export type TakeLimits = { deliveries: number; bytes: number };

/** What was taken, and whether more is known to wait. */
export type Taken = { rows: DeliveryRow[]; isMore: boolean };

/**
 * The oldest deliveries that wait, without those that another worker holds: as many as fit the limits, at least one.
 * One that has failed before comes alone.
 */
export async function takeWaiting(tx: GatewayTransaction, now: Date, limits: TakeLimits): Promise<Taken> {
  const { rows } = await sql<DeliveryRow & { waiting: number }>`
    with waiting as materialized (
      select id, size, attempts from raw_deliveries
      where state = 'pending' and next_attempt_at <= ${now}
      order by id limit ${limits.deliveries}
      for update skip locked
    ),
    placed as (
      select id, count(*) over () as waiting, row_number() over in_order as nth,
        sum(size) over in_order as bytes, max(attempts) over in_order as attempts
      from waiting window in_order as (order by id)
    )
    select r.id, r.received_at, r.size, r.key_id, r.box, r.trace, r.attempts, placed.waiting
    from placed join raw_deliveries r on r.id = placed.id
    where placed.nth = 1 or (placed.attempts = 0 and placed.bytes <= ${limits.bytes})
    order by r.id`.execute(tx);
  const waiting = rows[0]?.waiting ?? 0;
  return { rows, isMore: waiting > rows.length || waiting >= limits.deliveries };
}

/** One delivery that waits, by its id; undefined while another worker holds it, or when it is done. */
export async function takeOne(tx: GatewayTransaction, id: string): Promise<DeliveryRow | undefined> {
  const { rows } = await sql<DeliveryRow>`
    select id, received_at, size, key_id, box, trace, attempts from raw_deliveries
    where id = ${id} and state = 'pending' for update skip locked`.execute(tx);
  return rows[0];
}

/** Deliveries by id, whatever their state; without those that another worker holds or that have expired. */
export async function takeMany(tx: GatewayTransaction, ids: readonly string[]): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select id, received_at, size, key_id, box, trace, attempts from raw_deliveries
    where id = any(${[...ids]}::uuid[]) order by id for update skip locked`.execute(tx);
  return rows;
}
