import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * Each conversation's marks have a salt of their own, sealed under its key. The old marks go: they were made with a key
 * of the service, and making them anew would mean opening everything for the sake of the index. What is read or
 * written from now on is found; what was read before is found again by whoever it is shown to anew, or not at all.
 * Source: docs/adr/0034.
 */
export const wordSalts: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table word_salts (
        session_id uuid primary key references sessions on delete cascade,
        key_id uuid not null,
        box bytea not null
      );
      truncate word_marks;
    `.execute(db);
  },
};
