import type { Bytes } from "./bytes.ts";
import { HASH_SIZE, type Hash, hashNode } from "./hash.ts";

/**
 * The right edge of a tree: the roots of its perfect subtrees, largest first, one for each bit set in `size`.
 * All that is needed to append and to know the root, at any size (RFC 9162 §2.1.2; "compact range" in Tessera).
 */
export type Frontier = { readonly size: number; readonly nodes: readonly Bytes[] };

export const emptyFrontier: Frontier = { size: 0, nodes: [] };

/** A finished perfect subtree: it covers leaves `index · 2^level` to `(index + 1) · 2^level − 1`. */
export type Node = { level: number; index: number; hash: Bytes };

/** The frontier after one more leaf. `finished` hears of every perfect subtree that the leaf completes. */
export function append(
  hash: Hash,
  frontier: Frontier,
  leafHash: Bytes,
  finished?: (node: Node) => void,
): Frontier {
  const nodes = [...frontier.nodes];
  let top = leafHash;
  let level = 0;
  let index = frontier.size;
  finished?.({ level, index, hash: top });
  // A trailing 1 bit in the size is a subtree as large as the one in hand: together they make the next level.
  while (index % 2 === 1) {
    const left = nodes.pop();
    if (!left) throw new RangeError("a frontier with fewer nodes than its size says");
    top = hashNode(hash, left, top);
    level += 1;
    index = (index - 1) / 2;
    finished?.({ level, index, hash: top });
  }
  nodes.push(top);
  return { size: frontier.size + 1, nodes };
}

/** The tree's root. Of the empty tree it is the hash of nothing. */
export function rootOf(hash: Hash, frontier: Frontier): Bytes {
  return joinLeftwards(hash, frontier.nodes) ?? hash(new Uint8Array());
}

/** Perfect subtrees side by side, largest first, become one node: the right ones are joined first. */
export function joinLeftwards(hash: Hash, nodes: readonly Bytes[]): Bytes | undefined {
  const last = nodes.at(-1);
  if (!last) return undefined;
  return nodes.slice(0, -1).reduceRight((right, left) => hashNode(hash, left, right), last);
}

/** A frontier as bytes, for a table: its nodes one after the other. */
export function encodeNodes(frontier: Frontier): Bytes {
  const bytes = new Uint8Array(frontier.nodes.length * HASH_SIZE);
  frontier.nodes.forEach((node, index) => {
    bytes.set(node, index * HASH_SIZE);
  });
  return bytes;
}

/** @throws RangeError when there are not as many nodes as `size` has bits set */
export function decodeFrontier(size: number, bytes: Uint8Array): Frontier {
  const expected = bitsSet(size);
  if (bytes.length !== expected * HASH_SIZE) throw new RangeError("not the frontier of a tree of that size");
  const nodes = Array.from(
    { length: expected },
    (_, index) => new Uint8Array(bytes.subarray(index * HASH_SIZE, (index + 1) * HASH_SIZE)),
  );
  return { size, nodes };
}

function bitsSet(size: number): number {
  return size.toString(2).replaceAll("0", "").length;
}
