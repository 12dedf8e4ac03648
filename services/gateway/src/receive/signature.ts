import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

const prefix = "sha256=";
/** `sha256=` and 64 hex digits. Source: whatsapp-cloud-api.md §1. */
const headerLength = 71;
const hexDigits = /^[0-9a-f]{64}$/i;

/** The app secret as Node signs with it: made once, for making it costs more than signing. */
export function signingKey(appSecret: string): KeyObject {
  return createSecretKey(Buffer.from(appSecret, "utf8"));
}

/** The digest inside an `X-Hub-Signature-256` header, or undefined when the header has not exactly that shape. */
export function digestOf(header: string | string[] | undefined): Buffer | undefined {
  if (typeof header !== "string" || header.length !== headerLength || !header.startsWith(prefix))
    return undefined;
  const hex = header.slice(prefix.length);
  return hexDigits.test(hex) ? Buffer.from(hex, "hex") : undefined;
}

/** Whether `digest` is the HMAC-SHA256 of the bytes exactly as they arrived; parsed and re-serialised they differ. */
export function isSignedBy(key: KeyObject, body: Uint8Array, digest: Uint8Array): boolean {
  return timingSafeEqual(createHmac("sha256", key).update(body).digest(), digest);
}
