import { type Fields, isFields } from "../interpret/reading.ts";
import { documentsIn } from "./documents.ts";

/** A webhook body as WhatsApp would have sent it, or why there is none. */
export type Body = { json: unknown } | { problem: string };

/**
 * The webhook bodies in a file that somebody kept: one body, a list of them, one a line, or the inner parts alone
 * (an entry, a change, a value, a message), with whatever envelope the program that kept them put around.
 */
export function bodiesIn(bytes: Uint8Array): Body[] {
  const text = textIn(bytes);
  if (text === undefined) return [{ problem: "not text in UTF-8 or UTF-16" }];
  if (text.trim() === "") return [{ problem: "an empty file" }];
  return documentsIn(text).flatMap((document) =>
    "problem" in document ? [document] : bodiesOf(document.json, 0),
  );
}

function textIn(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const object = "whatsapp_business_account";
/** What programs that keep webhooks put around the body. */
const envelopes = [
  "body",
  "payload",
  "rawBody",
  "raw_body",
  "webhook",
  "data",
  "json",
  "request",
  "event",
  "example",
];
const deepest = 6;

function bodiesOf(json: unknown, depth: number): Body[] {
  if (depth > deepest) return [{ problem: "nested too deeply" }];
  if (typeof json === "string") return bodiesInText(json, depth);
  if (Array.isArray(json)) {
    if (json.length === 0) return [{ problem: "an empty list" }];
    return json.flatMap((one) => bodiesOf(one, depth + 1));
  }
  if (!isFields(json)) return [{ problem: "not a webhook body of WhatsApp's" }];
  if (json.object !== undefined || json.entry !== undefined) return [{ json }];
  const change = changeOf(json);
  if (json.changes !== undefined) return [{ json: { object, entry: [json] } }];
  if (change !== undefined) return [{ json: { object, entry: [{ changes: [change] }] } }];
  const inside = envelopes.map((name) => json[name]).find((value) => isInside(value));
  if (inside !== undefined) return bodiesOf(inside, depth + 1);
  return [{ json }];
}

function bodiesInText(text: string, depth: number): Body[] {
  const documents = documentsIn(text);
  return documents.flatMap((document) =>
    "problem" in document || typeof document.json !== "object"
      ? [{ problem: "a text that is not a webhook body" }]
      : bodiesOf(document.json, depth + 1),
  );
}

function isInside(value: unknown): boolean {
  return isFields(value) || Array.isArray(value) || (typeof value === "string" && /^\s*[[{]/.test(value));
}

const valueKeys = [
  "messages",
  "statuses",
  "errors",
  "message_echoes",
  "groups",
  "user_id_update",
  "user_preferences",
  "calls",
];

/** A change, a bare value, or a bare message or status: enough around it to be read. */
function changeOf(json: Fields): Fields | undefined {
  if (typeof json.field === "string" || isFields(json.value)) return json;
  if (valueKeys.some((key) => json[key] !== undefined && json[key] !== null)) return { value: json };
  if (json.messaging_product !== undefined && json.metadata !== undefined)
    return { field: "messages", value: json };
  if (json.status !== undefined && json.id !== undefined)
    return { field: "messages", value: { statuses: [json] } };
  const isMessage = json.type !== undefined && (json.from !== undefined || json.from_user_id !== undefined);
  if (isMessage) return { field: "messages", value: { messages: [json] } };
  return typeof json.event === "string" ? { value: json } : undefined;
}
