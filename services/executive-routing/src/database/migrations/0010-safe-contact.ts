import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What she agreed about being written to, sealed, and when she said goodbye. */
export const safeContact: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table safe_contact (
        contact_id uuid primary key references contacts,
        plan_key_id uuid,
        plan_box bytea,
        by_id text,
        at timestamptz,
        goodbye_at timestamptz,
        check ((plan_key_id is null) = (plan_box is null))
      );
    `.execute(db);
  },
};
