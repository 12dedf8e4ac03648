import { randomUUID } from "node:crypto";
import { AlertRaised, type Envelope } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import type { NoteSigner } from "../proof/note.ts";
import { BATCH, leavesSince, type Signed, sign, stateOf } from "./checkpoint.ts";
import { type Arrived, type Sealed, sealEntry } from "./entry.ts";
import type { Entry } from "./entry-format.ts";
import { store } from "./store.ts";
import { inTurn } from "./turn.ts";

export type Appended = {
  /** How many became entries: what is on the record already does not become one again. */
  entries: number;
  /** Alerts and checkpoints that wait in the outbox. */
  published: number;
  signed: Signed[];
};

type Settings = { signer: NoteSigner; now: () => Date };

/**
 * Puts arrivals on the record, in this order, in one transaction: each gets the next index, the tree grows by each full
 * batch of them and its head is signed. One commit for all is what makes the record nearly as quick as the table
 * under it; the index is gapless because it is read and written under the lock.
 */
export function appendArrivals(
  db: Database<AuditTables>,
  arrivals: readonly Arrived[],
  { signer, now }: Settings,
): Promise<Appended> {
  return inTurn(db, async (tx) => {
    const state = await stateOf(tx);
    const known = await knownEvents(tx, arrivals);
    const sealed: Sealed[] = [];
    const events: Envelope[] = [];
    for (const arrived of arrivals) {
      const { eventId, bodySha256 } = arrived.draft;
      const earlier = eventId === null ? [] : (known.get(eventId) ?? []);
      // The broker repeats, and forgets that it does; the record does not, and an entry is made exactly once.
      if (earlier.some((one) => one.body === bodySha256)) continue;
      const index = state.next + sealed.length;
      const [first] = earlier;
      const incident: Entry["incident"] = first ? { code: "event-id-reused", firstIndex: first.index } : null;
      sealed.push(sealEntry(arrived, index, incident));
      if (eventId !== null) known.set(eventId, [...earlier, { index, body: bodySha256 }]);
      if (incident) events.push(reusedId(eventId ?? "", incident.firstIndex, index, now()));
    }
    await store(tx, sealed);

    const signed: Signed[] = [];
    const { frontier } = state;
    const end = state.next + sealed.length;
    if (end - frontier.size >= BATCH) {
      const leaves = [...(await leavesSince(tx, frontier.size, state.next)), ...sealed];
      const full = leaves.length - (leaves.length % BATCH);
      const grown = await sign(tx, frontier, leaves.slice(0, full), { signer, now });
      signed.push(...grown.signed);
      events.push(...grown.events);
    }
    await appendEvents(tx, events);
    return { entries: sealed.length, published: events.length, signed };
  });
}

async function knownEvents(tx: Transaction<AuditTables>, arrivals: readonly Arrived[]) {
  const ids = arrivals.flatMap(({ draft }) => (draft.eventId === null ? [] : [draft.eventId]));
  const known = new Map<string, { index: number; body: string }[]>();
  if (ids.length === 0) return known;
  const { rows } = await sql<{ id: string; index: number; body: string }>`
    select event_id as id, index, encode(body_sha256, 'hex') as body
    from entries where event_id = any(${ids}) order by index`.execute(tx);
  for (const { id, index, body } of rows) known.set(id, [...(known.get(id) ?? []), { index, body }]);
  return known;
}

function reusedId(eventId: string, firstIndex: number, index: number, now: Date): Envelope {
  return AlertRaised.create({
    id: randomUUID(),
    source: "audit",
    occurredAt: now.toISOString(),
    actor: { kind: "service", name: "audit" },
    data: { code: "event-id-reused", severity: "critical", detail: { eventId, firstIndex, index } },
  });
}
