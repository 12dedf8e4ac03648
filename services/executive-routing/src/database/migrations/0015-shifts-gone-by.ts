import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Who was here, away or on a break, and since when: the table of presence only knows the present. See docs/adr/0022. */
export const shiftsGoneBy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table presence_log (
        id bigint generated always as identity primary key,
        person_id text not null,
        state text not null check (state in ('here', 'away', 'break', 'gone', 'off')),
        at timestamptz not null
      );
      create index presence_log_of_person on presence_log (person_id, at);
      create index presence_log_age on presence_log (at);

      -- What stands now is where the history begins.
      insert into presence_log (person_id, state, at)
        select person_id, state, coalesce(since, seen_at) from presence;

      -- What shifts are told by, found by its hour; messages, which are most of the events, are not in it.
      create index session_events_of_shifts on session_events (at) where type in
        ('session-opened', 'session-claimed', 'session-released', 'session-transferred', 'session-closed',
         'tier-raised', 'tier-settled', 'risk-set', 'emergency-opened', 'emergency-recorded', 'offer-ended',
         'silence-noticed');
    `.execute(db);
  },
};
