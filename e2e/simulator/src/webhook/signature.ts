import { createHmac } from "node:crypto";

/**
 * The bytes of a webhook body as Meta is seen to write them: JSON with non-ASCII as `\uXXXX` and `\/` for `/`.
 * A receiver that parses and serialises again before hashing does not get these bytes back.
 */
export function webhookBytes(body: unknown): Buffer {
  const json = JSON.stringify(body)
    .replaceAll("/", "\\/")
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return Buffer.from(json, "latin1");
}

/** The value of `X-Hub-Signature-256`: HMAC-SHA256 over the exact bytes, keyed with the app secret. */
export function signatureOf(bytes: Uint8Array, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(bytes).digest("hex")}`;
}
