import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import { type Columns, columnsOf } from "./columns.ts";
import { messagesOf, type Sealed } from "./entry.ts";

/**
 * Writes entries as arrays, one per column, and their bytes as one piece that Postgres cuts: a row of parameters each
 * would take longer to send than to write.
 */
export async function store(tx: Transaction<AuditTables>, sealed: readonly Sealed[]): Promise<void> {
  const [first] = sealed;
  if (!first) return;
  const columns = sealed.map(({ entry }) => columnsOf(entry));
  const of = <Name extends keyof Columns>(name: Name) => columns.map((row) => row[name]);
  const hashes = Buffer.concat(sealed.map(({ leafHash }) => leafHash));
  const bodies = Buffer.from(sealed.map(({ entry }) => entry.bodySha256).join(""), "hex");
  await sql`
    insert into entries (
      index, bytes, leaf_hash, body_sha256, subject, stream_sequence, received_at, source, source_sequence, event_id,
      type, occurred_at, actor_kind, actor_id, contact_id, session_id, code_name, tier, incident)
    select ${first.entry.index}::bigint + nth - 1, substring(${Buffer.concat(sealed.map(({ bytes }) => bytes))}::bytea from start for length),
      substring(${hashes}::bytea from (nth::int - 1) * 32 + 1 for 32),
      substring(${bodies}::bytea from (nth::int - 1) * 32 + 1 for 32),
      subject, stream_sequence, received_at, source, source_sequence, event_id,
      type, occurred_at, actor_kind, actor_id, contact_id, session_id, code_name, tier, incident
    from unnest(
      ${startsOf(sealed)}::int[], ${sealed.map(({ bytes }) => bytes.length)}::int[],
      ${of("subject")}::text[], ${of("stream_sequence")}::bigint[], ${of("received_at")}::timestamptz[],
      ${of("source")}::text[], ${of("source_sequence")}::bigint[], ${of("event_id")}::text[],
      ${of("type")}::text[], ${of("occurred_at")}::timestamptz[], ${of("actor_kind")}::text[],
      ${of("actor_id")}::text[], ${of("contact_id")}::uuid[], ${of("session_id")}::uuid[],
      ${of("code_name")}::text[], ${of("tier")}::text[], ${of("incident")}::text[]
    ) with ordinality as row (start, length, subject, stream_sequence, received_at, source, source_sequence, event_id,
      type, occurred_at, actor_kind, actor_id, contact_id, session_id, code_name, tier, incident, nth)`.execute(
    tx,
  );
  await storeMentions(tx, sealed);
  await storeOpaque(tx, sealed);
}

function startsOf(sealed: readonly Sealed[]): number[] {
  let start = 1;
  return sealed.map(({ bytes }) => {
    const here = start;
    start += bytes.length;
    return here;
  });
}

async function storeMentions(tx: Transaction<AuditTables>, sealed: readonly Sealed[]): Promise<void> {
  const pairs = sealed.flatMap(({ entry }) =>
    messagesOf(entry).map((message) => ({ message, index: entry.index })),
  );
  if (pairs.length === 0) return;
  await sql`
    insert into mentions (message_id, entry_index)
    select * from unnest(${pairs.map(({ message }) => message)}::uuid[], ${pairs.map(({ index }) => index)}::bigint[])`.execute(
    tx,
  );
}

/** What could not be read is kept as it came: a later version may know what it is. */
async function storeOpaque(tx: Transaction<AuditTables>, sealed: readonly Sealed[]): Promise<void> {
  const rows = sealed.flatMap(({ entry, opaque }) =>
    opaque === undefined ? [] : [{ entry_index: entry.index, body: Buffer.from(opaque) }],
  );
  if (rows.length > 0) await tx.insertInto("opaque_bodies").values(rows).execute();
}
