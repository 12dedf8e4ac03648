import { randomUUID } from "node:crypto";
import { AlertRaised, type Envelope } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { AuditTables } from "../database/tables.ts";
import { toHex } from "../proof/bytes.ts";
import { rowOf } from "./columns.ts";
import { decodeDraft, messagesOf, sealEntry } from "./entry.ts";
import type { Entry } from "./entry-format.ts";
import { inTurn } from "./turn.ts";

/** Entries per transaction, and at most so many between two checkpoints. Also one full tile of the tree. */
export const BATCH = 256;

export type Sequenced = { entries: number; incidents: number };

/**
 * Gives the next index to each arrival, in the order in which they arrived, and moves them to the record.
 * The index is gapless because it is read and written under the lock, in one transaction with the rows.
 * @returns undefined when another replica is doing it
 */
export function sequenceArrivals(
  db: Database<AuditTables>,
  { now }: { now: () => Date },
): Promise<Sequenced | undefined> {
  return inTurn(db, async (tx) => {
    const arrivals = await tx.selectFrom("arrivals").selectAll().orderBy("id").limit(BATCH).execute();
    if (arrivals.length === 0) return { entries: 0, incidents: 0 };
    const next = await nextIndex(tx);
    const known = await knownEvents(tx, arrivals);

    const sealed: ReturnType<typeof sealEntry>[] = [];
    const alerts: Envelope[] = [];
    for (const arrival of arrivals) {
      const body = toHex(arrival.body_sha256);
      const earlier = arrival.event_id === null ? [] : (known.get(arrival.event_id) ?? []);
      // The inbox forgets after a while; the record does not, and an entry is made exactly once.
      if (earlier.some((one) => one.body === body)) continue;
      const index = next + sealed.length;
      const [first] = earlier;
      const incident: Entry["incident"] = first ? { code: "event-id-reused", firstIndex: first.index } : null;
      sealed.push(sealEntry(decodeDraft(arrival.draft), index, incident));
      if (arrival.event_id !== null) known.set(arrival.event_id, [...earlier, { index, body }]);
      if (incident) alerts.push(reusedId(arrival.event_id ?? "", incident.firstIndex, index, now()));
    }
    await store(tx, sealed);
    await appendEvents(tx, alerts);
    const ids = arrivals.map((arrival) => arrival.id);
    await tx.deleteFrom("arrivals").where("id", "in", ids).execute();
    return { entries: sealed.length, incidents: alerts.length };
  });
}

async function nextIndex(tx: Transaction<AuditTables>): Promise<number> {
  const last = await tx
    .selectFrom("entries")
    .select("index")
    .orderBy("index", "desc")
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? 0 : last.index + 1;
}

async function knownEvents(tx: Transaction<AuditTables>, arrivals: readonly { event_id: string | null }[]) {
  const ids = arrivals.flatMap(({ event_id }) => (event_id === null ? [] : [event_id]));
  const known = new Map<string, { index: number; body: string }[]>();
  if (ids.length === 0) return known;
  const rows = await tx
    .selectFrom("entries")
    .select(["event_id", "index", "body_sha256"])
    .where("event_id", "in", ids)
    .orderBy("index")
    .execute();
  for (const { event_id, index, body_sha256 } of rows) {
    if (event_id === null) continue;
    known.set(event_id, [...(known.get(event_id) ?? []), { index, body: toHex(body_sha256) }]);
  }
  return known;
}

async function store(
  tx: Transaction<AuditTables>,
  sealed: readonly ReturnType<typeof sealEntry>[],
): Promise<void> {
  if (sealed.length === 0) return;
  const rows = sealed.map(({ entry, bytes, leafHash }) => rowOf(entry, bytes, leafHash));
  await tx.insertInto("entries").values(rows).execute();
  const mentions = sealed.flatMap(({ entry }) =>
    messagesOf(entry).map((message_id) => ({ message_id, entry_index: entry.index })),
  );
  if (mentions.length > 0) await tx.insertInto("mentions").values(mentions).execute();
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
