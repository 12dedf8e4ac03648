import { digest, sha256 } from "../ledger/sha256.ts";
import type { Bytes } from "../proof/bytes.ts";
import { HASH_SIZE, LEAF } from "../proof/hash.ts";
import type { Placed, Stretch } from "../proof/stretch.ts";

const NEWLINE = 10;
const INDEX_KEY = Buffer.from('"index":');
/** What is looked for: one byte is found sooner than eight, and in what follows an x is rare. */
const RARE = INDEX_KEY.indexOf("x");
const X = 120;
const COMMA = 44;
const ZERO = 48;

/** Entries that follow one another from place `first` on, each as it was written down; 32 bytes of hash a place. */
export type SoundPart = { first: number; leaves: Bytes };

/**
 * Hands the next part over: as hashes alone when all its entries are sound, which is nearly always, else place by place.
 * @param lines entries, each followed by a newline
 */
export function takePart(stretch: Stretch, first: number, recorded: Buffer, lines: Buffer): Promise<void> {
  const sound = soundPart(recorded, lines);
  return sound ? takeSoundPart(stretch, first, sound) : stretch.take(placesOf(first, recorded, lines));
}

/** Hands over a part that is sound in itself, and may yet be one of another place. */
export function takeSoundPart(stretch: Stretch, first: number, sound: SoundPart): Promise<void> {
  if (sound.first === first) return stretch.takeSound(sound.leaves);
  const places = Array.from({ length: sound.leaves.length / HASH_SIZE }, (_, place): Placed => {
    const own = sound.leaves.subarray(place * HASH_SIZE, (place + 1) * HASH_SIZE);
    return { computed: own, recorded: own, says: sound.first + place };
  });
  return stretch.take(places);
}

/**
 * The hashes of a part's entries, and the place from which on they stand, when they follow one another and each is as it
 * was written down; undefined when one does not or is not. Whether the part belongs at that place is the caller's to say.
 */
export function soundPart(recorded: Buffer, lines: Buffer): SoundPart | undefined {
  const first = indexIn(lines, 0, lines.indexOf(NEWLINE));
  const leaves = first === undefined ? undefined : soundLeaves(first, recorded, lines);
  return first === undefined || leaves === undefined ? undefined : { first, leaves };
}

/** The hashes of the entries when each says its own place and is as it was written down; undefined when one is not. */
function soundLeaves(first: number, recorded: Buffer, lines: Buffer): Bytes | undefined {
  const leaves = Buffer.allocUnsafe(recorded.length);
  let start = 0;
  for (let at = 0; at < leaves.length; at += HASH_SIZE) {
    const end = lines.indexOf(NEWLINE, start);
    if (end < 0 || indexIn(lines, start, end) !== first + at / HASH_SIZE) return undefined;
    leaves.write(leafDigest(lines, start, end), at, "latin1");
    start = end + 1;
  }
  return start === lines.length && leaves.equals(recorded) ? leaves : undefined;
}

/** The entry's hash, with the prefix of a leaf put for a moment where the newline before it is: nothing is copied. */
function leafDigest(lines: Buffer, start: number, end: number): string {
  if (start === 0) return digest(Buffer.concat([LEAF, lines.subarray(0, end)]));
  lines[start - 1] = LEAF[0] ?? 0;
  const made = digest(lines.subarray(start - 1, end));
  lines[start - 1] = NEWLINE;
  return made;
}

/**
 * The places of one part: for each hash that was recorded, the entry that stands there. Entries say their index, and
 * one that says a later one than its place leaves the places before it empty.
 */
function placesOf(first: number, recorded: Buffer, lines: Buffer): Placed[] {
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
    const computed = sha256(Buffer.concat([LEAF, lines.subarray(start, end)]));
    places.push({ computed, recorded: sameOr(recorded, place, computed), says });
    start = end + 1;
  }
  return places;
}

/**
 * The index that canonical JSON has: the last `"index":` in it, for of its members only texts come later, and within
 * a text the quotes would be escaped.
 */
function indexIn(lines: Buffer, start: number, end: number): number | undefined {
  const at = lastKeyIn(lines, start, end);
  if (at === undefined) return undefined;
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

function lastKeyIn(lines: Buffer, start: number, end: number): number | undefined {
  for (let before = end - (INDEX_KEY.length - RARE); before >= start + RARE; ) {
    const at = lines.lastIndexOf(X, before) - RARE;
    if (at < start) return undefined;
    if (isKeyAt(lines, at)) return at;
    before = at + RARE - 1;
  }
  return undefined;
}

function isKeyAt(lines: Buffer, at: number): boolean {
  for (let nth = 0; nth < INDEX_KEY.length; nth += 1) if (lines[at + nth] !== INDEX_KEY[nth]) return false;
  return true;
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
