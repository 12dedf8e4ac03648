import { isPhoneLikeNumber, maskIdentities } from "./content.ts";

/**
 * Field names whose values are a person's words, identity or a secret. Compared in lower case and without
 * separators, so `wa_id`, `waId` and `WA-ID` are one. Includes what pg hangs on its errors (`detail`, `where`,
 * `hint`, `parameters`…): Postgres repeats row values there.
 */
const hiddenFields = new Set(
  [
    "text body content plaintext caption message_text note notes evidence payload raw data_text transcript",
    "phone phones phone_number wa_id from to recipient recipient_id display_phone_number bsuid username",
    "profile first_name last_name full_name email address rut ip user_agent",
    "password secret token access_token verify_token api_key key authorization cookie set_cookie signature",
    "detail where hint parameters bindings values internal_query query sql input received headers rawheaders",
  ]
    .join(" ")
    .split(" ")
    .map(normal),
);

const maxDepth = 6;
const maxItems = 50;

/** What a logged object becomes: hidden fields replaced, numbers of people masked, errors made safe. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskIdentities(value);
  if (typeof value === "number") return isPhoneLikeNumber(value) ? "[number]" : value;
  if (typeof value === "bigint") return maskIdentities(value.toString());
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return safeError(value, depth);
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (depth >= maxDepth) return "[deeper]";
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => scrub(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return `[${value.size} items]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      hiddenFields.has(normal(key)) ? "[hidden]" : scrub(item, depth + 1),
    ]),
  );
}

/** The part of an error that is safe to keep. */
interface SafeError {
  type: string;
  message: string;
  code?: string;
  /** Names inside the database that pg reports: they are ours, never a row's. */
  constraint?: string;
  table?: string;
  stack?: string;
  cause?: unknown;
}

/**
 * Keeps class, code, a masked message and the stack's frames. An error's other properties are dropped, for
 * libraries hang whole requests, rows and parameters on them.
 */
export function safeError(error: Error, depth = 0): SafeError {
  const fields = error as Error & Partial<Record<"code" | "constraint" | "table", unknown>>;
  return {
    type: error.name,
    message: safeMessage(error),
    ...(typeof fields.code === "string" && { code: fields.code }),
    ...(typeof fields.constraint === "string" && { constraint: fields.constraint }),
    ...(typeof fields.table === "string" && { table: fields.table }),
    ...(error.stack !== undefined && { stack: framesOf(error.stack) }),
    ...(error.cause !== undefined && depth < maxDepth && { cause: scrub(error.cause, depth + 1) }),
  };
}

const dataException = /^22/; // SQLSTATE class 22 quotes the offending value: invalid input syntax … "hola"
const quoted = /"[^"]*"|'[^']*'|`[^`]*`|«[^»]*»|“[^”]*”/g;
const identifier = /^.[A-Za-z_$][\w$.:@/-]{0,63}.$/;
const urlTail = /(\b[a-z][a-z+.-]*:\/\/)(?:[^\s/@]+@)?([^\s?#"')]*)[^\s"')]*/gi;

function safeMessage(error: Error): string {
  // JSON.parse repeats the start of what it was given.
  if (error instanceof SyntaxError && /JSON|token|position/i.test(error.message)) return "not valid JSON";
  const code = (error as { code?: unknown }).code;
  const quotesValues = typeof code === "string" && code.length === 5 && dataException.test(code);
  const message = error.message
    .replace(urlTail, "$1$2")
    .replace(quoted, (found) => (!quotesValues && identifier.test(found) ? found : '"…"'));
  return maskIdentities(message).slice(0, 500);
}

/** Only the `at …` lines: the first lines of a stack repeat the message. */
function framesOf(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 15)
    .join("\n");
}

function normal(field: string): string {
  return field.toLowerCase().replaceAll(/[_-]/g, "");
}
