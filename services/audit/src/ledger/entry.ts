import { parseEnvelope, Sealed, ServiceName } from "@liss/contracts";
import { SEQUENCE_HEADER } from "@liss/messaging";
import { type Bytes, toHex, toText } from "../proof/bytes.ts";
import { canonicalBytes, type Json } from "../proof/canonical.ts";
import { hashLeaf } from "../proof/hash.ts";
import { ENTRY_SCHEMA, type Entry, type EntryDraft } from "./entry-format.ts";
import { sha256 } from "./sha256.ts";

export type Arrival = {
  subject: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  streamSequence: number;
  receivedAt: Date;
};

/** What the record will say of an arrival. Never throws: what cannot be read is on the record as such. */
export function draftOf(arrival: Arrival): EntryDraft {
  const header = (name: string) =>
    Object.entries(arrival.headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const common = {
    schema: ENTRY_SCHEMA,
    receivedAt: arrival.receivedAt.toISOString(),
    streamSequence: arrival.streamSequence,
    subject: wellFormed(arrival.subject),
    bodySha256: toHex(sha256(arrival.body)),
    sourceSequence: wholeNumber(header(SEQUENCE_HEADER)),
  } as const;
  const parsed = parseEnvelope(arrival.subject, arrival.body);
  const data = parsed.ok ? silenced(parsed.event.data) : undefined;
  if (!parsed.ok || data === undefined) {
    return {
      ...common,
      source: claimedSource(arrival.body),
      eventId: optional(header("Nats-Msg-Id")),
      problem: parsed.ok ? "invalid" : parsed.problem,
      type: null,
      version: null,
      occurredAt: null,
      actor: null,
      contactId: null,
      sessionId: null,
      data: null,
    };
  }
  const { id, type, version, source, occurredAt, actor, contactId, sessionId } = parsed.event;
  return {
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
  };
}

export const encodeDraft = (draft: EntryDraft): Bytes => canonicalBytes(draft as unknown as Json);
export const decodeDraft = (bytes: Uint8Array): EntryDraft => JSON.parse(toText(bytes)) as EntryDraft;
/** Reads an entry from its stored bytes. For showing and searching only: verifying hashes the bytes themselves. */
export const decodeEntry = (bytes: Uint8Array): Entry => JSON.parse(toText(bytes)) as Entry;

/** The entry's bytes, made once and never again, and the hash that goes into the tree. */
export function sealEntry(
  draft: EntryDraft,
  index: number,
  incident: Entry["incident"],
): { entry: Entry; bytes: Bytes; leafHash: Bytes } {
  const entry: Entry = { ...draft, index, incident };
  const bytes = canonicalBytes(entry as unknown as Json);
  return { entry, bytes, leafHash: hashLeaf(sha256, bytes) };
}

/** The data with every sealed box replaced by `{ keyId, sha256 }`; undefined when it has no canonical form. */
function silenced(data: unknown): Json | undefined {
  try {
    const silent = withoutBoxes(data);
    canonicalBytes(silent);
    return silent;
  } catch {
    return undefined;
  }
}

function withoutBoxes(value: unknown): Json {
  if (value === undefined) return null;
  if (value === null || typeof value !== "object") return value as Json;
  if (Array.isArray(value)) return value.map(withoutBoxes);
  const sealed = Sealed.strict().safeParse(value);
  if (sealed.success) {
    const { keyId, box } = sealed.data;
    return { keyId, sha256: toHex(sha256(Buffer.from(box, "base64"))) };
  }
  const present = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(present.map(([key, member]) => [key, withoutBoxes(member)]));
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

const wellFormed = (text: string) => text.toWellFormed();
const optional = (text: string | undefined) => (text ? wellFormed(text) : null);

/** Which messages an entry speaks of. */
export function messagesOf({ data }: EntryDraft): string[] {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return [];
  const named = data as { readonly [key: string]: Json };
  const many = Array.isArray(named.messageIds) ? named.messageIds : [];
  const ids = [named.messageId, named.firstMessageId, ...many];
  return [...new Set(ids.filter((id): id is string => typeof id === "string"))];
}
