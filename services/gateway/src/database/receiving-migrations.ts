import type { Migrations } from "@liss/database";
import { type Kysely, sql } from "kysely";

const run = (statements: readonly string[]) => ({
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** What receiving adds to the first schema, one migration per subject. */
export const receivingMigrations: Migrations = {
  "2026-11-24-gateway-revocations": run([
    `alter table inbound_messages add column revoked_at timestamptz`,
    `create table waiting_revocations (
      phone_number_id text not null,
      wamid_index bytea not null,
      contact_id uuid not null references contacts (id),
      at timestamptz not null,
      received_at timestamptz not null,
      primary key (phone_number_id, wamid_index)
    )`,
  ]),
  "2026-11-24-gateway-identity-changes": run([
    // One row per announcement of WhatsApp's, by a blind index of it: a repetition is told apart from a second change.
    `create table identity_changes (
      source_index bytea primary key,
      contact_id uuid references contacts (id),
      change text not null,
      changed_at timestamptz not null,
      noted_at timestamptz not null
    )`,
    `create index identity_changes_contact on identity_changes (contact_id)`,
  ]),
  "2026-11-24-gateway-line-events": run([
    `create table line_events (
      id uuid primary key,
      content_index bytea not null unique,
      delivery_id uuid not null,
      path text not null,
      field text not null,
      event text not null,
      alert_code text,
      received_at timestamptz not null,
      key_id uuid not null,
      box bytea not null
    )`,
    `create index line_events_received_at on line_events (received_at)`,
  ]),
  "2026-11-24-gateway-line-health": run([
    `create table line_alarms (
      code text primary key,
      severity text not null,
      since timestamptz not null,
      seen_at timestamptz not null
    )`,
    // One replica asks WhatsApp at a time, and all know the answer.
    `create table line_checks (
      phone_number_id text primary key,
      begun_at timestamptz not null,
      done_at timestamptz,
      answer jsonb,
      unreached integer not null default 0
    )`,
    `create table traffic_hours (
      hour timestamptz primary key,
      messages integer not null
    )`,
    `create index inbound_messages_received_at on inbound_messages (received_at)`,
    `create index raw_deliveries_not_done on raw_deliveries (state) where state in ('not-understood', 'failed')`,
  ]),
  // The id of a delivery is in order of time already; one index less to write on the way to the 200.
  "2026-11-28-gateway-deliveries-by-id": run([`drop index raw_deliveries_received_at`]),
  // What arriving messages find, in one round trip: whoever waited for a contact's row sees then what was proposed for her.
  "2026-11-29-gateway-found-together": run([
    `create function found_by_messages(number text, wamids bytea[], phones bytea[], bsuids bytea[])
      returns table (known bytea, id uuid, phone_index bytea, bsuid_index bytea, session_id uuid)
      language plpgsql volatile as $$
      #variable_conflict use_column
      begin
        return query select m.wamid_index, null::uuid, null::bytea, null::bytea, null::uuid from inbound_messages m
          where m.phone_number_id = number and m.wamid_index = any(wamids);
        perform from contacts c where c.phone_index = any(phones) or c.bsuid_index = any(bsuids)
          order by c.id for no key update;
        return query select null::bytea, c.id, c.phone_index, c.bsuid_index,
            (select s.session_id from contact_sessions s where s.contact_id = c.id and s.closed_at is null
              order by s.confirmed desc, s.session_id desc limit 1)
          from contacts c where c.phone_index = any(phones) or c.bsuid_index = any(bsuids) order by c.id;
      end $$`,
  ]),
  // Planned once for each connection, each row found by its key: half of its time was planning. See docs/adr/0035.
  "2026-11-29-gateway-planned-once": run([
    `alter function found_by_messages(text, bytea[], bytea[], bytea[])
      set plan_cache_mode = force_generic_plan set enable_seqscan = off`,
  ]),
  // Webhooks that are stored and acted on in one transaction do not overtake what was stored before. See docs/adr/0042.
  "2026-11-29-gateway-none-waits": run([
    `create function none_waits(at timestamptz) returns boolean
      language plpgsql stable set enable_seqscan = off as $$
      begin
        if exists (select from raw_deliveries where state = 'pending' and next_attempt_at <= at) then
          raise exception 'deliveries wait to be interpreted' using errcode = 'serialization_failure';
        end if;
        return true;
      end $$`,
  ]),
  // What was taken back before it came is found with the rest, so that all else can be written with the commit. Beside
  // `found_by_messages`, which replicas of the release before still ask.
  "2026-11-29-gateway-found-with-revocations": run([
    `create function found_for_messages(number text, wamids bytea[], phones bytea[], bsuids bytea[])
      returns table (known bytea, taken_back bytea, id uuid, phone_index bytea, bsuid_index bytea, session_id uuid)
      language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
      #variable_conflict use_column
      begin
        return query select m.wamid_index, null::bytea, null::uuid, null::bytea, null::bytea, null::uuid
          from inbound_messages m where m.phone_number_id = number and m.wamid_index = any(wamids);
        perform from contacts c where c.phone_index = any(phones) or c.bsuid_index = any(bsuids)
          order by c.id for no key update;
        return query select null::bytea, null::bytea, c.id, c.phone_index, c.bsuid_index,
            (select s.session_id from contact_sessions s where s.contact_id = c.id and s.closed_at is null
              order by s.confirmed desc, s.session_id desc limit 1)
          from contacts c where c.phone_index = any(phones) or c.bsuid_index = any(bsuids) order by c.id;
        return query select null::bytea, w.wamid_index, null::uuid, null::bytea, null::bytea, null::uuid
          from waiting_revocations w where w.phone_number_id = number and w.wamid_index = any(wamids);
      end $$`,
  ]),
};
