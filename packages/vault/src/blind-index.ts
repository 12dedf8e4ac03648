import { createHmac, type KeyObject } from "node:crypto";

/**
 * HMAC-SHA-256 of a value (a phone in E.164, say): equal values give equal indexes, and without the key, which
 * lives outside the database, nobody can try all phone numbers against it. Normalise the value first.
 * `key`: as Node's own object it costs a sixth.
 */
export function blindIndex(key: Buffer | KeyObject, value: string): Buffer {
  return createHmac("sha256", key).update(value, "utf8").digest();
}
