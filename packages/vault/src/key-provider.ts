import { createHmac, createSecretKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { closeBox, openBox } from "./box.ts";
import { KeyUnavailable } from "./errors.ts";

const keyBytes = 32;

/**
 * Keeps the key-encryption keys (KEKs) and wraps content keys with them. A KMS fits behind it: the KEK itself
 * never appears here. Each wrapped key remembers the id of its KEK, so that several live side by side while one
 * rotates.
 */
export interface KeyProvider {
  /** The KEK that wraps new keys. */
  readonly currentId: string;
  /** Wraps a content key with the current KEK, bound to `aad`. */
  wrap(key: Buffer, aad: Buffer): Promise<Buffer>;
  /**
   * Unwraps with the KEK of that id. Whoever asked overwrites the answer once it has made use of it.
   * @throws KeyUnavailable when there is none or it does not fit.
   */
  unwrap(kekId: string, wrapped: Buffer, aad: Buffer): Promise<Buffer>;
}

/** KEKs held in memory, read from the environment or a file. `previous` still unwrap, never wrap. */
export function localKeyProvider(keys: { current: Buffer; previous?: readonly Buffer[] }): KeyProvider {
  const currentId = idOf(keys.current);
  const byId = new Map(
    [keys.current, ...(keys.previous ?? [])].map((key) => [idOf(key), createSecretKey(key)]),
  );
  const current = createSecretKey(keys.current);
  return {
    currentId,
    wrap: async (key, aad) => closeBox(current, aad, key),
    unwrap: async (kekId, wrapped, aad) => {
      const kek = byId.get(kekId);
      const key = kek && openBox(kek, aad, wrapped);
      if (!key) throw new KeyUnavailable(kekId);
      return key;
    },
  };
}

/** A fingerprint that tells KEKs apart and says nothing about them. */
function idOf(key: Buffer): string {
  assertKey(key);
  return `local:${createHmac("sha256", key).update("liss key-encryption key id").digest("hex").slice(0, 16)}`;
}

/**
 * Reads a 32-byte key written in base64 (`openssl rand -base64 32`).
 * @throws RangeError that never repeats the text.
 */
export function parseKey(base64: string): Buffer {
  const key = Buffer.from(base64.trim(), "base64");
  assertKey(key);
  return key;
}

/** The same from a file, as container secrets are mounted. */
export async function readKey(path: string): Promise<Buffer> {
  return parseKey(await readFile(path, "utf8"));
}

function assertKey(key: Buffer): void {
  if (key.length !== keyBytes)
    throw new RangeError("a key must be 32 bytes, in base64: openssl rand -base64 32");
}
