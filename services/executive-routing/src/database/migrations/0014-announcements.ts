import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What a supervisor tells the shift, and who has read it. */
export const announcements: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table announcements (
        id uuid primary key,
        author_id text not null,
        text text not null,
        -- The team it is for; null for everybody.
        team text,
        until timestamptz not null,
        must_be_read boolean not null,
        at timestamptz not null,
        withdrawn_at timestamptz
      );
      create index announcements_standing on announcements (until) where withdrawn_at is null;

      create table announcement_readings (
        announcement_id uuid not null references announcements on delete cascade,
        person_id text not null,
        at timestamptz not null,
        primary key (announcement_id, person_id)
      );
    `.execute(db);
  },
};
