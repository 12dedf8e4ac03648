import type { Actor } from "@liss/contracts";
import type { Json } from "../proof/canonical.ts";

export const ENTRY_SCHEMA = "liss.entry/1";

/**
 * One event on the record, as canonical JSON (RFC 8785). Nothing in it can be read as conversation: every sealed
 * box is replaced by the hash of its ciphertext, so that erasing a key never breaks a proof.
 * What could not be read as an event of the catalogue has `problem` and no `data`; the hash of its bytes stays.
 */
export type Entry = EntryDraft & {
  index: number;
  /** Why a person must look at it: the same event id came before, with other bytes, as entry `firstIndex`. */
  incident: { code: "event-id-reused"; firstIndex: number } | null;
};

/** An entry before it has its place. */
export type EntryDraft = {
  schema: typeof ENTRY_SCHEMA;
  /** When the audit received it, by its own clock. */
  receivedAt: string;
  /** Its place in the broker's stream. */
  streamSequence: number;
  subject: string;
  /** Of the event's bytes exactly as published, in hexadecimal. */
  bodySha256: string;
  source: string | null;
  /** The source's own gapless count (`Liss-Sequence`); null when it did not say. */
  sourceSequence: number | null;
  eventId: string | null;
  problem: "not-json" | "unknown-event" | "invalid" | null;
  type: string | null;
  version: number | null;
  occurredAt: string | null;
  actor: Actor | null;
  contactId: string | null;
  sessionId: string | null;
  data: Json;
};
