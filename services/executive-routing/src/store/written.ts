import type { MessageKind } from "@liss/contracts";
import { type Transaction, withCommit } from "@liss/database";
import { Conflict, type Outgoing, outgoingRows } from "@liss/messaging";
import { type RawBuilder, sql } from "kysely";
import type { RoutingTables, SessionEventsTable } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import { rankOf } from "../session/tier.ts";
import { announcing, type Change } from "./feed.ts";

/** A message of hers, as it is kept. */
export type IncomingMessage = {
  id: string;
  session_id: string;
  kind: MessageKind;
  content_key_id: string;
  /** Base64. */
  content_box: string;
  sent_at: string;
  received_at: string;
  reply_to: string | null;
  edit_of: string | null;
};

export type EventRow = Pick<SessionEventsTable, "session_id" | "version" | "type" | "actor_kind"> & {
  actor_id: string | null;
  at: string;
  data: object;
};

/** What a command was answered, for whoever repeats it. */
export type Answered = { person_id: string; key: string; answer: object };

/** Everything that a transaction writes about sessions. */
export type Written = {
  /** `expected`: the version that was locked; null for a session that begins. */
  sessions: { session: Session; version: number; expected: number | null }[];
  events: EventRow[];
  messages: IncomingMessage[];
  outgoing: Outgoing[];
  changes: Change[];
  answered?: Answered | undefined;
  /** Executives whose row of emergencies has ended. */
  calmed?: string[];
};

/**
 * Writes it in one statement, whether it is about one session or many: each statement is a round trip during which the
 * sessions stay locked, and costs two processes more than the few rows that it writes.
 *
 * The database's own guard of invariant 4 is part of it: no row gets an owner beyond her capacity, whatever a rule was
 * told. A session that grows heavier while she attends it stays hers.
 * @throws Conflict when somebody wrote first, or the guard holds.
 */
export async function write(tx: Transaction<RoutingTables>, written: Written): Promise<void> {
  const { rows } = await writing<{ count: number }>(written, (many) => sql`${many} as count`).execute(tx);
  if (rows[0]?.count !== written.sessions.length)
    throw new Conflict("a session changed while it was decided about");
}

/** The same, together with the commit, which does not happen when somebody wrote first or the guard holds. */
export async function writeWithCommit(tx: Transaction<RoutingTables>, written: Written): Promise<void> {
  const wanted = written.sessions.length;
  await withCommit(
    tx,
    writing(written, (many) => sql`all_written(${many}, ${wanted}::integer)`),
  );
}

/**
 * The statement, and what it says in the end of how many sessions were written. Only of the parts for which there is
 * something: Postgres makes ready for each, and what most lists write are three of them.
 */
function writing<Row>(
  { sessions, events, messages, outgoing, changes, answered, calmed = [] }: Written,
  says: (many: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<Row> {
  const isBeginning = sessions.some(({ expected }) => expected === null);
  const parts = [
    sql`new as materialized (${statesOf(sessions)})`,
    sql`changed as (${changing(sessions)})`,
    isBeginning && sql`begun as (${beginning})`,
    events.length > 0 && sql`lived as (${living(events)})`,
    messages.length > 0 && sql`said as (${saying(messages)})`,
    outgoing.length > 0 &&
      sql`told as (
        insert into outbox (event_id, subject, body, headers) select * from ${outgoingRows(outgoing)}
      )`,
    changes.length > 0 && sql`shown as (${announcing(changes)})`,
    answered && sql`kept as (${keeping(answered)})`,
    calmed.length > 0 &&
      sql`calm as (
        update care set in_a_row = 0 where person_id = any(${calmed}::text[]) and in_a_row <> 0
      )`,
  ].filter((part) => typeof part === "object");
  const begun = isBeginning ? sql` + (select count(*) from begun)` : sql``;
  return sql<Row>`with ${sql.join(parts)}
    select ${says(sql`((select count(*) from changed)${begun})::integer`)}`;
}

function statesOf(sessions: Written["sessions"]) {
  const states = sessions.map(({ session, version, expected }) => ({
    id: session.id,
    contact_id: session.contactId,
    expected,
    version,
    ...columnsOf(session),
  }));
  return sql`select n.* from json_to_recordset(${JSON.stringify(states)}::json) as n(
    id uuid, contact_id uuid, expected integer, version integer, status text, tier text, tier_rank smallint,
    owner_id text, last_owner_id text, waiting_since timestamptz, unassessed_since timestamptz,
    delegation_expires_at timestamptz, place smallint, offer_until timestamptz, ring_until timestamptz,
    held_until timestamptz, needs text[], emergency_since timestamptz, state jsonb)`;
}

function changing(sessions: Written["sessions"]) {
  return sql`
    update sessions s set status = n.status, tier = n.tier, tier_rank = n.tier_rank, owner_id = n.owner_id,
      last_owner_id = n.last_owner_id, waiting_since = n.waiting_since, unassessed_since = n.unassessed_since,
      delegation_expires_at = n.delegation_expires_at, place = n.place, offer_until = n.offer_until,
      ring_until = n.ring_until, held_until = n.held_until, needs = n.needs,
      emergency_since = n.emergency_since, version = n.version, state = n.state
    from new n
    where s.id = n.id and s.id = any(${sessions.map(({ session }) => session.id)}::uuid[])
      and s.version = n.expected
      and (n.owner_id is null or s.owner_id is not distinct from n.owner_id
        or (select coalesce(sum(weight_of(carried.status, carried.tier_rank)), 0) from sessions carried
            where carried.owner_id = n.owner_id) + weight_of(n.status, n.tier_rank)
          <= (select capacity from executives where person_id = n.owner_id))
    returning s.id`;
}

const beginning = sql`
  insert into sessions (id, contact_id, version, status, tier, tier_rank, owner_id, last_owner_id, waiting_since,
    unassessed_since, delegation_expires_at, place, offer_until, ring_until, held_until, needs, emergency_since,
    state)
  select id, contact_id, version, status, tier, tier_rank, owner_id, last_owner_id, waiting_since,
    unassessed_since, delegation_expires_at, place, offer_until, ring_until, held_until, needs, emergency_since,
    state from new where expected is null
  returning id`;

function living(events: readonly EventRow[]) {
  return sql`
    insert into session_events (session_id, version, type, actor_kind, actor_id, at, data)
    select e.* from json_to_recordset(${JSON.stringify(events)}::json) as e(
      session_id uuid, version integer, type text, actor_kind text, actor_id text, at timestamptz, data jsonb)`;
}

function saying(messages: readonly IncomingMessage[]) {
  return sql`
    insert into messages (id, session_id, direction, author, kind, content_key_id, content_box, sent_at, received_at,
      reply_to, edit_of, delivery_rank)
    select m.id, m.session_id, 'in', 'contact', m.kind, m.content_key_id, decode(m.content_box, 'base64'), m.sent_at,
      m.received_at, m.reply_to, m.edit_of, 0
    from json_to_recordset(${JSON.stringify(messages)}::json) as m(
      id uuid, session_id uuid, kind text, content_key_id uuid, content_box text, sent_at timestamptz,
      received_at timestamptz, reply_to uuid, edit_of uuid)`;
}

function keeping(answered: Answered) {
  return sql`
    update commands k set answer = a.answer
    from json_to_recordset(${JSON.stringify([answered])}::json) as a(person_id text, key uuid, answer jsonb)
    where k.person_id = a.person_id and k.key = a.key`;
}

function columnsOf(session: Session) {
  return {
    status: session.status,
    tier: session.tier,
    tier_rank: rankOf(session.tier),
    owner_id: session.owner,
    last_owner_id: session.lastOwner,
    waiting_since: session.waitingSince,
    unassessed_since: session.unassessed[0]?.at ?? null,
    delegation_expires_at: session.delegation?.expiresAt ?? null,
    place: session.continuation === null ? 1 : 0,
    offer_until: session.offer?.until ?? session.transfer?.until ?? null,
    ring_until: session.ring.until,
    held_until: session.heldUntil,
    needs: session.needs,
    emergency_since:
      session.status !== "closed" && session.emergency === null
        ? (session.emergencyFile?.openedAt ?? null)
        : null,
    state: session,
  };
}
