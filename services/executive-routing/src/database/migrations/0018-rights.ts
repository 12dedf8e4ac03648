import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What a woman asks about her own data, until when it must be answered, and how it was. Source: domain.md §4. */
export const rights: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table rights_requests (
        id uuid primary key,
        session_id uuid not null references sessions,
        kind text not null,
        by_id text not null,
        asked_at timestamptz not null,
        due_at timestamptz not null,
        extended_at timestamptz,
        -- The agreed word was said; false: another one was.
        identity_matches boolean,
        answered_at timestamptz,
        answered_by text,
        outcome text check (outcome in ('granted', 'refused')),
        legal_reason text,
        told_overdue_at timestamptz,
        check ((answered_at is null) = (outcome is null)),
        check (outcome is distinct from 'refused' or legal_reason is not null)
      );
      create index rights_requests_open on rights_requests (due_at) where answered_at is null;

      -- Her data are blocked: kept, and neither shown nor destroyed until somebody has decided.
      alter table contacts add column blocked_at timestamptz;
    `.execute(db);
  },
};
