import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** The people on shift, what cares for them, how the desk works, and what is written beside a conversation. */
export const theShift: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      -- What the rules know of a session since now; the events of older ones say nothing else.
      update sessions set state = jsonb_build_object(
          'continuation', null, 'tierSince', state->'openedAt',
          'ring', '{"circle": "one", "asked": [], "until": null}'::jsonb,
          'offer', null, 'transfer', null, 'coaches', '[]'::jsonb, 'pins', '[]'::jsonb, 'marks', '[]'::jsonb,
          'claimedAt', null, 'overdue', null, 'lastHeardAt', state->'lastMessageAt', 'answeredAt', null,
          'silenceNoticedAt', null,
          'emergencyFile', case when state->>'tier' = 'imminent' then jsonb_build_object(
            'openedAt', state->'openedAt', 'openedBy', null, 'facts', null, 'steps', '[]'::jsonb) end
        ) || state;

      -- In a tier, what was given back without its executive goes first; then whoever waits longest.
      alter table sessions add column place smallint not null default 1;
      alter table sessions add column offer_until timestamptz;
      alter table sessions add column ring_until timestamptz;
      alter table sessions add column emergency_since timestamptz;
      update sessions set emergency_since = (state->'emergencyFile'->>'openedAt')::timestamptz
        where status <> 'closed' and state->'emergency' = 'null'::jsonb;
      drop index sessions_queue;
      create index sessions_queue on sessions (tier_rank, place, waiting_since, id) where status = 'waiting';
      create index sessions_emergencies on sessions (emergency_since) where emergency_since is not null;

      -- One row: the weights in columns, because the database itself guards capacity with them.
      create table policy (
        single boolean primary key default true check (single),
        danger double precision not null default 1 check (danger > 0),
        standard double precision not null default 0.5 check (standard > 0),
        delegated double precision not null default 0.25 check (delegated > 0),
        rest jsonb not null default '{}'::jsonb
      );
      insert into policy default values;

      create function weight_of(status text, tier_rank smallint) returns double precision
        language sql stable as $$
          select case when status = 'delegated' then delegated when tier_rank <= 1 then danger else standard end
          from policy
        $$;

      alter table executives
        add column may_choose boolean not null default false,
        add column ready boolean not null default false,
        add column team text,
        add column skills text[] not null default '{}',
        add column languages text[] not null default '{es}';

      -- Apart from executives, whose row a claim locks: signs of life come every few seconds.
      create table presence (
        person_id text primary key,
        state text not null check (state in ('here', 'away', 'break', 'off')),
        seen_at timestamptz not null,
        break_until timestamptz
      );
      create index presence_seen on presence (seen_at);

      -- When a replica could not write signs of life, their absence says nothing of anybody.
      create table beats (
        replica text primary key,
        since timestamptz not null,
        last timestamptz not null
      );

      create table care (
        person_id text primary key,
        in_a_row integer not null default 0,
        on_shift integer not null default 0,
        protected_until timestamptz,
        taken_off boolean not null default false,
        last_emergency_at timestamptz
      );

      create table notes (
        id uuid primary key,
        session_id uuid not null references sessions,
        author_id text not null,
        kind text not null,
        content_key_id uuid not null,
        content_box bytea not null,
        at timestamptz not null
      );
      create index notes_of_session on notes (session_id, at);

      create table walls (
        person_id text not null,
        contact_id uuid not null references contacts,
        at timestamptz not null,
        primary key (person_id, contact_id)
      );
    `.execute(db);
  },
};
