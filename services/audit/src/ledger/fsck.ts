import { CheckpointPublished } from "@liss/contracts";
import type { Database } from "@liss/database";
import { sql } from "kysely";
import { takePart } from "../bundle/places.ts";
import type { AuditTables } from "../database/tables.ts";
import { equal } from "../proof/bytes.ts";
import { leafPreimage } from "../proof/hash.ts";
import type { VerifierKey } from "../proof/note.ts";
import { type Finding, verifyStretch } from "../proof/stretch.ts";
import { columnsOf } from "./columns.ts";
import { checkedByNode } from "./ed25519.ts";
import { decodeEntry, messagesOf } from "./entry.ts";
import { hashPairs } from "./hash-pairs.ts";
import { logSource } from "./log-source.ts";
import { sha256 } from "./sha256.ts";

/** What the record's tables say beside the entries, and should not say otherwise. */
export type TableFinding =
  /** A column by which the entry is found is not what the entry says. */
  | { kind: "column-differs"; index: number; column: string }
  | { kind: "mentions-differ"; index: number }
  | { kind: "tile-differs"; level: number; index: number };

export type FsckResult = {
  proven: { from: number; to: number; checkpoints: number };
  findings: (Finding | TableFinding)[];
};

const PLACES = 4_096;

/**
 * Checks the whole record where it is kept: every entry under every signature, as the offline verifier does, and then
 * that the tables beside it, by which entries are found and proven, say the same.
 */
export async function fsck(options: {
  db: Database<AuditTables>;
  checkpointFile: string;
  keys: readonly VerifierKey[];
  progress?: (done: number, of: number) => void;
}): Promise<FsckResult> {
  const { db, checkpointFile, progress } = options;
  const keys = options.keys.map(checkedByNode);
  const findings: FsckResult["findings"] = [];
  const found = (finding: Finding | TableFinding) => void findings.push(finding);
  const source = logSource(db, checkpointFile);
  const last = await db
    .selectFrom("entries")
    .select("index")
    .orderBy("index", "desc")
    .limit(1)
    .executeTakeFirst();
  const written = last === undefined ? 0 : last.index + 1;
  const { end: signed } = await source.around(0, Number.MAX_SAFE_INTEGER);
  const end = Math.max((await isStillYoung(db, signed)) ? signed : written, signed);

  const milestones = await source.milestones(0, end);
  const stretch = verifyStretch({ milestones, from: 0, keys, hashPairs, found });
  for await (const { first, hashes, entries } of source.parts(0, end, PLACES)) {
    await takePart(stretch, first, hashes, Buffer.concat(entries));
    await checkTables(db, first, Math.min(end, first + PLACES), found);
    progress?.(Math.min(end, first + PLACES), end);
  }
  const proven = await stretch.end();
  await checkTiles(db, found);
  return { proven, findings };
}

/** Longer than any signature takes; what is younger may be signed while one looks. */
const YOUNG_MS = 10_000;

/** Whether what follows the last signature may well be without one: it is new, or only tells of signatures. */
async function isStillYoung(db: Database<AuditTables>, signed: number): Promise<boolean> {
  const first = await db
    .selectFrom("entries")
    .select("received_at")
    .where("index", ">=", signed)
    .where("type", "is distinct from", CheckpointPublished.type)
    .orderBy("index")
    .limit(1)
    .executeTakeFirst();
  const age = first === undefined ? 0 : Date.now() - first.received_at.getTime();
  return age >= 0 && age < YOUNG_MS;
}

async function checkTables(
  db: Database<AuditTables>,
  first: number,
  end: number,
  found: (finding: TableFinding) => void,
): Promise<void> {
  const inPart = db.selectFrom("entries").where("index", ">=", first).where("index", "<", end);
  const rows = await inPart.selectAll().orderBy("index").execute();
  const mentioned = await db
    .selectFrom("mentions")
    .selectAll()
    .where("entry_index", ">=", first)
    .where("entry_index", "<", end)
    .execute();
  const mentions = new Map<number, string[]>();
  for (const { entry_index, message_id } of mentioned) {
    mentions.set(entry_index, [...(mentions.get(entry_index) ?? []), message_id]);
  }
  for (const row of rows) {
    if (!equal(row.leaf_hash, sha256(leafPreimage(row.bytes)))) continue; // said already, of the entry itself
    const entry = decodeEntry(row.bytes);
    const columns = { ...columnsOf(entry), body_sha256: entry.bodySha256 };
    const stored = { ...row, body_sha256: row.body_sha256.toString("hex") };
    for (const [column, value] of Object.entries(columns)) {
      if (comparable(stored[column as keyof typeof columns]) !== comparable(value)) {
        found({ kind: "column-differs", index: row.index, column });
      }
    }
    const own = mentions.get(row.index)?.sort().join() ?? "";
    if (own !== messagesOf(entry).sort().join()) found({ kind: "mentions-differ", index: row.index });
  }
}

/** Instants as the database gives them and as the entry writes them; identifiers in lower case, as Postgres does. */
function comparable(value: string | number | Date | null): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  const text = String(value);
  return /^[0-9a-f-]{36}$/i.test(text) ? text.toLowerCase() : text;
}

/** Every full tile holds the hashes of the entries, or the roots of the tiles, under it. */
async function checkTiles(db: Database<AuditTables>, found: (finding: TableFinding) => void): Promise<void> {
  let after: { level: number; index: number } | undefined = { level: 0, index: -1 };
  while (after) {
    const { level, index: from }: { level: number; index: number } = after;
    const tile = await db
      .selectFrom("tiles")
      .selectAll()
      .where((eb) =>
        eb.or([eb("level", ">", level), eb.and([eb("level", "=", level), eb("index", ">", from)])]),
      )
      .orderBy("level")
      .orderBy("index")
      .limit(1)
      .executeTakeFirst();
    after = tile && { level: tile.level, index: tile.index };
    if (!tile) return;
    const [first, end] = [tile.index * 256, (tile.index + 1) * 256];
    const { rows: under } = await (tile.level === 0
      ? sql<{ hash: Buffer }>`
          select leaf_hash as hash from entries where index >= ${first} and index < ${end} order by index`
      : sql<{ hash: Buffer }>`
          select root as hash from tiles
          where level = ${tile.level - 1} and index >= ${first} and index < ${end} order by index`
    ).execute(db);
    if (!equal(tile.hashes, Buffer.concat(under.map(({ hash }) => hash)))) {
      found({ kind: "tile-differs", level: tile.level, index: tile.index });
    }
  }
}
