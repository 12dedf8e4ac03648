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

/**
 * The oldest deliveries that wait, without those that another worker holds: as many as fit the limits, at least one.
 * One that has failed before comes alone.
 */
export async function takeWaiting(
  tx: GatewayTransaction,
  now: Date,
  limits: TakeLimits,
): Promise<DeliveryRow[]> {
  const { rows: waiting } = await sql<{ id: string; size: number; attempts: number }>`
    select id, size, attempts from raw_deliveries
    where state = 'pending' and next_attempt_at <= ${now}
    order by id limit ${limits.deliveries}
    for update skip locked`.execute(tx);
  const taken: string[] = [];
  let bytes = 0;
  for (const { id, size, attempts } of waiting) {
    if (taken.length > 0 && (attempts > 0 || bytes + size > limits.bytes)) break;
    taken.push(id);
    bytes += size;
    if (attempts > 0) break;
  }
  return taken.length === 0 ? [] : await read(tx, taken);
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

async function read(tx: GatewayTransaction, ids: string[]): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select id, received_at, size, key_id, box, trace, attempts from raw_deliveries
    where id = any(${ids}::uuid[]) order by id`.execute(tx);
  return rows;
}
