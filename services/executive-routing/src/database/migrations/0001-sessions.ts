import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Sessions, their events and messages, the desk's feed. Content columns hold sealed boxes only. */
export const sessions: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table contacts (
        id uuid primary key,
        code_name text not null unique,
        created_at timestamptz not null default now()
      );

      create table sessions (
        id uuid primary key,
        contact_id uuid not null references contacts,
        status text not null check (status in ('waiting', 'attended', 'delegated', 'closed')),
        tier text not null,
        tier_rank smallint not null,
        owner_id text,
        last_owner_id text,
        waiting_since timestamptz not null,
        unassessed_since timestamptz,
        delegation_expires_at timestamptz,
        version integer not null check (version > 0),
        state jsonb not null,
        -- Invariant 4: attended means owned, by exactly one.
        check ((status in ('attended', 'delegated')) = (owner_id is not null))
      );
      create unique index sessions_one_open_per_contact on sessions (contact_id) where status <> 'closed';
      create index sessions_queue on sessions (tier_rank, waiting_since) where status = 'waiting';
      create index sessions_of_owner on sessions (owner_id) where owner_id is not null;
      create index sessions_unassessed on sessions (unassessed_since) where unassessed_since is not null;
      create index sessions_delegated on sessions (delegation_expires_at) where delegation_expires_at is not null;

      create table session_events (
        session_id uuid not null references sessions deferrable initially deferred,
        version integer not null,
        type text not null,
        actor_kind text not null,
        actor_id text,
        at timestamptz not null,
        data jsonb not null,
        primary key (session_id, version)
      );

      create table messages (
        id uuid primary key,
        session_id uuid not null references sessions deferrable initially deferred,
        direction text not null check (direction in ('in', 'out')),
        author text not null check (author in ('contact', 'executive', 'robot', 'system')),
        author_id text,
        kind text not null,
        content_key_id uuid not null,
        content_box bytea not null,
        sent_at timestamptz not null,
        received_at timestamptz not null,
        reply_to uuid,
        delivery_state text,
        delivery_rank smallint not null default 0,
        delivery_at timestamptz,
        delivery_reason text,
        seen_at timestamptz,
        seen_by text
      );
      create index messages_of_session on messages (session_id, sent_at, received_at);
      create index messages_unseen on messages (session_id) where direction = 'in' and seen_at is null;

      create table assessments (
        message_id uuid primary key,
        tier text not null,
        indicators jsonb not null,
        needs_listening boolean not null,
        medical_referral boolean not null,
        evidence_key_id uuid,
        evidence_box bytea,
        rule_version text not null,
        at timestamptz not null
      );

      create table executives (
        person_id text primary key,
        name text not null,
        role text not null,
        capacity double precision not null default 1 check (capacity >= 0)
      );

      create table alerts (
        id uuid primary key,
        code text not null,
        severity text not null,
        source text not null,
        detail jsonb not null,
        at timestamptz not null
      );
      create index alerts_recent on alerts (at desc);

      -- One row: its lock makes feed numbers appear in the order in which they are committed.
      create table desk_counter (single boolean primary key default true check (single), last bigint not null);
      insert into desk_counter (last) values (0);
      create table desk_feed (
        sequence bigint primary key,
        kind text not null,
        session_id uuid,
        ref_id uuid not null,
        at timestamptz not null default now()
      );
      create index desk_feed_age on desk_feed (at);

      create table commands (
        person_id text not null,
        key uuid not null,
        fingerprint text not null,
        answer jsonb,
        at timestamptz not null default now(),
        primary key (person_id, key)
      );
      create index commands_age on commands (at);
    `.execute(db);
  },
};
