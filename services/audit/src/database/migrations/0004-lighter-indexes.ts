import type { Migration } from "@liss/database";
import { sql } from "kysely";

/**
 * Each index costs an entry about as much as its row. Only three types are looked for without knowing the session, and
 * whoever did something is looked for among the entries of a session, which are few.
 */
export const lighterIndexes: Migration = {
  async up(db) {
    await sql`drop index entries_type`.execute(db);
    await sql`drop index entries_actor`.execute(db);
    await sql`
      create index entries_found on entries (type, occurred_at)
      where type in ('channel.message-received', 'routing.session-opened', 'routing.session-closed')`.execute(
      db,
    );
  },
};
