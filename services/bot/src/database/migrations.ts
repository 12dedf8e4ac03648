import type { Migrations } from "@liss/database";
import { messagingMigrations } from "@liss/messaging";
import { type Kysely, sql } from "kysely";

const statements = [
  `create table delegations (
    id uuid primary key,
    contact_id uuid not null,
    session_id uuid not null,
    status text not null check (status in ('expected', 'open', 'ended')),
    topics jsonb not null default '[]',
    expires_at timestamptz,
    flow jsonb not null,
    updated_at timestamptz not null
  )`,
  `create table asks (
    delegation_id uuid not null references delegations,
    message_id uuid not null,
    sent_at timestamptz not null,
    key_id uuid,
    box bytea,
    primary key (delegation_id, message_id),
    check ((key_id is null) = (box is null))
  )`,
];

const contentStatements = [
  `create table content_files (
    name text primary key,
    content text not null,
    served_at timestamptz not null
  )`,
  `create table alerts_raised (
    what text primary key,
    raised_at timestamptz not null
  )`,
  `create table gaps (
    day date not null,
    reason text not null check (reason in ('not-understood', 'doubt', 'outside')),
    words text not null,
    times integer not null default 1,
    primary key (day, reason, words)
  )`,
];

/** Every table of the bot's database, messaging's included. */
export const migrations: Migrations = {
  ...messagingMigrations,
  "2026-11-23-bot-delegations": {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
  "2026-11-28-content-and-gaps": {
    async up(db: Kysely<unknown>) {
      for (const statement of contentStatements) await sql.raw(statement).execute(db);
    },
  },
};
