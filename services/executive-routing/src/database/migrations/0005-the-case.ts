import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What is known beside the conversation, where she was referred, and what is to be looked after. Words are sealed. */
export const theCase: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table case_facts (
        contact_id uuid not null references contacts,
        field text not null,
        content_key_id uuid not null,
        content_box bytea not null,
        by_id text not null,
        at timestamptz not null,
        primary key (contact_id, field)
      );

      create table directory (
        id uuid primary key,
        kind text not null,
        name text not null,
        region text not null,
        commune text not null,
        phone text,
        hours text,
        address text,
        verified_on date not null,
        unique (name, commune),
        -- Where women are hidden is written nowhere. Source: domain.md §1.
        check (kind <> 'shelter' or address is null)
      );
      create index directory_place on directory (region, commune);

      create table referrals (
        id uuid primary key,
        session_id uuid not null references sessions,
        kind text not null,
        directory_id uuid references directory,
        basis text not null check (basis in ('consent', 'emergency')),
        purposes text[] not null,
        reason_key_id uuid,
        reason_box bytea,
        state text not null default 'made',
        made_by text not null,
        made_at timestamptz not null,
        settled_by text,
        settled_at timestamptz,
        check (basis = 'consent' or reason_box is not null)
      );
      create index referrals_of_session on referrals (session_id);

      create table follow_ups (
        id uuid primary key,
        session_id uuid not null references sessions,
        person_id text not null,
        due_at timestamptz not null,
        done_at timestamptz
      );
      create index follow_ups_due on follow_ups (person_id, due_at) where done_at is null;

      create table attentions (
        id uuid primary key,
        contact_id uuid references contacts,
        channel text not null,
        classification text not null,
        attended_at timestamptz not null,
        by_id text not null,
        at timestamptz not null
      );
    `.execute(db);
  },
};
