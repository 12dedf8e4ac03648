import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** What the robot tells the executive when it gives the conversation back, sealed under the contact's key. */
export const whatTheRobotHandsBack: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table hand_backs (
        delegation_id uuid primary key,
        session_id uuid not null references sessions,
        key_id uuid not null,
        box bytea not null,
        at timestamptz not null
      );
      create index hand_backs_of_session on hand_backs (session_id, at);
    `.execute(db);
  },
};
