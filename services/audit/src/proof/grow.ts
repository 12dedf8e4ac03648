import type { Bytes } from "./bytes.ts";
import type { Frontier } from "./frontier.ts";
import { nodePreimage } from "./hash.ts";

/** SHA-256 of several inputs: at once in Node, by WebCrypto in the browser. The tree is grown by the same code in both. */
export type HashAll = (preimages: readonly Uint8Array[]) => Bytes[] | Promise<Bytes[]>;

/** The frontier after these leaves, level by level, so that whoever hashes asynchronously waits once a level. */
export async function grow(
  hashAll: HashAll,
  frontier: Frontier,
  leafHashes: readonly Bytes[],
): Promise<Frontier> {
  const nodes = [...frontier.nodes]; // largest first, so the smallest perfect subtree is the last
  const kept: Bytes[] = [];
  let size = frontier.size;
  let row: readonly Bytes[] = leafHashes;
  while (row.length > 0) {
    if (size % 2 === 1) row = [nodes.pop() ?? missing(), ...row];
    const lone = row.length % 2 === 1 ? row.at(-1) : undefined;
    if (lone) kept.unshift(lone);
    const pairs = Array.from({ length: Math.floor(row.length / 2) }, (_, pair) =>
      nodePreimage(row[pair * 2] ?? missing(), row[pair * 2 + 1] ?? missing()),
    );
    row = await hashAll(pairs);
    size = Math.floor(size / 2);
  }
  return { size: frontier.size + leafHashes.length, nodes: [...nodes, ...kept] };
}

/** The tree's root: perfect subtrees joined from the right. */
export async function rootOfGrown(hashAll: HashAll, { nodes }: Frontier): Promise<Bytes> {
  const last = nodes.at(-1);
  if (!last) return (await hashAll([new Uint8Array()]))[0] ?? missing();
  let root = last;
  for (const left of nodes.slice(0, -1).toReversed()) {
    root = (await hashAll([nodePreimage(left, root)]))[0] ?? missing();
  }
  return root;
}

function missing(): never {
  throw new RangeError("a frontier with fewer nodes than its size says");
}
