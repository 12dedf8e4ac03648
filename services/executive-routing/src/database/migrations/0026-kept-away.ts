import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * Walls and blocks are named by an id of their own, so that a supervisor can end one without being shown whom it is about.
 * A block that is set anew gets another id: what she saw before is not what she would lift.
 */
export const keptAway: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ["walls", "blocks"])
      await sql
        .raw(`alter table ${table} add column id uuid not null unique default gen_random_uuid()`)
        .execute(db);
  },
};
