import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What may become known of a message after, or before, it arrived: edited, taken back, its file. */
export const whatSheChanges: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table messages add column edit_of uuid;

      create table revocations (
        message_id uuid primary key,
        at timestamptz not null
      );

      create table media (
        message_id uuid primary key,
        state text not null check (state in ('stored', 'failed')),
        object uuid,
        key_id uuid,
        mime_type text,
        bytes bigint,
        reason text,
        check ((state = 'stored') = (object is not null and key_id is not null and mime_type is not null))
      );

      -- Since when somebody should make sure that it is still she who writes.
      alter table contacts add column identity_change text;
    `.execute(db);
  },
};
