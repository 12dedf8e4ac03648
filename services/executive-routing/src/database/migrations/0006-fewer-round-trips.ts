import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * What was several statements is one call: each statement costs a round trip, and the locks are held meanwhile. The
 * functions only lock and look; what happens is still decided by the rules. They are plpgsql and volatile on purpose:
 * each of their statements sees what was committed before it, so what is read after a lock is what the lock protects.
 */
export const fewerRoundTrips: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      -- One writer per contact, her open session (locked), and what triage said of this message already.
      create function arrival_of(contact uuid, message uuid)
        returns table (code_name text, state jsonb, version integer, assessment jsonb)
        language plpgsql volatile as $$
        begin
          perform pg_advisory_xact_lock(hashtextextended('contact:' || contact::text, 0));
          return query
            select c.code_name, null::jsonb, null::integer,
              (select to_jsonb(a) - 'evidence_box' from assessments a where a.message_id = message)
            from (select contact as id) asked left join contacts c on c.id = asked.id;
          return query
            select null::text, s.state, s.version, null::jsonb from sessions s
            where s.contact_id = contact and s.status <> 'closed' for update;
        end $$;

      -- Who is next for this person: what lockNext in queue/take.ts says of it.
      create function lock_next(person text) returns uuid language plpgsql volatile as $$
        declare
          first uuid;
          mine sessions;
          able text[];
        begin
          perform pg_advisory_xact_lock(hashtextextended('queue', 0));
          select skills || languages into able from executives where person_id = person;
          loop
            first := waiting_first(person, able);
            if first is null then return null; end if;
            -- Locking may wait for another writer; what was first may then be attended, or no longer first.
            select * into mine from sessions where id = first and status = 'waiting' for update;
            if found and waiting_first(person, able) = first then return first; end if;
          end loop;
        end $$;

      -- Contacts behind her wall do not exist for her, what is kept back does not wait, and a need that she does not
      -- meet is left to somebody here who does; an emergency never is.
      create function waiting_first(person text, able text[]) returns uuid language sql volatile as $$
        select s.id from sessions s
        where s.status = 'waiting' and s.held_until is null
          and not exists (select from walls w where w.person_id = person and w.contact_id = s.contact_id)
          and (s.needs = '{}' or s.tier_rank = 0 or s.needs <@ able or not exists (
            select from executives other join presence p on p.person_id = other.person_id
            where p.state = 'here' and p.seen_at > now() - interval '1 minute'
              and s.needs <@ (other.skills || other.languages)))
        order by s.tier_rank, s.place, s.waiting_since, s.id limit 1
      $$;
    `.execute(db);
  },
};
