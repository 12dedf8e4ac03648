import type { Bytes } from "./bytes.ts";
import { joinLeftwards } from "./frontier.ts";
import type { Hash } from "./hash.ts";

/** A perfect subtree: leaves `index · 2^level` to `(index + 1) · 2^level − 1`. */
export type Place = { level: number; index: number };

/** Leaves `start` (included) to `end` (excluded). */
type Span = { start: number; end: number };

/** A proof as places: each of its hashes is one run of perfect subtrees, joined from the right. */
export type Path = readonly (readonly Place[])[];

/**
 * Where the hashes of an inclusion proof are, from the leaf upwards: PATH(m, D[n]) of RFC 6962 §2.1.1.
 * @throws RangeError when there is no such leaf
 */
export function inclusionPath(index: number, size: number): Path {
  assertWhole(index, size);
  if (index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  const spans: Span[] = [];
  let span: Span = { start: 0, end: size };
  while (span.end - span.start > 1) {
    const middle = span.start + largestPowerBelow(span.end - span.start);
    const left = { start: span.start, end: middle };
    const right = { start: middle, end: span.end };
    const inLeft = index < middle;
    spans.unshift(inLeft ? right : left);
    span = inLeft ? left : right;
  }
  return spans.map(perfectSubtrees);
}

/**
 * Where the hashes are that show a tree of `from` leaves to be a beginning of one of `to`: PROOF(m, D[n]) of
 * RFC 6962 §2.1.2. Empty when there is nothing to show (the empty tree, or the same one).
 * @throws RangeError when the older tree is larger
 */
export function consistencyPath(from: number, to: number): Path {
  assertWhole(from, to);
  if (from > to) throw new RangeError(`a tree of ${from} is not a beginning of one of ${to}`);
  if (from === 0 || from === to) return [];
  const spans: Span[] = [];
  let span: Span = { start: 0, end: to };
  let wholeOlderTree = true;
  while (span.end !== from) {
    const middle = span.start + largestPowerBelow(span.end - span.start);
    if (from <= middle) {
      spans.unshift({ start: middle, end: span.end });
      span = { start: span.start, end: middle };
    } else {
      spans.unshift({ start: span.start, end: middle });
      span = { start: middle, end: span.end };
      wholeOlderTree = false;
    }
  }
  // The verifier already has the older root; it needs this node only when it is not that root.
  if (!wholeOlderTree) spans.unshift(span);
  return spans.map(perfectSubtrees);
}

/** The proof's hashes, given the hash of every place in its path. */
export function fillPath(hash: Hash, path: Path, nodeAt: (place: Place) => Bytes): Bytes[] {
  return path.map((places) => {
    const joined = joinLeftwards(hash, places.map(nodeAt));
    if (!joined) throw new RangeError("a step of a proof covers no leaf");
    return joined;
  });
}

/** A span as perfect subtrees from left to right, largest first: in a proof, spans always start on their border. */
function perfectSubtrees({ start, end }: Span): Place[] {
  const places: Place[] = [];
  let position = start;
  while (position < end) {
    let level = 0;
    let width = 1;
    while (position % (width * 2) === 0 && position + width * 2 <= end) {
      width *= 2;
      level += 1;
    }
    places.push({ level, index: position / width });
    position += width;
  }
  return places;
}

/** The largest power of two smaller than `length` (at least 2). Numbers, not bit shifts: a tree may outgrow 2^31. */
function largestPowerBelow(length: number): number {
  let power = 1;
  while (power * 2 < length) power *= 2;
  return power;
}

function assertWhole(...numbers: number[]): void {
  if (numbers.some((number) => !Number.isSafeInteger(number) || number < 0)) {
    throw new RangeError("sizes and indexes are whole numbers");
  }
}
