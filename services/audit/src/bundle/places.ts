import { hash } from "node:crypto";
import type { Bytes } from "../proof/bytes.ts";
import type { HashAll } from "../proof/grow.ts";
import { HASH_SIZE, LEAF } from "../proof/hash.ts";
import type { Placed } from "../proof/stretch.ts";

const NEWLINE = 10;
const INDEX_KEY = Buffer.from('"index":');
const COMMA = 44;

/** Node's SHA-256 in one call: for short inputs the quickest there is. */
export const hashAll: HashAll = (preimages) => preimages.map((bytes) => sha256(bytes));
export const sha256 = (bytes: Uint8Array): Bytes => hash("sha256", bytes, "buffer") as Bytes;

/**
 * The places of one part: for each hash that was recorded, the entry that stands there. Entries say their index, and
 * one that says a later one than its place leaves the places before it empty.
 * @param lines entries, each followed by a newline; changed while they are hashed
 */
export function placesOf(first: number, recorded: Buffer, lines: Buffer): Placed[] {
  const count = recorded.length / HASH_SIZE;
  const places: Placed[] = [];
  let start = 0;
  while (places.length < count || start < lines.length) {
    const index = first + places.length;
    const end = start < lines.length ? lines.indexOf(NEWLINE, start) : -1;
    const line = end < 0 ? undefined : lines.subarray(start, end);
    const says = line && indexIn(line);
    const own = hashAt(recorded, places.length);
    // A hole: what stands here is the entry of a later place. Were it only misplaced, its own place would be taken.
    const isLater = says !== undefined && says > index && count - places.length > linesLeft(lines, start);
    if (line === undefined || isLater) {
      places.push({ computed: undefined, recorded: own, says: undefined });
      continue;
    }
    places.push({ computed: leafHashOf(lines, start, end), recorded: own, says });
    start = end + 1;
  }
  return places;
}

/** The entry's hash, with the prefix of a leaf put where the newline before it was: nothing is copied. */
function leafHashOf(lines: Buffer, start: number, end: number): Bytes {
  if (start === 0) return sha256(Buffer.concat([LEAF, lines.subarray(0, end)]));
  lines[start - 1] = LEAF[0] ?? 0;
  return sha256(lines.subarray(start - 1, end));
}

/**
 * The index that canonical JSON has: the last `"index":` in it, for of its members only texts come later, and within
 * a text the quotes would be escaped.
 */
function indexIn(line: Buffer): number | undefined {
  const at = line.lastIndexOf(INDEX_KEY);
  if (at < 0) return undefined;
  const end = line.indexOf(COMMA, at);
  const text = line.toString("latin1", at + INDEX_KEY.length, end);
  return /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : undefined;
}

function hashAt(recorded: Buffer, place: number): Bytes | undefined {
  const own = recorded.subarray(place * HASH_SIZE, (place + 1) * HASH_SIZE);
  return own.length < HASH_SIZE || own.equals(UNKNOWN) ? undefined : (own as Bytes);
}
const UNKNOWN = Buffer.alloc(HASH_SIZE);

function linesLeft(lines: Buffer, start: number): number {
  let count = 0;
  for (let at = lines.indexOf(NEWLINE, start); at >= 0; at = lines.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
