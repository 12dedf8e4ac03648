import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * Files that an executive chose and has not sent: sealed in the object store, of one session and one person. Sent,
 * they become a message's file; left behind, they are removed.
 */
export const filesThatWait: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table uploads (
        message_id uuid primary key,
        session_id uuid not null references sessions,
        person_id text not null,
        object uuid not null unique,
        key_id uuid not null,
        mime_type text not null,
        bytes bigint not null,
        sealed_sha256 text not null,
        at timestamptz not null
      );
      create index uploads_at on uploads (at);
    `.execute(db);
  },
};
