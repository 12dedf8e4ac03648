import { sha256 } from "../ledger/sha256.ts";
import type { Bytes } from "../proof/bytes.ts";
import type { HashPairs } from "../proof/grow.ts";
import { HASH_SIZE, LEAF, NODE } from "../proof/hash.ts";
import type { Placed } from "../proof/stretch.ts";

const NEWLINE = 10;
const INDEX_KEY = Buffer.from('"index":');
const COMMA = 44;
const ZERO = 48;

/** One preimage, written over again and again. */
const node = Buffer.concat([NODE, Buffer.alloc(2 * HASH_SIZE)]);

export const hashPairs: HashPairs = (nodes) => {
  const parents: Bytes[] = [];
  for (let pair = 0; pair + 1 < nodes.length; pair += 2) {
    const [left, right] = [nodes[pair], nodes[pair + 1]];
    if (!left || !right) break;
    node.set(left, 1);
    node.set(right, 1 + HASH_SIZE);
    parents.push(sha256(node));
  }
  return parents;
};

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
    const place = places.length;
    const end = start < lines.length ? lines.indexOf(NEWLINE, start) : -1;
    const says = end < 0 ? undefined : indexIn(lines, start, end);
    // A hole: what stands here is the entry of a later place. Were it only misplaced, its own place would be taken.
    const isLater = says !== undefined && says > first + place && count - place > linesLeft(lines, start);
    if (end < 0 || isLater) {
      places.push({ computed: undefined, recorded: hashAt(recorded, place), says: undefined });
      continue;
    }
    const computed = leafHashOf(lines, start, end);
    places.push({ computed, recorded: sameOr(recorded, place, computed), says });
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
function indexIn(lines: Buffer, start: number, end: number): number | undefined {
  const at = lines.lastIndexOf(INDEX_KEY, end - INDEX_KEY.length);
  if (at < start) return undefined;
  let index = 0;
  const digits = at + INDEX_KEY.length;
  for (let position = digits; position < end; position += 1) {
    const digit = (lines[position] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) {
      return position > digits && lines[position] === COMMA && Number.isSafeInteger(index)
        ? index
        : undefined;
    }
    index = index * 10 + digit;
  }
  return undefined;
}

/** The recorded hash; the computed one itself when it is the same, so that nothing is copied or compared again. */
function sameOr(recorded: Buffer, place: number, computed: Bytes): Bytes | undefined {
  const start = place * HASH_SIZE;
  if (start + HASH_SIZE > recorded.length) return undefined;
  const isSame = recorded.compare(computed, 0, HASH_SIZE, start, start + HASH_SIZE) === 0;
  return isSame ? computed : hashAt(recorded, place);
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
