import { type Bytes, concat } from "./bytes.ts";
import type { Frontier } from "./frontier.ts";
import { HASH_SIZE } from "./hash.ts";

/**
 * The parents of a row of nodes, 32 bytes each without anything between: of the first and second, of the third and fourth,
 * and so on. At once in Node, by WebCrypto in the browser; the tree over it is grown by the same code in both.
 */
export type HashPairs = (row: Bytes) => Bytes | Promise<Bytes>;

/** The frontier after this row of leaves, level by level, so that whoever hashes asynchronously waits once a level. */
export async function grow(hashPairs: HashPairs, frontier: Frontier, leaves: Bytes): Promise<Frontier> {
  const nodes = [...frontier.nodes]; // largest first, so the smallest perfect subtree is the last
  const kept: Bytes[] = [];
  let size = frontier.size;
  let row = leaves;
  while (row.length > 0) {
    if (size % 2 === 1) row = concat(nodes.pop() ?? missing(), row);
    if ((row.length / HASH_SIZE) % 2 === 1) {
      kept.unshift(new Uint8Array(row.subarray(-HASH_SIZE)));
      row = row.subarray(0, -HASH_SIZE);
    }
    if (row.length > 0) row = await hashPairs(row);
    size = Math.floor(size / 2);
  }
  return { size: frontier.size + leaves.length / HASH_SIZE, nodes: [...nodes, ...kept] };
}

/** The tree's root: perfect subtrees joined from the right. Undefined for the empty tree, which nobody signs here. */
export async function rootOfGrown(hashPairs: HashPairs, { nodes }: Frontier): Promise<Bytes | undefined> {
  let root = nodes.at(-1);
  for (const left of nodes.slice(0, -1).toReversed()) {
    if (root) root = await hashPairs(concat(left, root));
  }
  return root;
}

function missing(): never {
  throw new RangeError("a frontier with fewer nodes than its size says");
}
