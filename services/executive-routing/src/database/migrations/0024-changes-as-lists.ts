import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * What one statement changed on the screens is one row on its way into the feed, and not one for each change: a deferred
 * trigger costs as much for each row that waits for it as the row itself. Its rows end with the transaction that wrote
 * them, so that they need no log. `desk_changes` stays for replicas of the release before. See docs/adr/0013 and 0040.
 */
export const changesAsLists: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create unlogged table desk_change_lists (
        id bigint generated always as identity primary key,
        kinds text[] not null check (cardinality(kinds) > 0),
        session_ids uuid[] not null,
        ref_ids uuid[] not null
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

      create function number_changes() returns trigger language plpgsql as $$
        declare
          before bigint;
        begin
          update desk_counter set last = last + cardinality(new.kinds)
            returning last - cardinality(new.kinds) into before;
          insert into desk_feed (sequence, kind, session_id, ref_id)
            select before + nth, kind, session_id, ref_id
            from unnest(new.kinds, new.session_ids, new.ref_ids) with ordinality as c(kind, session_id, ref_id, nth);
          delete from desk_change_lists where id = new.id;
          return null;
        end $$;

      create constraint trigger desk_change_lists_numbered after insert on desk_change_lists
        deferrable initially deferred for each row execute function number_changes();
    `.execute(db);
  },
};
