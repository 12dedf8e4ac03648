import { type CipherKey, createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/**
 * The sealed layout, the same for content and for wrapped keys:
 *
 *     version (1) ‖ iv (12) ‖ tag (16) ‖ ciphertext        AES-256-GCM
 *
 * A random 12-byte IV is safe up to 2³² boxes per key (NIST SP 800-38D §8.3). A content key serves one scope for
 * one month, so the busiest (a day's raw deliveries) stays four orders of magnitude below.
 */
const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + ivBytes + tagBytes;

/** Random bytes drawn for many boxes at once: asking the system for twelve at a time costs more than encrypting. */
const reserve = { bytes: Buffer.alloc(0), used: 0 };
const ivsAtOnce = 256;

/** Never the same bytes twice: what was handed out is not looked at again. */
function nextIv(): Buffer {
  if (reserve.used === reserve.bytes.length) {
    reserve.bytes = randomBytes(ivBytes * ivsAtOnce);
    reserve.used = 0;
  }
  reserve.used += ivBytes;
  return reserve.bytes.subarray(reserve.used - ivBytes, reserve.used);
}

/** Encrypts under a 32-byte key, bound to `aad`: the box opens only with the same one. */
export function closeBox(key: CipherKey, aad: Buffer, plaintext: Uint8Array): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes }).setAAD(aad);
  const box = Buffer.allocUnsafe(headerBytes + plaintext.byteLength);
  box[0] = version;
  box.set(iv, 1);
  box.set(cipher.update(plaintext), headerBytes);
  cipher.final(); // nothing is left to come: GCM is a stream
  box.set(cipher.getAuthTag(), 1 + ivBytes);
  return box;
}

/** Decrypts; undefined when version, length, tag, key or `aad` do not fit. */
export function openBox(key: CipherKey, aad: Buffer, box: Uint8Array): Buffer | undefined {
  if (box.length < headerBytes || box[0] !== version) return undefined;
  const iv = box.subarray(1, 1 + ivBytes);
  const tag = box.subarray(1 + ivBytes, headerBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  decipher.setAAD(aad).setAuthTag(tag);
  const plaintext = decipher.update(box.subarray(headerBytes));
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0); // never hand out what did not authenticate
    return undefined;
  }
}

/** Joins the parts of an AAD without ambiguity: each is preceded by its length in bytes, 32 bits, big-endian. */
export function aadOf(...parts: string[]): Buffer {
  const lengths = parts.map((part) => Buffer.byteLength(part, "utf8"));
  const aad = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  parts.forEach((part, index) => {
    at = aad.writeUInt32BE(lengths[index] ?? 0, at);
    at += aad.write(part, at, "utf8");
  });
  return aad;
}
