import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Since when somebody is here, away or on a break, for the wall; and what a person did today, for herself. */
export const presenceSince: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table presence add column since timestamptz;
      update presence set since = seen_at;

      -- Whoever writes the state writes it in one of several places; none can forget this.
      create function presence_since() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' or new.state is distinct from old.state then
            new.since := new.seen_at;
          end if;
          return new;
        end $$;
      create trigger presence_since before insert or update on presence
        for each row execute function presence_since();

      create index session_events_of_person on session_events (actor_id, at) where actor_id is not null;
    `.execute(db);
  },
};
