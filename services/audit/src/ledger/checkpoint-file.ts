import { createReadStream } from "node:fs";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";
import type { Signed } from "./checkpoint.ts";

/**
 * Every checkpoint, once more, outside the database: a line of JSON each, `{"size", "note", "leaves"}`; `leaves` is
 * base64 of the leaf hashes that it adds. Whoever restores an old backup, or rewrites the database as its superuser,
 * does not have this file agree with it, and the hashes tell which entry it was.
 */
export type CheckpointFile = {
  /** The newest checkpoint in the file. */
  last(): Signed | undefined;
  /** Writes them and waits until they are on the disk. */
  append(checkpoints: readonly Published[]): Promise<void>;
};
export type Published = Signed & { leaves?: string };

export class LedgerRolledBack extends Error {
  override readonly name = "LedgerRolledBack";
}

/** More than a line can be: 256 hashes and a note with many signatures. */
const TAIL = 256 * 1024;

export async function openCheckpointFile(path: string): Promise<CheckpointFile> {
  await mkdir(dirname(path), { recursive: true });
  const text = await tailOf(path);
  let last = lastOf(text.split("\n").slice(0, -1));
  // A line cut short by a crash was never confirmed; it is closed here, and its checkpoint written again.
  let start = text === "" || text.endsWith("\n") ? "" : "\n";

  return {
    last: () => last,
    append: async (checkpoints) => {
      const newest = checkpoints.at(-1);
      if (!newest) return;
      const file = await open(path, "a", 0o640);
      try {
        await file.appendFile(start + checkpoints.map((one) => `${JSON.stringify(one)}\n`).join(""));
        await file.datasync();
      } catch (error) {
        start = "\n"; // what a full disk left behind may be half a line
        throw error;
      } finally {
        await file.close();
      }
      start = "";
      last = { size: newest.size, note: newest.note };
    },
  };
}

/** Every checkpoint of the file, in its order; what a crash cut short is left out. Nothing when there is no file. */
export async function* readCheckpointFile(path: string): AsyncGenerator<Published> {
  if (!(await stat(path).catch(() => undefined))) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const published = parseLine(line);
    if (published) yield published;
  }
}

async function tailOf(path: string): Promise<string> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size <= TAIL) return size === 0 ? "" : readFile(path, "utf8");
  const file = await open(path, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(TAIL), 0, TAIL, size - TAIL);
    return buffer.toString("utf8");
  } finally {
    await file.close();
  }
}

function lastOf(lines: readonly string[]): Signed | undefined {
  for (const line of lines.toReversed()) {
    const published = parseLine(line);
    if (published) return { size: published.size, note: published.note };
  }
  return undefined;
}

function parseLine(line: string): Published | undefined {
  try {
    const { size, note, leaves } = JSON.parse(line) as Partial<Published>;
    if (typeof size !== "number" || typeof note !== "string") return undefined;
    return typeof leaves === "string" ? { size, note, leaves } : { size, note };
  } catch {
    return undefined; // a line that a crash cut short; the one before it counts
  }
}

/** Checkpoints per round of catching up: a bounded piece of memory after a long absence of the disk. */
const ROUND = 200;

/**
 * Brings the file up to date with the database: a crash between commit and file leaves some out.
 * @throws LedgerRolledBack when the file knows a checkpoint that the database does not have, or has otherwise
 */
export async function catchUp(db: Database<AuditTables>, file: CheckpointFile): Promise<number> {
  let written = 0;
  for (;;) {
    const last = file.last();
    const missing = await db
      .selectFrom("checkpoints")
      .select(["size", "note"])
      .where("size", ">=", last?.size ?? 0)
      .orderBy("size")
      .limit(ROUND)
      .execute();
    if (last) {
      const same = missing.shift();
      if (same?.size !== last.size || same.note !== last.note) {
        throw new LedgerRolledBack(
          `The database does not have the checkpoint of ${last.size} entries that was published: it was restored from an older copy or rewritten`,
        );
      }
    }
    if (missing.length === 0) return written;
    await file.append(await withLeaves(db, last?.size ?? 0, missing));
    written += missing.length;
  }
}

async function withLeaves(
  db: Database<AuditTables>,
  from: number,
  checkpoints: readonly Signed[],
): Promise<Published[]> {
  const rows = await db
    .selectFrom("entries")
    .select("leaf_hash")
    .where("index", ">=", from)
    .where("index", "<", checkpoints.at(-1)?.size ?? from)
    .orderBy("index")
    .execute();
  const leaves = Buffer.concat(rows.map((row) => row.leaf_hash));
  let start = from;
  return checkpoints.map((one) => {
    const own = leaves.subarray((start - from) * 32, (one.size - from) * 32).toString("base64");
    start = one.size;
    return { ...one, leaves: own };
  });
}
