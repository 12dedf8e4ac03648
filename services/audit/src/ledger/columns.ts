import type { Entry } from "./entry-format.ts";

/** What an entry can be found by. Instants are text: Postgres reads them, and nothing is rounded on the way. */
export type Columns = {
  subject: string;
  stream_sequence: number;
  received_at: string;
  source: string | null;
  source_sequence: number | null;
  event_id: string | null;
  type: string | null;
  occurred_at: string | null;
  actor_kind: string | null;
  actor_id: string | null;
  contact_id: string | null;
  session_id: string | null;
  code_name: string | null;
  tier: string | null;
  incident: string | null;
};

export function columnsOf(entry: Entry): Columns {
  const data = (typeof entry.data === "object" ? entry.data : null) as Record<string, unknown> | null;
  const opened = entry.type === "routing.session-opened";
  const tiered = entry.type === "routing.tier-raised" || entry.type === "routing.tier-settled";
  return {
    subject: printable(entry.subject),
    stream_sequence: entry.streamSequence,
    received_at: entry.receivedAt,
    source: entry.source,
    source_sequence: entry.sourceSequence,
    event_id: printable(entry.eventId),
    type: entry.type,
    // The year 0 is a date for JSON's readers and none for Postgres.
    occurred_at: entry.occurredAt?.startsWith("0000") ? null : entry.occurredAt,
    actor_kind: entry.actor?.kind ?? null,
    actor_id: entry.actor?.kind === "person" ? printable(entry.actor.id) : null,
    contact_id: entry.contactId,
    session_id: entry.sessionId,
    code_name: opened && typeof data?.codeName === "string" ? printable(data.codeName) : null,
    tier: tiered && typeof data?.to === "string" ? data.to : null,
    incident: entry.incident?.code ?? null,
  };
}

/** Postgres' text has no NUL. The entry's bytes keep it; the column only helps to find them. */
function printable<T extends string | null>(text: T): T {
  return (text?.includes("\0") ? text.replaceAll("\0", "\ufffd") : text) as T;
}
