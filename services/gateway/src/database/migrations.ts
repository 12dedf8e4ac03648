import type { Migrations } from "@liss/database";
import { messagingMigrations } from "@liss/messaging";
import { type Kysely, sql } from "kysely";
import { erasingMigration } from "./erasing-migration.ts";
import { goodbyeMigration } from "./goodbye-migration.ts";
import { receivingMigrations } from "./receiving-migrations.ts";
import { sendingMigration } from "./sending-migration.ts";

const statements = [
  `create table raw_deliveries (
    id uuid primary key,
    received_at timestamptz not null,
    size integer not null,
    key_id uuid not null,
    box bytea not null,
    trace text not null,
    state text not null default 'pending'
      check (state in ('pending', 'interpreted', 'not-understood', 'failed')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default '-infinity'
  )`,
  // Sealed bytes do not compress; trying costs time on the way to the 200.
  `alter table raw_deliveries alter column box set storage external`,
  `create index raw_deliveries_pending on raw_deliveries (id) where state = 'pending'`,
  `create index raw_deliveries_received_at on raw_deliveries (received_at)`,

  `create table not_understood_items (
    delivery_id uuid not null,
    path text not null,
    reason text not null,
    received_at timestamptz not null,
    size integer not null,
    primary key (delivery_id, path)
  )`,
  `create index not_understood_items_received_at on not_understood_items (received_at)`,
  `create table notices (
    delivery_id uuid not null,
    path text not null,
    kind text not null,
    event text not null,
    received_at timestamptz not null,
    primary key (delivery_id, path)
  )`,

  `create table contacts (
    id uuid primary key,
    created_at timestamptz not null,
    phone_index bytea unique,
    phone_key_id uuid,
    phone_box bytea,
    bsuid_index bytea unique,
    bsuid_key_id uuid,
    bsuid_box bytea,
    check (phone_index is not null or bsuid_index is not null)
  )`,
  `create table identity_conflicts (
    contact_id uuid not null references contacts (id),
    kind text not null,
    other_index bytea not null,
    noted_at timestamptz not null,
    primary key (contact_id, kind, other_index)
  )`,
  `create table windows (
    contact_id uuid not null references contacts (id),
    phone_number_id text not null,
    last_inbound_at timestamptz not null,
    primary key (contact_id, phone_number_id)
  )`,
  // No reference to contacts: routing's word about a session may outlive or precede what is known here.
  `create table contact_sessions (
    session_id uuid primary key,
    contact_id uuid not null,
    confirmed boolean not null,
    opened_at timestamptz not null,
    closed_at timestamptz
  )`,
  `create index contact_sessions_open on contact_sessions (contact_id) where closed_at is null`,

  `create table inbound_messages (
    message_id uuid primary key,
    phone_number_id text not null,
    wamid_index bytea not null,
    wamid_key_id uuid not null,
    wamid_box bytea not null,
    contact_id uuid not null references contacts (id),
    session_id uuid not null,
    delivery_id uuid not null,
    kind text not null,
    sent_at timestamptz not null,
    received_at timestamptz not null,
    unique (phone_number_id, wamid_index)
  )`,

  `create table outgoing_messages (
    message_id uuid primary key,
    position bigint generated always as identity,
    contact_id uuid not null references contacts (id),
    session_id uuid,
    author text not null,
    kind text not null,
    content_key_id uuid not null,
    content_box bytea not null,
    requested_at timestamptz not null,
    recorded_at timestamptz not null,
    dispatch text not null default 'queued' check (dispatch in ('queued', 'attempting', 'done')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default '-infinity',
    attempting_since timestamptz,
    state text not null default 'queued',
    state_at timestamptz not null,
    reason_code text,
    phone_number_id text not null,
    wamid_index bytea,
    wamid_key_id uuid,
    wamid_box bytea,
    unique (phone_number_id, wamid_index)
  )`,
  // What is still to be done is small, whatever the history.
  `create index outgoing_messages_waiting on outgoing_messages (contact_id, requested_at, position)
    where dispatch <> 'done'`,
  `create table waiting_statuses (
    phone_number_id text not null,
    wamid_index bytea not null,
    status text not null,
    at timestamptz not null,
    error_code integer,
    received_at timestamptz not null,
    primary key (phone_number_id, wamid_index, status)
  )`,
  `create table stopped_lines (
    phone_number_id text primary key,
    code text not null,
    stopped_at timestamptz not null,
    try_again_at timestamptz not null
  )`,
];

/** Everything the gateway's own database needs, the messaging package's tables included. */
export const migrations: Migrations = {
  ...messagingMigrations,
  "2026-11-23-gateway": {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
  ...receivingMigrations,
  ...sendingMigration,
  ...erasingMigration,
  ...goodbyeMigration,
};
