import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What is destroyed when, with what proof, and what is kept beyond its time. Source: docs/adr/0025 and 0026. */
export const retention: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table destructions (
        id uuid primary key,
        kind text not null check (kind in ('session', 'contact')),
        session_id uuid unique references sessions,
        contact_id uuid not null references contacts,
        cause text not null,
        by_id text,
        begun_at timestamptz not null,
        claimed_until timestamptz,
        key_ids uuid[] not null default '{}',
        messages integer not null default 0,
        done_at timestamptz,
        check ((kind = 'session') = (session_id is not null))
      );
      create unique index destructions_of_contact on destructions (contact_id)
        where kind = 'contact' and done_at is null;
      create index destructions_open on destructions (begun_at) where done_at is null;

      create table legal_holds (
        id uuid primary key,
        session_id uuid not null references sessions,
        reason text not null,
        by_id text not null,
        at timestamptz not null,
        reviewer_id text not null,
        review_at timestamptz not null,
        told_overdue_at timestamptz,
        lifted_at timestamptz,
        lifted_by text,
        -- Nobody reviews her own decision.
        check (reviewer_id <> by_id)
      );
      create unique index legal_holds_in_force on legal_holds (session_id) where lifted_at is null;

      alter table contacts add column erased_at timestamptz;
      create index sessions_closed on sessions ((state->>'closedAt')) where status = 'closed';
    `.execute(db);
  },
};
