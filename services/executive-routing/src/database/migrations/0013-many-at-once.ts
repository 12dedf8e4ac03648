import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * Messages that arrive together are looked up together, and the feed numbers a transaction's changes together. As in
 * 0006 the functions only lock and look; locks are taken in one order everywhere. See docs/adr/0021.
 */
export const manyAtOnce: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      -- One writer per contact until the commit. Sorted, so that two lists never wait for each other.
      create function lock_contacts(contacts uuid[]) returns void language plpgsql volatile as $$
        declare
          contact uuid;
        begin
          for contact in select distinct c from unnest(contacts) c order by c loop
            perform pg_advisory_xact_lock(hashtextextended('contact:' || contact::text, 0));
          end loop;
        end $$;

      -- What each of these messages finds: what arrival_of says of one, and her plan, in which a word of hers may command.
      create function arrivals_of(contacts uuid[], messages uuid[])
        returns table (message_id uuid, code_name text, state jsonb, version integer, assessment jsonb,
          plan_key_id uuid, plan_box bytea)
        language plpgsql volatile as $$
        begin
          perform lock_contacts(contacts);
          perform from sessions s
            where s.contact_id = any(contacts) and s.status <> 'closed' order by s.id for update;
          return query
            select asked.message, c.code_name, s.state, s.version, to_jsonb(early) - 'evidence_box',
              plan.plan_key_id, plan.plan_box
            from unnest(contacts, messages) as asked(contact, message)
            left join contacts c on c.id = asked.contact
            left join sessions s on s.contact_id = asked.contact and s.status <> 'closed'
            left join assessments early on early.message_id = asked.message
            left join safe_contact plan on plan.contact_id = asked.contact;
        end $$;

      -- Keeps what triage said, and locks the sessions of those messages that have arrived.
      create function assessments_of(contacts uuid[], said json)
        returns table (message_id uuid, state jsonb, version integer)
        language plpgsql volatile as $$
        declare
          asked uuid[];
          touched uuid[];
        begin
          perform lock_contacts(contacts);
          insert into assessments (message_id, tier, indicators, needs_listening, medical_referral, evidence_key_id,
              evidence_box, rule_version, at)
            select a.message_id, a.tier, a.indicators, a.needs_listening, a.medical_referral, a.evidence_key_id,
              decode(a.evidence_box, 'base64'), a.rule_version, a.at
            from json_to_recordset(said) as a(message_id uuid, tier text, indicators jsonb, needs_listening boolean,
              medical_referral boolean, evidence_key_id uuid, evidence_box text, rule_version text, at timestamptz)
            on conflict on constraint assessments_pkey do nothing;
          select array_agg(m.id), array_agg(distinct m.session_id) into asked, touched from messages m
            where m.id = any(array(select (one->>'message_id')::uuid from json_array_elements(said) one));
          perform from sessions s where s.id = any(touched) order by s.id for update;
          return query
            select m.id, s.state, s.version from messages m join sessions s on s.id = m.session_id
            where m.id = any(asked);
        end $$;

      -- Who is next for this person, locked, and what her claim is decided over: everybody who takes the next waits
      -- meanwhile, so it is one call. Her own row is locked before.
      create function take_next(person text)
        returns table (state jsonb, version integer, capacity double precision, may_choose boolean, walled boolean,
          load double precision, care jsonb, policy jsonb)
        language plpgsql volatile as $$
        declare
          first uuid := lock_next(person);
        begin
          return query
            select s.state, s.version, e.capacity, e.may_choose,
              exists (select from walls w where w.person_id = person and w.contact_id = s.contact_id),
              (select coalesce(sum(weight_of(carried.status, carried.tier_rank)), 0) from sessions carried
                where carried.owner_id = person),
              to_jsonb(c), to_jsonb(p)
            from sessions s cross join executives e cross join policy p
              left join care c on c.person_id = e.person_id
            where s.id = first and e.person_id = person;
        end $$;

      -- The first of a transaction's changes numbers them all: nobody else's are visible before their commit, and then
      -- they are gone. The counter's row is taken once and not for each of them.
      create or replace function number_change() returns trigger language plpgsql as $$
        declare
          before bigint;
        begin
          if not exists (select from desk_changes where id = new.id) then return null; end if;
          update desk_counter set last = last + (select count(*) from desk_changes where id >= new.id)
            returning last - (select count(*) from desk_changes where id >= new.id) into before;
          with taken as (delete from desk_changes where id >= new.id returning id, kind, session_id, ref_id)
            insert into desk_feed (sequence, kind, session_id, ref_id)
              select before + row_number() over (order by id), kind, session_id, ref_id from taken;
          return null;
        end $$;
    `.execute(db);
  },
};
