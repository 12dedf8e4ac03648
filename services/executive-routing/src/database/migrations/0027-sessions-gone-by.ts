import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * Whoever writes again is asked after by her contact: without this, each session that opens looked through all that there
 * ever were. Of those that are closed only, so that a message costs nothing more. See docs/adr/0042.
 */
export const sessionsGoneBy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create index sessions_gone_by on sessions (contact_id, id) where status = 'closed'`.execute(db);
  },
};
