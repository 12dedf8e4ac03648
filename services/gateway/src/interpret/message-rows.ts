import { withCommit } from "@liss/database";
import { type NumberedEvent, numberedAfter, type Outgoing, outgoingRows } from "@liss/messaging";
import { type Insertable, sql } from "kysely";
import type { GatewayTables, GatewayTransaction } from "../database/tables.ts";
import { type Directory, directoryOf } from "../identity/directory.ts";
import type { IndexedIdentity } from "../identity/identity.ts";
import type { CurrentSession } from "../sessions/sessions.ts";
import type { EffectContext } from "./effects.ts";

/** A row of `inbound_messages`, not taken back. */
export type MessageRow = Omit<Insertable<GatewayTables["inbound_messages"]>, "revoked_at">;

/** What is here already of what arriving messages are about. */
export type Found = {
  /** Messages, as hex of the blind index of their wamids. */
  known: Set<string>;
  /** Whether one of them was taken back before it came. */
  isTakenBack: boolean;
  /** Who wrote them; their rows stay locked until the transaction ends, in one order for all. */
  senders: Directory;
  /** Their open sessions, by contact. */
  sessions: Map<string, CurrentSession>;
};

export async function findBefore(
  tx: GatewayTransaction,
  phoneNumberId: string,
  arriving: readonly { wamidIndex: Buffer; identity: IndexedIdentity }[],
): Promise<Found> {
  const { rows } = await sql<{
    known: Buffer | null;
    taken_back: Buffer | null;
    id: string;
    phone_index: Buffer | null;
    bsuid_index: Buffer | null;
    session_id: string | null;
  }>`
    select * from found_for_messages(${phoneNumberId},
      ${arriving.map(({ wamidIndex }) => wamidIndex)}::bytea[],
      ${arriving.flatMap(({ identity }) => identity.phoneIndex ?? [])}::bytea[],
      ${arriving.flatMap(({ identity }) => identity.bsuidIndex ?? [])}::bytea[])`.execute(tx);
  const senders = rows.filter(({ known, taken_back }) => known === null && taken_back === null);
  return {
    isTakenBack: rows.some(({ taken_back }) => taken_back !== null),
    known: new Set(rows.flatMap(({ known }) => known?.toString("hex") ?? [])),
    senders: directoryOf(
      senders.map(({ id, phone_index, bsuid_index }) => ({
        id,
        phoneIndex: phone_index ?? undefined,
        bsuidIndex: bsuid_index ?? undefined,
      })),
    ),
    sessions: new Map(
      senders.flatMap(({ id, session_id: sessionId }) =>
        sessionId === null ? [] : [[id, { sessionId, proposed: false }] as const],
      ),
    ),
  };
}

/** A message of hers as it is kept, and what the other services hear of it. */
export type Arrived = { row: MessageRow; events: readonly Outgoing[] };

/** Of a message that had been taken back before it came: by whom, and when. */
export type TakenBack = { by: string; at: Date };

/** What was kept. */
export type Kept = {
  /** What was not here yet, by message; another delivery may have brought one meanwhile. */
  messages: Map<string, TakenBack | undefined>;
  /** Their events, to be published once this is committed, if they were numbered in passing. */
  numbered: NumberedEvent[];
  /** What the broker has, and the outbox no longer. */
  gone: readonly number[];
};

/**
 * Keeps what arrived, opens WhatsApp's 24 hours with it (`heard`: each contact's clock from her latest message) and tells
 * the other services: one statement, for each is a round trip in which the contacts stay locked. `isLast`: nothing of the
 * transaction needs to see it, so that it travels with the commit.
 * @returns what is known of it then: at once, or once it is committed
 */
export async function keepArrived(
  { tx, phoneNumberId, inPassing }: Pick<EffectContext, "tx" | "phoneNumberId" | "inPassing">,
  arrived: readonly Arrived[],
  heard: readonly { contactId: string; at: Date }[],
  { isLast }: { isLast: boolean },
): Promise<() => Kept> {
  const rows = arrived.map(({ row }) => row);
  const events = arrived.flatMap(({ row, events }) => events.map((event) => ({ of: row.message_id, event })));
  const windows = [...latestOf(heard)];
  const isNumbered = inPassing?.takes(events.map(({ event }) => event)) ?? false;
  const gone = isNumbered ? (inPassing?.taken() ?? []) : [];
  const statement = sql<KeptRow>`
    with kept as (
      insert into inbound_messages (message_id, phone_number_id, wamid_index, wamid_key_id, wamid_box, contact_id,
        session_id, delivery_id, kind, sent_at, received_at)
      select * from unnest(
        ${rows.map((row) => row.message_id)}::uuid[],
        ${rows.map((row) => row.phone_number_id)}::text[],
        ${rows.map((row) => row.wamid_index)}::bytea[],
        ${rows.map((row) => row.wamid_key_id)}::uuid[],
        ${rows.map((row) => row.wamid_box)}::bytea[],
        ${rows.map((row) => row.contact_id)}::uuid[],
        ${rows.map((row) => row.session_id)}::uuid[],
        ${rows.map((row) => row.delivery_id)}::uuid[],
        ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.sent_at)}::timestamptz[],
        ${rows.map((row) => row.received_at)}::timestamptz[]
      )
      on conflict do nothing returning message_id, wamid_index
    ),
    opened as (
      insert into windows (contact_id, phone_number_id, last_inbound_at)
      select contact_id, ${phoneNumberId}, at from unnest(
        ${windows.map(([contactId]) => contactId)}::uuid[], ${windows.map(([, at]) => at)}::timestamptz[]
      ) as n(contact_id, at)
      on conflict (contact_id, phone_number_id) do update
        set last_inbound_at = excluded.last_inbound_at
        where windows.last_inbound_at < excluded.last_inbound_at
    ),
    telling as (
      select event_id, subject, body, headers, row_number() over (order by nth) as nth
      from ${outgoingRows(events.map(({ event }) => event))} with ordinality as o(event_id, subject, body, headers, nth)
        join unnest(${events.map((event) => event.of)}::uuid[]) with ordinality as message(message_id, nth) using (nth)
        join kept using (message_id)
    ),
    counter as (
      update outbox_counter set last = last + total.count
      from (select count(*) as count from telling) as total
      where ${isNumbered}::boolean and total.count > 0
      returning last - total.count as before
    ),
    gone as (delete from outbox where number = any(${[...gone]}::bigint[])),
    told as (
      insert into outbox (event_id, subject, body, headers, number)
      select event_id, subject, body, headers, (select before from counter) + nth from telling order by nth
    ),
    taken_back as (
      delete from waiting_revocations w using kept
      where w.phone_number_id = ${phoneNumberId} and w.wamid_index = kept.wamid_index
      returning w.wamid_index, w.contact_id, w.at
    )
    select kept.message_id, taken_back.contact_id as by, taken_back.at, (select before from counter) as before
    from kept left join taken_back using (wamid_index)`;
  const found = isLast ? await withCommit(tx, statement) : (await statement.execute(tx)).rows;
  return () => {
    const messages = new Map(
      found.map(({ message_id, by, at }) => [
        message_id,
        by === null || at === null ? undefined : { by, at },
      ]),
    );
    const told = events.flatMap(({ of, event }) => (messages.has(of) ? [event] : []));
    return { messages, numbered: numberedAfter(found[0]?.before ?? null, told), gone };
  };
}

type KeptRow = { message_id: string; by: string | null; at: Date | null; before: number | null };

function latestOf(heard: readonly { contactId: string; at: Date }[]): Map<string, Date> {
  const latest = new Map<string, Date>();
  for (const { contactId, at } of heard) {
    const before = latest.get(contactId);
    if (before === undefined || before < at) latest.set(contactId, at);
  }
  return latest;
}
