import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * What is written together with the commit has nobody left to look at what came of it: the statement itself refuses when
 * it did not write all that it should have, as a conflict like any other. See docs/adr/0035.
 */
export const writtenWithCommit: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create function all_written(written integer, wanted integer) returns void language plpgsql as $$
        begin
          if written <> wanted then
            raise exception 'a session changed while it was decided about' using errcode = 'serialization_failure';
          end if;
        end $$`.execute(db);
  },
};
