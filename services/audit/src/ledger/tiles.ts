import type { Transaction } from "@liss/database";
import { type Kysely, sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import type { Bytes } from "../proof/bytes.ts";
import type { Node } from "../proof/frontier.ts";
import { HASH_SIZE, hashNode } from "../proof/hash.ts";
import { fillPath, type Path, type Place } from "../proof/path.ts";
import { sha256 } from "./sha256.ts";

/**
 * The tree is kept as C2SP tiles (https://c2sp.org/tlog-tiles): a tile holds 256 hashes of one of the levels 0, 8,
 * 16 …, so that a proof in a tree of millions reads a handful of rows. Full tiles are stored once; the unfinished
 * one at the right edge is read from the entries, or from the roots of the full tiles below it.
 */
const LEVELS_PER_TILE = 8;
const WIDTH = 2 ** LEVELS_PER_TILE;

/** Leaves in memory, from entry `first` on. */
type Leaves = { first: number; leaves: readonly { leafHash: Bytes }[] };

/** Stores the tiles that these freshly finished nodes complete: those of the leaves at once, then the few above them. */
export async function storeFullTiles(
  tx: Transaction<AuditTables>,
  finished: readonly Node[],
  known: Leaves,
): Promise<void> {
  const tops = finished.filter(({ level }) => level > 0 && level % LEVELS_PER_TILE === 0);
  const lowest = tops.filter(({ level }) => level === LEVELS_PER_TILE);
  const rows = [];
  for (const top of lowest)
    rows.push(tileUnder(top, leavesOf(top, known) ?? (await readTile(tx, 0, top.index))));
  if (rows.length > 0) await tx.insertInto("tiles").values(rows).execute();
  for (const top of tops.filter(({ level }) => level > LEVELS_PER_TILE).sort((a, b) => a.level - b.level)) {
    const hashes = await readTile(tx, top.level / LEVELS_PER_TILE - 1, top.index);
    await tx.insertInto("tiles").values(tileUnder(top, hashes)).execute();
  }
}

/** Undefined when the tile began before what is in memory. */
function leavesOf({ index }: Node, { first, leaves }: Leaves): Bytes[] | undefined {
  const start = index * WIDTH - first;
  return start < 0 ? undefined : leaves.slice(start, start + WIDTH).map(({ leafHash }) => leafHash);
}

function tileUnder({ level, index, hash }: Node, hashes: readonly Bytes[]) {
  const tile = { level: level / LEVELS_PER_TILE - 1, index };
  return { ...tile, hashes: Buffer.concat(hashes), root: Buffer.from(hash) };
}

/** Fills several paths at once: proofs of one session share most of their tiles. */
export async function proveAll(db: Kysely<AuditTables>, paths: readonly Path[]): Promise<Bytes[][]> {
  const tiles = await readTiles(
    db,
    new Map(paths.flat(2).map((place) => [tileOf(place).key, tileOf(place)])),
  );
  return paths.map((path) =>
    fillPath(sha256, path, (place) => nodeIn(tiles.get(tileOf(place).key) ?? [], place)),
  );
}

type TileName = { level: number; tile: number };

/** The full ones in one question; of what grows there is one at each level at most. */
async function readTiles(
  db: Kysely<AuditTables>,
  wanted: ReadonlyMap<string, TileName>,
): Promise<Map<string, Bytes[]>> {
  const names = [...wanted.values()];
  const { rows } = await sql<{ level: number; index: number; hashes: Buffer }>`
    select level, index, hashes from tiles
    where (level, index) in (
      select * from unnest(${names.map(({ level }) => level)}::int[], ${names.map(({ tile }) => tile)}::bigint[]))`.execute(
    db,
  );
  const tiles = new Map(rows.map(({ level, index, hashes }) => [`${level}/${index}`, split(hashes)]));
  const growing = [...wanted].filter(([key]) => !tiles.has(key));
  await Promise.all(
    growing.map(async ([key, { level, tile }]) => tiles.set(key, await readGrowing(db, level, tile))),
  );
  return tiles;
}

function tileOf({ level, index }: Place): { key: string; level: number; tile: number } {
  const tileLevel = Math.floor(level / LEVELS_PER_TILE);
  const tile = Math.floor((index * 2 ** (level % LEVELS_PER_TILE)) / WIDTH);
  return { key: `${tileLevel}/${tile}`, level: tileLevel, tile };
}

function nodeIn(tile: readonly Bytes[], { level, index }: Place): Bytes {
  const width = 2 ** (level % LEVELS_PER_TILE);
  const start = (index * width) % WIDTH;
  let row = tile.slice(start, start + width);
  if (row.length !== width) throw new RangeError(`the tree has no node ${index} at level ${level} yet`);
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, pair) => join(row, pair));
  }
  return single(row);
}

function join(row: readonly Bytes[], pair: number): Bytes {
  return hashNode(sha256, ...([row[pair * 2], row[pair * 2 + 1]] as [Bytes, Bytes]));
}

function single(row: readonly Bytes[]): Bytes {
  const [only] = row;
  if (!only) throw new RangeError("an empty tile has no root");
  return only;
}

/** The hashes of a tile from left to right; fewer than 256 when the tree ends in it. */
export async function readTile(db: Kysely<AuditTables>, level: number, tile: number): Promise<Bytes[]> {
  const full = await db
    .selectFrom("tiles")
    .select("hashes")
    .where("level", "=", level)
    .where("index", "=", tile)
    .executeTakeFirst();
  return full ? split(full.hashes) : readGrowing(db, level, tile);
}

async function readGrowing(db: Kysely<AuditTables>, level: number, tile: number): Promise<Bytes[]> {
  const [from, to] = [tile * WIDTH, (tile + 1) * WIDTH];
  const rows =
    level === 0
      ? await db
          .selectFrom("entries")
          .select(["index", "leaf_hash as hash"])
          .where("index", ">=", from)
          .where("index", "<", to)
          .orderBy("index")
          .execute()
      : await db
          .selectFrom("tiles")
          .select(["index", "root as hash"])
          .where("level", "=", level - 1)
          .where("index", ">=", from)
          .where("index", "<", to)
          .orderBy("index")
          .execute();
  rows.forEach((row, position) => {
    if (row.index !== from + position) throw new Error(`the record has a hole before entry ${row.index}`);
  });
  return rows.map((row) => new Uint8Array(row.hash));
}

function split(hashes: Buffer): Bytes[] {
  return Array.from(
    { length: hashes.length / HASH_SIZE },
    (_, index) => new Uint8Array(hashes.subarray(index * HASH_SIZE, (index + 1) * HASH_SIZE)),
  );
}
