import type { Entry } from "../ledger/entry-format.ts";
import type { Facts } from "./schema.ts";

/**
 * What an entry says, computed from the text that was hashed. The service shows it and the browser computes it
 * again before it puts a seal on it, so it is pure and stands alone.
 */
export function factsOf(entryText: string): Facts {
  const entry = JSON.parse(entryText) as Entry;
  return {
    index: entry.index,
    subject: entry.subject,
    type: entry.type,
    eventId: entry.eventId,
    source: entry.source,
    actor: entry.actor,
    occurredAt: entry.occurredAt,
    receivedAt: entry.receivedAt,
    streamSequence: entry.streamSequence,
    sessionId: entry.sessionId,
    detail: readable(entry.data),
    problem: entry.problem,
    incident: entry.incident,
  };
}

/** Without the hashes of sealed boxes: nobody reads them. They stay in the entry's text. */
function readable(data: unknown): Record<string, unknown> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return {};
  return Object.fromEntries(Object.entries(data).filter(([, value]) => !isSealedHash(value)));
}

function isSealedHash(value: unknown): boolean {
  return typeof value === "object" && value !== null && "keyId" in value && "sha256" in value;
}
