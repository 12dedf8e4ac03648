import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE, NODE } from "../proof/hash.ts";
import { digest } from "./sha256.ts";

const PAIR = 2 * HASH_SIZE;
/** One preimage, written over again and again. */
const preimage = Buffer.concat([NODE, Buffer.alloc(PAIR)]);

/** The parents of a row of nodes, 32 bytes each; one without a neighbour at the end has none. */
export function hashPairs(row: Uint8Array): Bytes {
  const parents = Buffer.allocUnsafe(Math.floor(row.length / PAIR) * HASH_SIZE);
  for (let to = 0, from = 0; to < parents.length; to += HASH_SIZE, from += PAIR) {
    preimage.set(row.subarray(from, from + PAIR), 1);
    parents.write(digest(preimage), to, "latin1");
  }
  return parents as Bytes;
}
