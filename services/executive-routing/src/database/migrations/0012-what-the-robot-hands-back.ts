import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * What the robot tells the executive when it gives the conversation back, sealed under the contact's key; and two small
 * indexes by which the desk sees every few seconds whether the robot answers.
 */
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
      create index session_events_robot_silent on session_events (at)
        where type = 'delegation-ended' and data->>'reason' = 'unavailable';
      create index messages_of_robot on messages (sent_at) where author = 'robot';
    `.execute(db);
  },
};
