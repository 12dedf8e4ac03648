import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * What is asked with every message and every claim is planned once for each connection, and each row is found by its key.
 * Left to itself Postgres plans a statement over lists anew each time, for it expects ten of whatever a list holds where
 * there are one or two: more than half of the time of these functions was planning. See docs/adr/0035.
 */
export const plannedOnce: Migration = {
  async up(db: Kysely<unknown>) {
    const functions = ["arrivals_of(uuid[], uuid[])", "assessments_of(uuid[], json)", "take_next(text)"];
    for (const name of functions)
      await sql
        .raw(`alter function ${name} set plan_cache_mode = force_generic_plan set enable_seqscan = off`)
        .execute(db);
  },
};
