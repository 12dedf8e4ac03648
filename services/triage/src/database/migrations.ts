import type { Migrations } from "@liss/database";
import { messagingMigrations } from "@liss/messaging";
import { type Kysely, sql } from "kysely";
import { createKeepMessages, createSealedAsJson } from "./keep-messages.ts";

const statements = [
  `create table conversations (
    session_id uuid primary key,
    contact_id uuid not null,
    tier text,
    indicators jsonb not null default '[]',
    medical_referral boolean not null default false,
    updated_at timestamptz not null
  )`,
  `create table messages (
    id uuid primary key,
    session_id uuid not null references conversations,
    kind text not null,
    sent_at timestamptz not null,
    received_at timestamptz not null,
    key_id uuid not null,
    box bytea not null
  )`,
  // Sealed bytes do not compress.
  "alter table messages alter column box set storage external",
  "create index messages_in_order on messages (session_id, sent_at, received_at, id)",
];

/** Every table of triage's database, messaging's included. */
export const migrations: Migrations = {
  ...messagingMigrations,
  "2026-11-23-triage-conversations": {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
  // Circumstances that are not on the record and complete a danger over several messages: a plea, a whisper.
  "2026-11-28-triage-signs": {
    async up(db: Kysely<unknown>) {
      await sql`alter table conversations add column signs jsonb not null default '[]'`.execute(db);
    },
  },
  "2026-11-28-triage-code-words": {
    async up(db: Kysely<unknown>) {
      await sql`create table code_words (
        id uuid primary key,
        contact_id uuid not null,
        effect text not null check (effect in ('imminent', 'high')),
        key_id uuid,
        box bytea,
        agreed_at timestamptz not null,
        check ((key_id is null) = (box is null))
      )`.execute(db);
      await sql`create index code_words_of_contact on code_words (contact_id)`.execute(db);
    },
  },
  "2026-11-28-triage-many-at-once": {
    async up(db: Kysely<unknown>) {
      await createSealedAsJson(db);
      await createKeepMessages(db);
    },
  },
  // Planned once for each connection, each row found by its key: half of its time was planning. See docs/adr/0035.
  "2026-11-29-triage-keep-planned-once": {
    async up(db: Kysely<unknown>) {
      await sql`alter function keep_messages(json, timestamptz, integer, integer, integer)
        set plan_cache_mode = force_generic_plan set enable_seqscan = off`.execute(db);
    },
  },
};
