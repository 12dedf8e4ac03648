import { hash } from "node:crypto";
import type { Bytes } from "../proof/bytes.ts";
import type { Hash } from "../proof/hash.ts";

/** Node's own SHA-256 in one call: several times quicker than WebCrypto for the short inputs of a tree. */
export const sha256: Hash = (bytes): Bytes => hash("sha256", bytes, "buffer") as Bytes;

/** In hexadecimal, as it stands in entries. */
export const sha256Hex = (bytes: Uint8Array): string => hash("sha256", bytes, "hex");
