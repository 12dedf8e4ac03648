import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE, NODE } from "../proof/hash.ts";
import { digest } from "./sha256.ts";

const PAIR = 2 * HASH_SIZE;
/** One preimage, written over again and again. */
const preimage = Buffer.concat([NODE, Buffer.alloc(PAIR)]);

/** The parents of a row of nodes, 32 bytes each; one without a neighbour at the end has none. */
export function hashPairs(nodes: Uint8Array): Bytes {
  const row = Buffer.from(nodes.buffer, nodes.byteOffset, nodes.byteLength); // its copy is quicker than a view and `set`
  const parents = Buffer.allocUnsafe(Math.floor(row.length / PAIR) * HASH_SIZE);
  for (let to = 0, from = 0; to < parents.length; to += HASH_SIZE, from += PAIR) {
    row.copy(preimage, 1, from, from + PAIR);
    parents.write(digest(preimage), to, "latin1");
  }
  return parents as Bytes;
}
