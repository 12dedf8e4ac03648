import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE } from "../proof/hash.ts";
import { hashPairs } from "./hash-pairs.ts";

/** A tile with all that is above its hashes: row 0 are these, row 8 is its root if it is full. */
export type TileTree = {
  /** How many hashes it has; the unfinished one has fewer than 256, and never other ones. */
  width: number;
  node(row: number, position: number): Bytes | undefined;
};

const HEIGHT = 8;

/** Joins a tile's hashes once, so that a proof only picks. */
export function treeOfTile(hashes: Uint8Array): TileTree {
  const rows: Uint8Array[] = [Buffer.from(hashes)];
  for (let row = 1; row <= HEIGHT; row += 1) rows.push(hashPairs(rows[row - 1] ?? new Uint8Array()));
  return {
    width: hashes.length / HASH_SIZE,
    node: (row, position) => {
      const own = rows[row];
      if (!own || (position + 1) * HASH_SIZE > own.length) return undefined;
      return new Uint8Array(own.subarray(position * HASH_SIZE, (position + 1) * HASH_SIZE));
    },
  };
}

/** Some 16 KB each: with 64 MB, all leaves of a million entries stay at hand. */
const MOST_TILES = 4_096;

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
