import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";
import { HASH_SIZE } from "../proof/hash.ts";
import type { Milestone } from "../proof/stretch.ts";
import { type Published, readCheckpointFile } from "./checkpoint-file.ts";

/** Rows read at a time; a multiple of every batch. */
export type Part = {
  first: number;
  /** 32 bytes a place: as the file outside the database has it, else the database; zeroes where neither does. */
  hashes: Buffer;
  /** The entries that are there, each followed by a newline. */
  entries: Buffer[];
};

const NEWLINE = Buffer.from("\n");

/**
 * The log as it is kept, from the database and from the file outside it, without judging either: what they say goes to
 * whoever verifies.
 */
export function logSource(db: Database<AuditTables>, checkpointFile: string) {
  /** What both have of the checkpoints `from` to `to` (included); the same one once. */
  async function milestones(from: number, to: number): Promise<Milestone[]> {
    const rows = await db
      .selectFrom("checkpoints")
      .select(["size", "note", "frontier"])
      .where("size", ">=", from)
      .where("size", "<=", to)
      .orderBy("size")
      .execute();
    const said = await db
      .selectFrom("cosignatures")
      .select(["size", "line"])
      .where("size", ">=", from)
      .where("size", "<=", to)
      .orderBy("witness")
      .execute();
    const lines = Map.groupBy(said, ({ size }) => size);
    const known = new Map<string, Milestone>();
    for (const { size, note, frontier } of rows) {
      const cosignatures = lines.get(size)?.map(({ line }) => line) ?? [];
      known.set(note, { size, note, frontier: split(frontier), cosignatures });
    }
    for await (const { size, note } of readCheckpointFile(checkpointFile)) {
      if (size >= from && size <= to && !known.has(note)) known.set(note, { size, note, frontier: [] });
    }
    return [...known.values()].sort((a, b) => a.size - b.size);
  }

  async function* parts(first: number, end: number, places: number): AsyncGenerator<Part> {
    const published = recordedHashes(readCheckpointFile(checkpointFile));
    for (let start = first; start < end; start += places) {
      const stop = Math.min(end, start + places);
      const rows = await db
        .selectFrom("entries")
        .select(["index", "bytes", "leaf_hash"])
        .where("index", ">=", start)
        .where("index", "<", stop)
        .orderBy("index")
        .execute();
      const hashes = Buffer.alloc((stop - start) * HASH_SIZE);
      for (const { index, leaf_hash } of rows) leaf_hash.copy(hashes, (index - start) * HASH_SIZE);
      await published.overlay(hashes, start, stop);
      yield { first: start, hashes, entries: rows.flatMap(({ bytes }) => [bytes, NEWLINE]) };
    }
  }

  /** The sizes between which a stretch is whole: the last checkpoint not after `from`, the first not before `to`. */
  async function around(from: number, to: number): Promise<{ first: number; end: number }> {
    let [first, end] = [0, 0];
    const see = (size: number) => {
      if (size <= from) first = Math.max(first, size);
      if (end < to) end = Math.max(end, size);
      else if (size >= to) end = Math.min(end, size);
    };
    const sizes = await db.selectFrom("checkpoints").select("size").orderBy("size").execute();
    for (const { size } of sizes) see(size);
    for await (const { size } of readCheckpointFile(checkpointFile)) see(size);
    return { first: Math.min(first, end), end };
  }

  return { milestones, parts, around };
}

export type LogSource = ReturnType<typeof logSource>;

/** Reads the file once, forwards, and lays the hashes it knows over those of the database. */
function recordedHashes(lines: AsyncGenerator<Published>) {
  let span = { start: 0, end: 0, hashes: Buffer.alloc(0) };

  return {
    async overlay(hashes: Buffer, start: number, stop: number): Promise<void> {
      for (;;) {
        const [from, to] = [Math.max(span.start, start), Math.min(span.end, stop)];
        if (span.hashes.length > 0 && from < to) {
          span.hashes.copy(
            hashes,
            (from - start) * HASH_SIZE,
            (from - span.start) * HASH_SIZE,
            (to - span.start) * HASH_SIZE,
          );
        }
        if (span.end >= stop) return;
        const { value, done } = await lines.next();
        if (done) return;
        if (value.size <= span.end) continue; // another replica wrote it too
        const own = Buffer.from(value.leaves ?? "", "base64");
        const isWhole = own.length === (value.size - span.end) * HASH_SIZE;
        span = { start: span.end, end: value.size, hashes: isWhole ? own : Buffer.alloc(0) };
      }
    },
  };
}

function split(nodes: Buffer): Milestone["frontier"] {
  return Array.from(
    { length: nodes.length / HASH_SIZE },
    (_, node) => new Uint8Array(nodes.subarray(node * HASH_SIZE, (node + 1) * HASH_SIZE)),
  );
}
