import type { Insertable } from "kysely";
import type { EntriesTable } from "../database/tables.ts";
import { type Bytes, fromHex } from "../proof/bytes.ts";
import type { Entry } from "./entry-format.ts";

/** Postgres' text has no NUL. The entry's bytes keep it; the column only helps to find them. */
export function printable<T extends string | null>(text: T): T {
  return (text === null ? null : text.replaceAll("\0", "\ufffd")) as T;
}

/** The row of an entry: its bytes, its hash, and what it can be found by. */
export function rowOf(entry: Entry, bytes: Bytes, leafHash: Bytes): Insertable<EntriesTable> {
  const data = (typeof entry.data === "object" ? entry.data : null) as Record<string, unknown> | null;
  const opened = entry.type === "routing.session-opened";
  const tiered = entry.type === "routing.tier-raised" || entry.type === "routing.tier-settled";
  return {
    index: entry.index,
    bytes: Buffer.from(bytes),
    leaf_hash: Buffer.from(leafHash),
    body_sha256: Buffer.from(fromHex(entry.bodySha256)),
    subject: printable(entry.subject),
    stream_sequence: entry.streamSequence,
    received_at: new Date(entry.receivedAt),
    source: entry.source,
    source_sequence: entry.sourceSequence,
    event_id: printable(entry.eventId),
    type: entry.type,
    occurred_at: entry.occurredAt === null ? null : new Date(entry.occurredAt),
    actor_kind: entry.actor?.kind ?? null,
    actor_id: entry.actor?.kind === "person" ? printable(entry.actor.id) : null,
    contact_id: entry.contactId,
    session_id: entry.sessionId,
    code_name: opened && typeof data?.codeName === "string" ? printable(data.codeName) : null,
    tier: tiered && typeof data?.to === "string" ? data.to : null,
    incident: entry.incident?.code ?? null,
  };
}
