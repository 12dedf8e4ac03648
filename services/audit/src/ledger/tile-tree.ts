import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE, hashNode } from "../proof/hash.ts";
import { sha256 } from "./sha256.ts";

/** A tile with all that is above its hashes: row 0 are these, row 8 is its root if it is full. */
export type TileTree = {
  /** How many hashes it has; the unfinished one has fewer than 256, and never other ones. */
  width: number;
  node(row: number, position: number): Bytes | undefined;
};

const HEIGHT = 8;

/** Joins a tile's hashes once, so that a proof only picks. */
export function treeOfTile(hashes: Uint8Array): TileTree {
  const rows: Buffer[] = [Buffer.from(hashes)];
  for (let row = 1; row <= HEIGHT; row += 1) {
    const below = rows[row - 1] ?? Buffer.alloc(0);
    const pairs = Math.floor(below.length / (2 * HASH_SIZE));
    const joined = Array.from({ length: pairs }, (_, pair) =>
      hashNode(sha256, at(below, pair * 2), at(below, pair * 2 + 1)),
    );
    rows.push(Buffer.concat(joined));
  }
  return {
    width: hashes.length / HASH_SIZE,
    node: (row, position) => {
      const own = rows[row];
      if (!own || (position + 1) * HASH_SIZE > own.length) return undefined;
      return new Uint8Array(at(own, position));
    },
  };
}

const at = (row: Buffer, position: number) => row.subarray(position * HASH_SIZE, (position + 1) * HASH_SIZE);

/** Some 16 KB each. */
const MOST_TILES = 2_000;

export type TileMemory = {
  /** One that has at least so many hashes. */
  find(key: string, width: number): TileTree | undefined;
  keep(key: string, tile: TileTree): void;
};

/** The tiles that proofs needed last. Nothing in them can become wrong: a place of the tree has one hash for ever. */
export function tileMemory(most = MOST_TILES): TileMemory {
  const tiles = new Map<string, TileTree>();
  return {
    find: (key, width) => {
      const tile = tiles.get(key);
      if (!tile || tile.width < width) return undefined;
      tiles.delete(key); // and in again at the end: a Map remembers the order
      tiles.set(key, tile);
      return tile;
    },
    keep: (key, tile) => {
      tiles.delete(key);
      tiles.set(key, tile);
      const [oldest] = tiles.keys();
      if (tiles.size > most && oldest !== undefined) tiles.delete(oldest);
    },
  };
}
