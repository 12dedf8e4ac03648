import type { Migrations } from "@liss/database";
import type { Generated, GeneratedAlways } from "kysely";
import { sql } from "kysely";

/** The tables of this package in a service's own database. Intersect with the service's. */
export type MessagingTables = {
  outbox: OutboxTable;
  outbox_counter: { only: Generated<boolean>; last: number };
  inbox: { consumer: string; event_id: string; received_at: Generated<Date> };
  lone_attempts: { consumer: string; event_id: string; attempts: number; last_at: Generated<Date> };
  dead_letters: DeadLettersTable;
};

type OutboxTable = {
  /** Order of appending. */
  position: GeneratedAlways<number>;
  event_id: string;
  subject: string;
  /** The envelope's bytes, fixed when the event was appended. */
  body: Uint8Array;
  /** The trace context of whoever appended it. */
  headers: Record<string, string>;
  appended_at: Generated<Date>;
  /** The gapless number, given by the relay just before publishing. */
  number: number | null;
  set_aside_at: Date | null;
  set_aside_reason: string | null;
};

type DeadLettersTable = {
  consumer: string;
  event_id: string;
  subject: string;
  headers: Record<string, string>;
  body: Uint8Array;
  stream_sequence: number;
  deliveries: number;
  reason: string;
  died_at: Generated<Date>;
  /** When a replay or a later delivery succeeded after all. */
  resolved_at: Date | null;
};

/** For grants: the application role needs SELECT, INSERT, UPDATE and DELETE on these. */
export const messagingTableNames = [
  "outbox",
  "outbox_counter",
  "inbox",
  "lone_attempts",
  "dead_letters",
] as const satisfies (keyof MessagingTables)[];

/** To be merged with the service's own: `migrate(db, { ...messagingMigrations, ...ownMigrations })`. */
export const messagingMigrations: Migrations = {
  "2026-11-23-messaging": {
    async up(db) {
      // Every row is updated once and deleted: vacuumed by count, or the index fills with what is gone.
      await sql`
        create table outbox (
          position bigint generated always as identity primary key,
          event_id uuid not null unique,
          subject text not null,
          body bytea not null,
          headers jsonb not null,
          appended_at timestamptz not null default clock_timestamp(),
          number bigint unique,
          set_aside_at timestamptz,
          set_aside_reason text
        ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`.execute(db);
      // Polled twenty times a second: holds only what has no number yet.
      await sql`
        create index outbox_unnumbered on outbox (position)
        where number is null and set_aside_at is null`.execute(db);
      await sql`
        create table outbox_counter (
          "only" boolean primary key default true check ("only"),
          last bigint not null
        )`.execute(db);
      await sql`insert into outbox_counter (last) values (0)`.execute(db);
      await sql`
        create table inbox (
          consumer text not null,
          event_id text not null,
          received_at timestamptz not null default now(),
          primary key (consumer, event_id)
        )`.execute(db);
      await sql`create index inbox_received_at on inbox using brin (received_at)`.execute(db);
      await sql`
        create table lone_attempts (
          consumer text not null,
          event_id text not null,
          attempts integer not null,
          last_at timestamptz not null default now(),
          primary key (consumer, event_id)
        )`.execute(db);
      await sql`
        create table dead_letters (
          consumer text not null,
          event_id text not null,
          subject text not null,
          headers jsonb not null,
          body bytea not null,
          stream_sequence bigint not null,
          deliveries integer not null,
          reason text not null,
          died_at timestamptz not null default now(),
          resolved_at timestamptz,
          primary key (consumer, event_id)
        )`.execute(db);
    },
  },
};
