import { type Bytes, concat, equal } from "./bytes.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import type { Frontier } from "./frontier.ts";
import { grow, type HashPairs, rootOfGrown } from "./grow.ts";
import { HASH_SIZE } from "./hash.ts";
import type { VerifierKey } from "./note.ts";

/** A checkpoint as it was published, with the right edge of its tree: whoever checks can begin anywhere. */
export type Milestone = {
  size: number;
  note: string;
  frontier: readonly Bytes[];
  /** Signature lines of witnesses that saw it. */
  cosignatures?: readonly string[];
};

/** What is known of one place of the log. */
export type Placed = {
  /** Hash of the entry that stands there; undefined when none does. */
  computed: Bytes | undefined;
  /** The hash that was written down when the entry was signed; undefined when that is not known. */
  recorded: Bytes | undefined;
  /** The index that the entry says it has. */
  says: number | undefined;
};

export type Finding =
  /** The entry is not the one that was written down for this place. */
  | { kind: "entry-changed"; index: number }
  | { kind: "entry-missing"; index: number }
  /** It says that it belongs elsewhere. */
  | { kind: "entry-misplaced"; index: number; says: number | null }
  /** The entry is proven by the signature; what was written down beside it is wrong. */
  | { kind: "hash-record-changed"; index: number }
  /** These entries, all in their places, do not give what was signed; which of them cannot be said. */
  | { kind: "root-differs"; from: number; to: number }
  | { kind: "checkpoint-forged"; size: number }
  /** Published, and gone: an older copy was put back, or the end was cut off. */
  | { kind: "entries-cut-off"; from: number; to: number }
  /** At the end, and under no signature. */
  | { kind: "entries-not-signed"; from: number; to: number };

export type Stretch = {
  /** The next places, in order. */
  take(places: readonly Placed[]): Promise<void>;
  /** The next places, in which each entry is in its own and as it was written down: only their hashes, 32 bytes each. */
  takeSound(leaves: Bytes): Promise<void>;
  /** Says what was proven, when there is nothing more. */
  end(): Promise<{ from: number; to: number; checkpoints: number }>;
};

/**
 * Checks a stretch of the log, from one checkpoint on: each entry against the hash written down for its place, those
 * hashes against every signature on the way. Between two checkpoints nothing is believed but the keys, so a place that
 * is wrong does not hide the next one.
 */
export function verifyStretch(options: {
  /** In order of size; the first is where the stretch begins, unless it begins with the log. */
  milestones: readonly Milestone[];
  from: number;
  keys: readonly VerifierKey[];
  hashPairs: HashPairs;
  found: (finding: Finding) => void;
}): Stretch {
  const { milestones, from, keys, hashPairs, found } = options;
  let frontier: Frontier | undefined = from === 0 ? { size: 0, nodes: [] } : undefined;
  let position = from;
  let next = 0;
  let checkpoints = 0;
  let proven = from;
  let span = emptySpan();

  /** Signatures are checked some way ahead, so that they need not be waited for one by one. */
  const opened = new Map<Milestone, Promise<Checkpoint | undefined>>();
  function open(milestone: Milestone): Promise<Checkpoint | undefined> {
    for (const one of milestones.slice(next, next + AHEAD)) {
      if (!opened.has(one)) opened.set(one, openWithAny(one.note, keys));
    }
    const own = opened.get(milestone) ?? openWithAny(milestone.note, keys);
    opened.delete(milestone);
    return own;
  }

  /** The right edge that a milestone brings along, if it is the one whose root was signed. */
  async function edgeOf({ size, frontier: nodes }: Milestone, root: Bytes): Promise<Frontier | undefined> {
    const brought: Frontier = { size, nodes };
    return nodes.length === bits(size) && (await isRoot(brought, root)) ? brought : undefined;
  }

  async function isRoot(tree: Frontier, root: Bytes): Promise<boolean> {
    const own = await rootOfGrown(hashPairs, tree);
    return own !== undefined && equal(own, root);
  }

  async function pass(milestone: Milestone): Promise<void> {
    const { size } = milestone;
    const head = await open(milestone);
    if (!head || head.size !== size) return found({ kind: "checkpoint-forged", size }); // the next one covers this span
    if (frontier && size > frontier.size) await settle(frontier, head);
    else if (frontier && !(await isRoot(frontier, head.root))) {
      found({ kind: "root-differs", from: proven, to: size });
    } else for (const finding of span.wrong) found(finding);
    checkpoints += 1;
    frontier ??= await edgeOf(milestone, head.root);
    proven = size;
    span = emptySpan();
  }

  async function settle(before: Frontier, { root, size }: Checkpoint): Promise<void> {
    const recorded = await grow(hashPairs, before, joined(span.recorded));
    if (await isRoot(recorded, root)) {
      frontier = recorded;
      for (const finding of span.wrong) found(finding);
      return;
    }
    const computed = await grow(hashPairs, before, joined(span.computed));
    if (await isRoot(computed, root)) {
      frontier = computed;
      for (const { index } of span.wrong.filter((one) => "index" in one)) {
        found({ kind: "hash-record-changed", index });
      }
      return;
    }
    frontier = undefined; // until a milestone that brings its own
    for (const finding of span.wrong) found(finding);
    if (span.wrong.length === 0) found({ kind: "root-differs", from: before.size, to: size });
  }

  async function passAllAt(size: number): Promise<void> {
    for (let one = milestones[next]; one && one.size <= size; one = milestones[next]) {
      next += 1;
      await pass(one);
    }
  }

  return {
    async take(places) {
      for (const place of places) {
        if ((milestones[next]?.size ?? Number.POSITIVE_INFINITY) <= position) await passAllAt(position);
        span.recorded.push(place.recorded ?? place.computed ?? unknown);
        span.computed.push(place.computed ?? place.recorded ?? unknown);
        const wrong = judge(position, place);
        if (wrong) span.wrong.push(wrong);
        position += 1;
      }
    },
    async takeSound(leaves) {
      for (let start = 0; start < leaves.length; ) {
        if ((milestones[next]?.size ?? Number.POSITIVE_INFINITY) <= position) await passAllAt(position);
        const ahead = (milestones[next]?.size ?? Number.POSITIVE_INFINITY) - position;
        const end = Math.min(leaves.length, start + ahead * HASH_SIZE);
        const piece = leaves.subarray(start, end);
        span.recorded.push(piece);
        span.computed.push(piece);
        position += piece.length / HASH_SIZE;
        start = end;
      }
    },
    async end() {
      await passAllAt(position);
      const beyond = milestones.at(-1);
      if (beyond && beyond.size > position && (await openWithAny(beyond.note, keys))) {
        for (const finding of span.wrong) found(finding);
        found({ kind: "entries-cut-off", from: position, to: beyond.size });
      } else if (position > proven) {
        for (const finding of span.wrong) found(finding);
        found({ kind: "entries-not-signed", from: proven, to: position });
      }
      return { from, to: proven, checkpoints };
    },
  };
}

const AHEAD = 16;
const unknown: Bytes = new Uint8Array(32);
/** Hashes since the last checkpoint, in pieces of one place or many. */
type Span = { recorded: Bytes[]; computed: Bytes[]; wrong: Finding[] };
const emptySpan = (): Span => ({ recorded: [], computed: [], wrong: [] });
/** Mostly there is one piece, and then nothing is copied. */
const joined = (pieces: readonly Bytes[]): Bytes =>
  pieces.length === 1 && pieces[0] ? pieces[0] : concat(...pieces);
const bits = (size: number) => size.toString(2).replaceAll("0", "").length;

function judge(index: number, { computed, recorded, says }: Placed): Finding | undefined {
  if (!computed) return { kind: "entry-missing", index };
  if (says !== index) return { kind: "entry-misplaced", index, says: says ?? null };
  if (recorded && recorded !== computed && !equal(computed, recorded))
    return { kind: "entry-changed", index };
  return undefined;
}

/** The checkpoint in a note that one of these keys signed: after a rotation the older keys still do. */
export async function openWithAny(
  note: string,
  keys: readonly VerifierKey[],
): Promise<Checkpoint | undefined> {
  for (const key of keys) {
    const checkpoint = await openCheckpoint(note, key);
    if (checkpoint) return checkpoint;
  }
  return undefined;
}
