import { hash } from "node:crypto";
import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE, type Hash } from "../proof/hash.ts";

/**
 * Node's own SHA-256 in one call: several times quicker than WebCrypto for the short inputs of a tree. As a text of 32
 * characters, one a byte, it comes in half the time that a buffer of its own takes.
 */
export const digest = (bytes: Uint8Array): string => hash("sha256", bytes, "binary");

export const sha256: Hash = (bytes) => {
  const made = Buffer.allocUnsafe(HASH_SIZE);
  made.write(digest(bytes), "latin1");
  return made as Bytes;
};

/** In hexadecimal, as it stands in entries. */
export const sha256Hex = (bytes: Uint8Array): string => hash("sha256", bytes, "hex");
