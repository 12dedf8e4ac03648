import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE, NODE } from "../proof/hash.ts";
import { digest } from "./sha256.ts";

const PAIR = 2 * HASH_SIZE;
const WORD = Int32Array.BYTES_PER_ELEMENT;
/** One preimage, written over again and again; it begins before a word's border, so that its pair comes word by word. */
const preimage = Buffer.from(new ArrayBuffer(WORD + PAIR), WORD - NODE.length);
preimage.set(NODE);
const pair = new Int32Array(preimage.buffer, WORD);

/** The parents of a row of nodes, 32 bytes each; one without a neighbour at the end has none. */
export function hashPairs(nodes: Uint8Array): Bytes {
  const words = wordsOf(nodes);
  const parents = Buffer.allocUnsafe(Math.floor(nodes.length / PAIR) * HASH_SIZE);
  for (let to = 0, from = 0; to < parents.length; to += HASH_SIZE, from += pair.length) {
    for (let word = 0; word < pair.length; word += 1) pair[word] = words[from + word] ?? 0;
    parents.write(digest(preimage), to, "latin1");
  }
  return parents as Bytes;
}

function wordsOf(nodes: Uint8Array): Int32Array {
  const { buffer, byteOffset, length } = nodes.byteOffset % WORD === 0 ? nodes : new Uint8Array(nodes);
  return new Int32Array(buffer, byteOffset, Math.floor(length / WORD));
}
