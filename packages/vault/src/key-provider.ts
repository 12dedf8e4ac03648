import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { closeBox, openBox } from "./box.ts";
import { KeyUnavailable } from "./errors.ts";

const keyBytes = 32;

/** A content key under its key-encryption key (KEK), and which one that was. */
export type Wrapped = { wrapped: Buffer; kekId: string };

/**
 * Keeps the key-encryption keys and wraps content keys with them. A KMS fits behind it: the KEK itself
 * never appears here. Each wrapped key remembers the id of its KEK, so that several live side by side while one
 * rotates.
 */
export interface KeyProvider {
  /** The KEK that wraps new keys now. */
  currentId(): Promise<string>;
  /** Wraps a content key with the current KEK, bound to `aad`. */
  wrap(key: Buffer, aad: Buffer): Promise<Wrapped>;
  /**
   * Unwraps with the KEK of that id. Whoever asked overwrites the answer once it has made use of it.
   * @throws KeyUnavailable when there is none or it does not fit.
   */
  unwrap(kekId: string, wrapped: Buffer, aad: Buffer): Promise<Buffer>;
}

/** KEKs in memory: the first wraps, the others still unwrap. */
export type KeyRing = { currentId: string; current: KeyObject; byId: ReadonlyMap<string, KeyObject> };

export function keyRing(keys: readonly [Buffer, ...Buffer[]]): KeyRing {
  const held = keys.map((key) => [idOf(key), createSecretKey(key)] as const);
  const [currentId, current] = [idOf(keys[0]), createSecretKey(keys[0])];
  return { currentId, current, byId: new Map(held) };
}

export function wrapIn({ currentId, current }: KeyRing, key: Buffer, aad: Buffer): Wrapped {
  return { wrapped: closeBox(current, aad, key), kekId: currentId };
}

/** @throws KeyUnavailable */
export function unwrapIn({ byId }: KeyRing, kekId: string, wrapped: Buffer, aad: Buffer): Buffer {
  const kek = byId.get(kekId);
  const key = kek && openBox(kek, aad, wrapped);
  if (!key) throw new KeyUnavailable(kekId);
  return key;
}

/** KEKs of the environment, held in memory. `previous` still unwrap, never wrap. */
export function localKeyProvider(keys: { current: Buffer; previous?: readonly Buffer[] }): KeyProvider {
  const ring = keyRing([keys.current, ...(keys.previous ?? [])]);
  return {
    currentId: async () => ring.currentId,
    wrap: async (key, aad) => wrapIn(ring, key, aad),
    unwrap: async (kekId, wrapped, aad) => unwrapIn(ring, kekId, wrapped, aad),
  };
}

/** A fingerprint that tells KEKs apart and says nothing about them. */
export function idOf(key: Buffer): string {
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

function assertKey(key: Buffer): void {
  if (key.length !== keyBytes)
    throw new RangeError("a key must be 32 bytes, in base64: openssl rand -base64 32");
}
