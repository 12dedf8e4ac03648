import { createHash } from "node:crypto";
import type { Migration } from "@liss/database";
import { sql } from "kysely";
import { canonicalBytes, type Json } from "../../proof/canonical.ts";

/**
 * Arrivals go on the record in the transaction that takes them in; the table in between is gone. What still waited in
 * it gets its place here. Bytes that could not be read are kept, and time can be searched.
 */
export const oneCommit: Migration = {
  async up(db) {
    await sql`
      create table opaque_bodies (
        entry_index bigint primary key,
        body bytea not null
      )`.execute(db);
    await sql`alter table opaque_bodies enable row level security`.execute(db);
    await sql`create policy read on opaque_bodies for select using (true)`.execute(db);
    await sql`create policy append on opaque_bodies for insert with check (true)`.execute(db);
    await sql`
      create trigger append_only before update or delete or truncate on opaque_bodies
      for each statement execute function refuse_change()`.execute(db);
    await sql`
      create table announced (
        code text not null,
        message_id uuid not null,
        primary key (code, message_id)
      )`.execute(db);
    // Both rows are written by one statement after the other in one transaction: the check found nothing, and cost as
    // much as the row itself.
    await sql`alter table mentions drop constraint mentions_entry_index_fkey`.execute(db);
    await sql`create index entries_time on entries using brin (received_at, occurred_at)`.execute(db);
    await placeArrivals(db);
    await sql`drop table arrivals`.execute(db);
  },
};

type Waiting = { draft: Buffer; event_id: string | null; body_sha256: Buffer };
type Draft = { subject: string; streamSequence: number; receivedAt: string };

/** As the least that an entry can be: found by its index, its event and its time, and covered by the next checkpoint. */
async function placeArrivals(db: Parameters<Migration["up"]>[0]): Promise<void> {
  const { rows } = await sql<Waiting>`select draft, event_id, body_sha256 from arrivals order by id`.execute(
    db,
  );
  for (const { draft, event_id, body_sha256 } of rows) {
    const { rows: known } = await sql`
      select from entries where event_id = ${event_id} and body_sha256 = ${body_sha256}`.execute(db);
    if (known.length > 0) continue;
    const { rows: last } = await sql<{ next: number }>`
      select coalesce(max(index) + 1, 0) as next from entries`.execute(db);
    const index = last[0]?.next ?? 0;
    const entry = JSON.parse(draft.toString("utf8")) as Draft & { [key: string]: Json };
    const bytes = Buffer.from(canonicalBytes({ ...entry, index, incident: null }));
    const leaf = createHash("sha256").update(Buffer.of(0)).update(bytes).digest();
    await sql`
      insert into entries (index, bytes, leaf_hash, body_sha256, subject, stream_sequence, received_at, event_id,
        source, source_sequence, type, occurred_at, session_id)
      values (${index}, ${bytes}, ${leaf}, ${body_sha256}, ${entry.subject}, ${entry.streamSequence},
        ${entry.receivedAt}, ${event_id}, ${entry.source}, ${entry.sourceSequence}, ${entry.type},
        ${entry.occurredAt}, ${entry.sessionId})`.execute(db);
  }
}
