import type { Bytes } from "../proof/bytes.ts";
import { canonicalText, type Json } from "../proof/canonical.ts";
import { LEAF } from "../proof/hash.ts";
import type { Entry, EntryDraft } from "./entry-format.ts";
import { sha256 } from "./sha256.ts";

/**
 * The canonical text of an entry around what only its place can say. Spelling is most of what an entry costs, and nobody
 * else can write while a place is given: so it is done before, and in its place two numbers are put in.
 */
export type Spelled = { before: string; after: string };

const PLACELESS = '"incident":null,"index":0';

export function spell(draft: EntryDraft): Spelled {
  // In canonical order, so that nothing has to be put in order.
  const entry: Entry = {
    actor: draft.actor,
    bodySha256: draft.bodySha256,
    contactId: draft.contactId,
    data: draft.data,
    eventId: draft.eventId,
    incident: null,
    index: 0,
    occurredAt: draft.occurredAt,
    problem: draft.problem,
    receivedAt: draft.receivedAt,
    schema: draft.schema,
    sessionId: draft.sessionId,
    source: draft.source,
    sourceSequence: draft.sourceSequence,
    streamSequence: draft.streamSequence,
    subject: draft.subject,
    type: draft.type,
    version: draft.version,
  };
  const text = canonicalText(entry as unknown as Json);
  // The last one is the entry's own: after it there are only texts and numbers, and within a text quotes are escaped.
  const at = text.lastIndexOf(PLACELESS);
  return { before: text.slice(0, at), after: text.slice(at + PLACELESS.length) };
}

const PREFIX = String.fromCharCode(...LEAF);

/** The entry's bytes in its place, and the hash that goes into the tree: of the same bytes behind a leaf's prefix. */
export function spelledAt(
  { before, after }: Spelled,
  index: number,
  incident: Entry["incident"],
): { bytes: Bytes; leafHash: Bytes } {
  const said = incident === null ? "null" : canonicalText(incident);
  const leaf = Buffer.from(`${PREFIX}${before}"incident":${said},"index":${index}${after}`);
  return { bytes: leaf.subarray(LEAF.length), leafHash: sha256(leaf) };
}
