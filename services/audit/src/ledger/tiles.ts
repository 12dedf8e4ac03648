import type { Transaction } from "@liss/database";
import { type Kysely, sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import type { Bytes } from "../proof/bytes.ts";
import type { Node } from "../proof/frontier.ts";
import { HASH_SIZE } from "../proof/hash.ts";
import { fillPath, type Path, type Place } from "../proof/path.ts";
import { sha256 } from "./sha256.ts";
import { type TileMemory, type TileTree, tileMemory, treeOfTile } from "./tile-tree.ts";

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

/** One memory for each database: replicas and tests have their own. */
const memories = new WeakMap<object, TileMemory>();
function memoryOf(db: Kysely<AuditTables>): TileMemory {
  const known = memories.get(db) ?? tileMemory();
  memories.set(db, known);
  return known;
}

/** Fills several paths at once: proofs of one session share most of their tiles. */
export async function proveAll(db: Kysely<AuditTables>, paths: readonly Path[]): Promise<Bytes[][]> {
  const wanted = new Map<string, TileName & { width: number }>();
  for (const place of paths.flat(2)) {
    const { key, level, tile, row, position } = spotOf(place);
    const width = Math.max((position + 1) * 2 ** row, wanted.get(key)?.width ?? 0);
    wanted.set(key, { level, tile, width });
  }
  const tiles = await readTiles(db, wanted);
  return paths.map((path) =>
    fillPath(sha256, path, (place) => {
      const { key, row, position } = spotOf(place);
      const hash = tiles.get(key)?.node(row, position);
      if (!hash) throw new RangeError(`the tree has no node ${place.index} at level ${place.level} yet`);
      return hash;
    }),
  );
}

type TileName = { level: number; tile: number };

/** Those that are not in memory: the full ones in one question; of what grows there is one at each level at most. */
async function readTiles(
  db: Kysely<AuditTables>,
  wanted: ReadonlyMap<string, TileName & { width: number }>,
): Promise<Map<string, TileTree>> {
  const memory = memoryOf(db);
  const tiles = new Map<string, TileTree>();
  const learn = (key: string, hashes: Uint8Array) => {
    const tile = treeOfTile(hashes);
    memory.keep(key, tile);
    tiles.set(key, tile);
  };
  for (const [key, { width }] of wanted) {
    const known = memory.find(key, width);
    if (known) tiles.set(key, known);
  }
  const names = [...wanted].filter(([key]) => !tiles.has(key)).map(([, name]) => name);
  if (names.length === 0) return tiles;
  const { rows } = await sql<{ level: number; index: number; hashes: Buffer }>`
    select level, index, hashes from tiles
    where (level, index) in (
      select * from unnest(${names.map(({ level }) => level)}::int[], ${names.map(({ tile }) => tile)}::bigint[]))`.execute(
    db,
  );
  for (const { level, index, hashes } of rows) learn(keyOf(level, index), hashes);
  const growing = names.filter(({ level, tile }) => !tiles.has(keyOf(level, tile)));
  await Promise.all(
    growing.map(async ({ level, tile }) =>
      learn(keyOf(level, tile), Buffer.concat(await readGrowing(db, level, tile))),
    ),
  );
  return tiles;
}

/**
 * The newest checkpoint, and in the same question the tile in which that leaf is, if it is not in memory: what else a
 * proof needs is mostly there already.
 */
export async function headFor(
  db: Kysely<AuditTables>,
  leaf: number,
): Promise<{ size: number; note: string } | undefined> {
  const tile = Math.floor(leaf / WIDTH);
  const memory = memoryOf(db);
  const key = keyOf(0, tile);
  const wanted = memory.find(key, WIDTH) ? null : tile;
  const { rows } = await sql<{ size: number; note: string; hashes: Buffer | null }>`
    select size, note, (select hashes from tiles where level = 0 and index = ${wanted}::bigint) as hashes
    from checkpoints order by size desc limit 1`.execute(db);
  const [head] = rows;
  if (head?.hashes) memory.keep(key, treeOfTile(head.hashes));
  return head && { size: head.size, note: head.note };
}

const keyOf = (level: number, tile: number) => `${level}/${tile}`;

/** Where a node of the tree is: in which tile, in which row above the tile's hashes, and where in that. */
function spotOf({ level, index }: Place) {
  const tileLevel = Math.floor(level / LEVELS_PER_TILE);
  const row = level % LEVELS_PER_TILE;
  const inRow = WIDTH / 2 ** row;
  const tile = Math.floor(index / inRow);
  return { key: keyOf(tileLevel, tile), level: tileLevel, tile, row, position: index % inRow };
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
