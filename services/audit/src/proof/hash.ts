import { type Bytes, concat } from "./bytes.ts";

/** SHA-256, at once. Growing the tree takes two of these per entry, so it is not asynchronous. */
export type Hash = (bytes: Uint8Array) => Bytes;

export const HASH_SIZE = 32;

/** The prefixes keep a leaf from passing for a node. Source: RFC 6962 §2.1, RFC 9162 §2.1.1. */
export const LEAF = Uint8Array.of(0x00);
export const NODE = Uint8Array.of(0x01);

export const leafPreimage = (entry: Uint8Array): Bytes => concat(LEAF, entry);
export function nodePreimage(left: Uint8Array, right: Uint8Array): Bytes {
  const preimage = new Uint8Array(NODE.length + left.length + right.length);
  preimage.set(NODE);
  preimage.set(left, NODE.length);
  preimage.set(right, NODE.length + left.length);
  return preimage;
}

export const hashLeaf = (hash: Hash, entry: Uint8Array): Bytes => hash(leafPreimage(entry));
export const hashNode = (hash: Hash, left: Uint8Array, right: Uint8Array): Bytes =>
  hash(nodePreimage(left, right));

/** SHA-256 of the platform: the same WebCrypto in the browser and in Node. What checks proofs uses this. */
export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}
