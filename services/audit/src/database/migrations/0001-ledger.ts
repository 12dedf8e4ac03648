import type { Migration } from "@liss/database";
import { sql } from "kysely";

export const ledger: Migration = {
  async up(db) {
    await sql`
      create table entries (
        index bigint primary key check (index >= 0),
        bytes bytea not null,
        leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
        body_sha256 bytea not null check (octet_length(body_sha256) = 32),
        subject text not null,
        stream_sequence bigint not null,
        received_at timestamptz not null,
        source text,
        source_sequence bigint,
        event_id text,
        type text,
        occurred_at timestamptz,
        actor_kind text,
        actor_id text,
        contact_id uuid,
        session_id uuid,
        code_name text,
        tier text,
        incident text,
        unique (event_id, body_sha256)
      )`.execute(db);
    await sql`create index entries_session on entries (session_id, index) where session_id is not null`.execute(
      db,
    );
    await sql`create index entries_type on entries (type, occurred_at)`.execute(db);
    await sql`create index entries_actor on entries (actor_id, session_id) where actor_id is not null`.execute(
      db,
    );
    await sql`create index entries_source on entries (source, source_sequence)`.execute(db);
    await sql`
      create table mentions (
        message_id uuid not null,
        entry_index bigint not null references entries (index),
        primary key (message_id, entry_index)
      )`.execute(db);
    await sql`create index mentions_entry on mentions (entry_index)`.execute(db);
    await sql`
      create table checkpoints (
        size bigint primary key check (size > 0),
        root bytea not null check (octet_length(root) = 32),
        frontier bytea not null,
        note text not null,
        signed_at timestamptz not null
      )`.execute(db);
    await sql`
      create table tiles (
        level integer not null check (level >= 0),
        index bigint not null check (index >= 0),
        hashes bytea not null check (octet_length(hashes) = 8192),
        root bytea not null check (octet_length(root) = 32),
        primary key (level, index)
      )`.execute(db);
    await sql`
      create table arrivals (
        id bigint generated always as identity primary key,
        draft bytea not null,
        event_id text,
        body_sha256 bytea not null
      )`.execute(db);
    await guard(db);
  },
};

/**
 * Behind the missing grants stand two more walls. Row security: it makes COPY FROM impossible for the application
 * role, and an UPDATE that somebody grants by mistake finds no row. Triggers: they stop the owner herself until
 * she takes them away on purpose.
 */
async function guard(db: Parameters<Migration["up"]>[0]): Promise<void> {
  await sql`
    create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'the record is append-only: % on % is refused', tg_op, tg_table_name; end $$`.execute(
    db,
  );
  for (const table of ["entries", "mentions", "checkpoints", "tiles"]) {
    const name = sql.table(table);
    await sql`alter table ${name} enable row level security`.execute(db);
    await sql`create policy read on ${name} for select using (true)`.execute(db);
    await sql`create policy append on ${name} for insert with check (true)`.execute(db);
    await sql`
      create trigger append_only before update or delete or truncate on ${name}
      for each statement execute function refuse_change()`.execute(db);
  }
}
