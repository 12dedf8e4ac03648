import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What is said by itself and once, what is kept back, and who opened what was not hers. */
export const hoursHoldsAndGlass: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      update sessions set state = '{"heldUntil": null, "needs": []}'::jsonb || state;
      alter table sessions add column held_until timestamptz;
      alter table sessions add column needs text[] not null default '{}';
      create index sessions_held on sessions (held_until) where held_until is not null;

      create table notices (
        contact_id uuid not null references contacts,
        kind text not null,
        period text not null,
        at timestamptz not null,
        primary key (contact_id, kind, period)
      );

      create table blocks (
        contact_id uuid primary key references contacts,
        until timestamptz not null,
        reason text not null,
        by_id text not null,
        at timestamptz not null
      );

      create table glass (
        person_id text not null,
        session_id uuid not null references sessions,
        until timestamptz not null,
        reason text not null,
        at timestamptz not null,
        primary key (person_id, session_id)
      );
    `.execute(db);
  },
};
