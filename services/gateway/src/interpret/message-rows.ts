import { type Insertable, sql } from "kysely";
import type { GatewayTables, GatewayTransaction } from "../database/tables.ts";

/** A row of `inbound_messages`, not taken back. */
export type MessageRow = Omit<Insertable<GatewayTables["inbound_messages"]>, "revoked_at">;

/** Which of these wamids are here already, as hex of their blind indexes. */
export async function knownAmong(
  tx: GatewayTransaction,
  phoneNumberId: string,
  wamidIndexes: Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{ wamid_index: Buffer }>`
    select wamid_index from inbound_messages
    where phone_number_id = ${phoneNumberId} and wamid_index = any(${wamidIndexes}::bytea[])`.execute(tx);
  return new Set(rows.map(({ wamid_index }) => wamid_index.toString("hex")));
}

/** @returns the ids of those that were not here yet; another delivery may have brought one meanwhile. */
export async function insertMessages(
  tx: GatewayTransaction,
  rows: readonly MessageRow[],
): Promise<Set<string>> {
  const inserted = await sql<{ message_id: string }>`
    insert into inbound_messages (message_id, phone_number_id, wamid_index, wamid_key_id, wamid_box, contact_id,
      session_id, delivery_id, kind, sent_at, received_at)
    select * from unnest(
      ${rows.map((row) => row.message_id)}::uuid[],
      ${rows.map((row) => row.phone_number_id)}::text[],
      ${rows.map((row) => row.wamid_index)}::bytea[],
      ${rows.map((row) => row.wamid_key_id)}::uuid[],
      ${rows.map((row) => row.wamid_box)}::bytea[],
      ${rows.map((row) => row.contact_id)}::uuid[],
      ${rows.map((row) => row.session_id)}::uuid[],
      ${rows.map((row) => row.delivery_id)}::uuid[],
      ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => row.sent_at)}::timestamptz[],
      ${rows.map((row) => row.received_at)}::timestamptz[]
    )
    on conflict do nothing returning message_id`.execute(tx);
  return new Set(inserted.rows.map(({ message_id }) => message_id));
}

/** WhatsApp's 24 hours, each contact's from her latest message. */
export async function openWindows(
  tx: GatewayTransaction,
  phoneNumberId: string,
  heard: readonly { contactId: string; at: Date }[],
): Promise<void> {
  const latest = new Map<string, Date>();
  for (const { contactId, at } of heard) {
    const before = latest.get(contactId);
    if (before === undefined || before < at) latest.set(contactId, at);
  }
  await sql`
    insert into windows (contact_id, phone_number_id, last_inbound_at)
    select contact_id, ${phoneNumberId}, at from unnest(
      ${[...latest.keys()]}::uuid[], ${[...latest.values()]}::timestamptz[]
    ) as n(contact_id, at)
    on conflict (contact_id, phone_number_id) do update
      set last_inbound_at = excluded.last_inbound_at
      where windows.last_inbound_at < excluded.last_inbound_at`.execute(tx);
}
