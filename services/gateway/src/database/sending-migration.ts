import type { Migrations } from "@liss/database";
import { type Kysely, sql } from "kysely";

const statements = [
  // Where a message stands in its contact's row: when it was requested, or just after the one that it follows.
  `alter table outgoing_messages
    add column sort_at timestamptz,
    add column previous_message_id uuid,
    add column reply_to uuid,
    add column carried_by uuid,
    add column uploaded_media text,
    add column uploaded_at timestamptz`,
  `update outgoing_messages set sort_at = requested_at`,
  `alter table outgoing_messages alter column sort_at set not null`,
  `drop index outgoing_messages_waiting`,
  `create index outgoing_messages_waiting on outgoing_messages (contact_id, sort_at, position)
    where dispatch <> 'done'`,
  `create index outgoing_messages_followers on outgoing_messages (previous_message_id) where dispatch <> 'done'`,
  `create index outgoing_messages_carried on outgoing_messages (carried_by) where carried_by is not null`,

  // Updated for every message: room on each page keeps such updates inside it.
  `create table pacing (
    scope text primary key,
    tokens double precision not null,
    at timestamptz not null
  ) with (fillfactor = 50)`,

  `create table media_jobs (
    message_id uuid primary key,
    contact_id uuid not null,
    session_id uuid not null,
    object uuid not null,
    kind text not null,
    media_id text,
    mime_type text,
    sha256 bytea,
    refused_code integer,
    received_at timestamptz not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null
  )`,
  `create index media_jobs_due on media_jobs (next_attempt_at)`,

  `create table presence_requests (
    contact_id uuid primary key,
    message_id uuid not null,
    typing boolean not null,
    requested_at timestamptz not null
  )`,
];

/** What sending in order, at WhatsApp's pace, with files needs. */
export const sendingMigration: Migrations = {
  "2026-11-24-sending-and-media": {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
};
