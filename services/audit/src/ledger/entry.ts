import { parseEnvelope, Sealed as SealedContent, ServiceName } from "@liss/contracts";
import { SEQUENCE_HEADER } from "@liss/messaging";
import { type Bytes, toText } from "../proof/bytes.ts";
import type { Json } from "../proof/canonical.ts";
import { ENTRY_SCHEMA, type Entry, type EntryDraft } from "./entry-format.ts";
import { sha256Hex } from "./sha256.ts";
import { type Spelled, spell, spelledAt } from "./spelling.ts";

export type Arrival = {
  subject: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  streamSequence: number;
  receivedAt: Date;
};

/** An arrival on its way to its place: what the record will say of it, and its bytes when they cannot be read. */
export type Arrived = {
  draft: EntryDraft;
  /** The draft's own spelling: made here, while the arrivals before it are on their way to the disk. */
  spelled: Spelled;
  opaque: Uint8Array | undefined;
};
/** An entry in its place: the bytes, made once and never again, and the hash that goes into the tree. */
export type Sealed = { entry: Entry; bytes: Bytes; leafHash: Bytes; opaque: Uint8Array | undefined };

export const toBePlaced = (draft: EntryDraft, opaque?: Uint8Array): Arrived => ({
  draft,
  spelled: spell(draft),
  opaque,
});

/** What the record will say of an arrival. Never throws: what cannot be read is on the record as such. */
export function arrivedAs(arrival: Arrival): Arrived {
  const common = {
    schema: ENTRY_SCHEMA,
    receivedAt: arrival.receivedAt.toISOString(),
    streamSequence: arrival.streamSequence,
    subject: arrival.subject.toWellFormed(),
    bodySha256: sha256Hex(arrival.body),
    sourceSequence: wholeNumber(headerOf(arrival, SEQUENCE_HEADER)),
  } as const;
  const parsed = parseEnvelope(arrival.subject, arrival.body);
  const data = parsed.ok ? silenced(parsed.event.data) : undefined;
  if (!parsed.ok || data === undefined) {
    const draft: EntryDraft = {
      ...common,
      ...unread,
      source: claimedSource(arrival.body),
      eventId: headerOf(arrival, "Nats-Msg-Id")?.toWellFormed() || null,
      problem: parsed.ok ? "invalid" : parsed.problem,
    };
    return toBePlaced(draft, arrival.body);
  }
  const { id, type, version, source, occurredAt, actor, contactId, sessionId } = parsed.event;
  return toBePlaced({
    ...common,
    source,
    eventId: id,
    problem: null,
    type,
    version,
    occurredAt,
    actor,
    contactId: contactId ?? null,
    sessionId: sessionId ?? null,
    data,
  });
}

const unread = {
  type: null,
  version: null,
  occurredAt: null,
  actor: null,
  contactId: null,
  sessionId: null,
  data: null,
} as const;

/** The same arrival with nothing in it that the database could object to: its hash, and where it came from. */
export function asOpaque({ draft, opaque }: Arrived): Arrived {
  const source = ServiceName.safeParse(draft.source).data ?? null;
  const silent: EntryDraft = { ...draft, ...unread, source, problem: "invalid" };
  return toBePlaced(silent, opaque);
}

/** Reads an entry from its stored bytes. For showing and searching only: verifying hashes the bytes themselves. */
export const decodeEntry = (bytes: Uint8Array): Entry => JSON.parse(toText(bytes)) as Entry;

export function sealEntry(
  { draft, spelled, opaque }: Arrived,
  index: number,
  incident: Entry["incident"],
): Sealed {
  return { entry: { ...draft, index, incident }, ...spelledAt(spelled, index, incident), opaque };
}

function headerOf({ headers }: Arrival, name: string): string | undefined {
  if (headers[name] !== undefined) return headers[name];
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The data with every sealed box replaced by `{ keyId, sha256 }`; undefined when it has no canonical form. */
function silenced(data: unknown): Json | undefined {
  try {
    return withoutBoxes(data);
  } catch (error) {
    if (error instanceof NotCanonical) return undefined;
    throw error;
  }
}

class NotCanonical extends Error {}
const SealedBox = SealedContent.strict();

function withoutBoxes(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return wellFormed(value);
  if (typeof value === "number" && !Number.isFinite(value)) throw new NotCanonical();
  if (typeof value !== "object") return value as Json;
  if (Array.isArray(value)) return value.map(withoutBoxes);
  if ("box" in value && SealedBox.safeParse(value).success) {
    const { keyId, box } = value as SealedContent;
    return { keyId, sha256: sha256Hex(Buffer.from(box, "base64")) };
  }
  const members = value as { readonly [key: string]: unknown };
  const silent: [string, Json][] = [];
  // In the order in which they will be spelled.
  for (const key of Object.keys(members).sort())
    if (members[key] !== undefined) silent.push([wellFormed(key), withoutBoxes(members[key])]);
  return Object.fromEntries(silent);
}

function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new NotCanonical();
  return text;
}

/** An event of a newer version still says who counts it: without that its number would look like a hole. */
function claimedSource(body: Uint8Array): string | null {
  try {
    const json: unknown = JSON.parse(toText(body));
    const source = typeof json === "object" && json !== null && "source" in json ? json.source : undefined;
    return ServiceName.safeParse(source).data ?? null;
  } catch {
    return null;
  }
}

function wholeNumber(text: string | undefined): number | null {
  const number = Number(text);
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : null;
}

/** Which messages an entry speaks of. */
export function messagesOf({ data }: EntryDraft): string[] {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return [];
  const named = data as { readonly [key: string]: Json };
  const many = Array.isArray(named.messageIds) ? named.messageIds : [];
  const ids = [named.messageId, named.firstMessageId, ...many];
  return [...new Set(ids.filter((id): id is string => typeof id === "string"))];
}
