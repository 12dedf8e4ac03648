import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Texts that are written once and sent often, and the index by which what was read can be found again. */
export const cannedAndFound: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table canned_replies (
        id uuid primary key,
        -- Whose it is; null for the team's.
        owner_id text,
        name text not null,
        text text not null,
        by_id text not null,
        at timestamptz not null,
        unique nulls not distinct (owner_id, name)
      );

      -- Which words a text holds, as marks that only the service's key can make. Source: docs/adr/0019.
      create table word_marks (
        ref_id uuid not null,
        session_id uuid not null references sessions on delete cascade,
        kind text not null check (kind in ('message', 'note')),
        mark bytea not null,
        primary key (ref_id, mark)
      );
      create index word_marks_by_mark on word_marks (mark, session_id);
    `.execute(db);
  },
};
