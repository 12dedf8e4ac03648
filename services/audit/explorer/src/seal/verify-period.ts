import type { Stretch, StretchPart } from "@liss/audit/auditor-api";
import {
  concat,
  type Finding,
  fromBase64,
  fromHex,
  fromText,
  type HashPairs,
  leafPreimage,
  nodePreimage,
  type Placed,
  parseVerifierKey,
  sha256,
  verifyStretch,
} from "@liss/audit/proof";

const HASH_SIZE = 32;
const PART = 1_024;
const UNKNOWN = "0".repeat(64);

export type PeriodVerification = { findings: Finding[]; from: number; to: number; checkpoints: number };

/** WebCrypto, many at a time; the tree over it is the offline verifier's own code. */
const hashPairs: HashPairs = async (row) => {
  const at = (nth: number) => row.subarray(nth * HASH_SIZE, (nth + 1) * HASH_SIZE);
  const pairs = Array.from({ length: row.length / (2 * HASH_SIZE) }, (_, pair) => pair);
  return concat(
    ...(await Promise.all(pairs.map((pair) => sha256(nodePreimage(at(pair * 2), at(pair * 2 + 1)))))),
  );
};

/**
 * Checks every entry of a period in this browser, part by part: only what was signed is believed, and that only by the
 * log's public key.
 * @throws the signal's reason when it is cancelled
 */
export async function verifyPeriod(options: {
  logKeys: string;
  stretch: Stretch;
  ask: (first: number, end: number) => Promise<StretchPart>;
  progress: (done: number, of: number) => void;
  signal: AbortSignal;
}): Promise<PeriodVerification> {
  const { logKeys, stretch, ask, progress, signal } = options;
  const lines = logKeys.split("\n").filter(Boolean);
  const keys = await Promise.all(lines.map((line) => parseVerifierKey(line)));
  const findings: Finding[] = [];
  const checked = verifyStretch({
    milestones: stretch.milestones.map(({ size, note, frontier }) => ({
      size,
      note,
      frontier: nodesOf(frontier),
    })),
    from: stretch.first,
    keys: keys.filter((key) => key !== undefined),
    hashPairs,
    found: (finding) => void findings.push(finding),
  });
  for (let first = stretch.first; first < stretch.end; first += PART) {
    signal.throwIfAborted();
    const end = Math.min(stretch.end, first + PART);
    await checked.take(await placesOf(first, await ask(first, end)));
    progress(end - stretch.first, stretch.end - stretch.first);
  }
  return { findings, ...(await checked.end()) };
}

/** Each entry in the place that it says is its own; those without a place of their own come where one is free. */
async function placesOf(first: number, { recorded, entries }: StretchPart): Promise<Placed[]> {
  const hashes = await Promise.all(entries.map((entry) => sha256(leafPreimage(fromText(entry)))));
  const places: Placed[] = recorded.map((hash) => ({
    computed: undefined,
    recorded: hash === UNKNOWN ? undefined : fromHex(hash),
    says: undefined,
  }));
  const strays = entries.flatMap((entry, nth) => {
    const says = indexIn(entry);
    const place = says === undefined ? undefined : places[says - first];
    if (!place || place.computed) return [nth];
    Object.assign(place, { computed: hashes[nth], says });
    return [];
  });
  for (const nth of strays) {
    const free = places.find(({ computed }) => computed === undefined);
    if (free) Object.assign(free, { computed: hashes[nth], says: indexIn(entries[nth] ?? "") });
  }
  return places;
}

function indexIn(entry: string): number | undefined {
  try {
    const { index } = JSON.parse(entry) as { index?: unknown };
    return typeof index === "number" ? index : undefined;
  } catch {
    return undefined;
  }
}

function nodesOf(frontier: string) {
  const nodes = fromBase64(frontier) ?? new Uint8Array();
  return Array.from({ length: Math.floor(nodes.length / HASH_SIZE) }, (_, node) =>
    nodes.slice(node * HASH_SIZE, (node + 1) * HASH_SIZE),
  );
}
