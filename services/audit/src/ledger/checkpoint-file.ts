import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";
import type { Signed } from "./checkpoint.ts";

/**
 * Every checkpoint, once more, outside the database: one line of JSON each, `{"size", "note"}`. Whoever restores an
 * old backup, or rewrites the database as its superuser, does not have this file agree with it.
 */
export type CheckpointFile = {
  /** The newest checkpoint in the file. */
  last(): Signed | undefined;
  /** Writes them and waits until they are on the disk. */
  append(checkpoints: readonly Signed[]): Promise<void>;
};

export class LedgerRolledBack extends Error {
  override readonly name = "LedgerRolledBack";
}

export async function openCheckpointFile(path: string): Promise<CheckpointFile> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const whole = text.split("\n").slice(0, -1);
  let last = lastOf(whole);
  // A line cut short by a crash was never confirmed; it is closed here, and its checkpoint written again.
  let start = text === "" || text.endsWith("\n") ? "" : "\n";

  return {
    last: () => last,
    append: async (checkpoints) => {
      const newest = checkpoints.at(-1);
      if (!newest) return;
      const file = await open(path, "a", 0o640);
      try {
        const lines = checkpoints.map(({ size, note }) => `${JSON.stringify({ size, note })}\n`);
        await file.appendFile(start + lines.join(""));
        await file.datasync();
      } catch (error) {
        start = "\n"; // what a full disk left behind may be half a line
        throw error;
      } finally {
        await file.close();
      }
      start = "";
      last = newest;
    },
  };
}

function lastOf(lines: readonly string[]): Signed | undefined {
  for (const line of lines.toReversed()) {
    try {
      const { size, note } = JSON.parse(line) as Partial<Signed>;
      if (typeof size === "number" && typeof note === "string") return { size, note };
    } catch {
      // A line that a crash cut short; the one before it counts.
    }
  }
  return undefined;
}

/**
 * Brings the file up to date with the database: a crash between commit and file leaves some out.
 * @throws LedgerRolledBack when the file knows a checkpoint that the database does not have, or has otherwise
 */
export async function catchUp(db: Database<AuditTables>, file: CheckpointFile): Promise<number> {
  const last = file.last();
  const missing = await db
    .selectFrom("checkpoints")
    .select(["size", "note"])
    .where("size", ">=", last?.size ?? 0)
    .orderBy("size")
    .execute();
  if (last) {
    const same = missing.shift();
    if (same?.size !== last.size || same.note !== last.note) {
      throw new LedgerRolledBack(
        `The database does not have the checkpoint of ${last.size} entries that was published: it was restored from an older copy or rewritten`,
      );
    }
  }
  await file.append(missing);
  return missing.length;
}
