import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * The feed's numbers are taken by the database itself while it commits, not by a statement before: the counter's lock
 * is no longer held while a process is on its way to say "commit". See docs/adr/0013.
 */
export const feedAtCommit: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table desk_changes (
        id bigint generated always as identity primary key,
        kind text not null,
        session_id uuid,
        ref_id uuid not null
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

      create function number_change() returns trigger language plpgsql as $$
        declare
          number bigint;
        begin
          update desk_counter set last = last + 1 returning last into number;
          insert into desk_feed (sequence, kind, session_id, ref_id)
            values (number, new.kind, new.session_id, new.ref_id);
          delete from desk_changes where id = new.id;
          return null;
        end $$;

      create constraint trigger desk_changes_numbered after insert on desk_changes
        deferrable initially deferred for each row execute function number_change();
    `.execute(db);
  },
};
