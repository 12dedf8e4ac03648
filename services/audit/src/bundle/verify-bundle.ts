import { availableParallelism } from "node:os";
import { checkedByNode } from "../ledger/ed25519.ts";
import { hashPairs } from "../ledger/hash-pairs.ts";
import { type Bytes, fromBase64 } from "../proof/bytes.ts";
import { HASH_SIZE } from "../proof/hash.ts";
import { COSIGNATURE, encodeVerifierKey, parseVerifierKey, type VerifierKey } from "../proof/note.ts";
import { type Finding, type Milestone, verifyStretch } from "../proof/stretch.ts";
import { foldReport } from "../report/fold.ts";
import type { Report } from "../report/report.ts";
import { BrokenBundle } from "./broken.ts";
import { BUNDLE_FORMAT, type CheckpointLine, json, type Manifest } from "./format.ts";
import { takePart, takeSoundPart } from "./places.ts";
import { readBundle } from "./read-bundle.ts";
import type { TarFile } from "./tar.ts";
import { checkWitnesses, type Witnessed, type WitnessFinding } from "./witnesses.ts";

export type BundleVerdict = {
  manifest: Manifest;
  /** The keys that were believed, as C2SP verifier keys. */
  keys: string[];
  /** Where those came from: whoever sent a bundle could have sent his own. */
  keysFrom: "given" | "bundle";
  proven: { from: number; to: number; checkpoints: number };
  /** What each witness vouches for, of those whose keys were given or came with the bundle. */
  witnessed: Witnessed[];
  witnessesFrom: "given" | "bundle";
  findings: (Finding | WitnessFinding | ReportFinding)[];
  /** What the entries themselves give; the one in the bundle must be the same. */
  report: Report;
  /** The format of the bundle's report when it is another than ours: its figures were reckoned by other rules. */
  otherReport?: string;
};

/** The report in the bundle is not what its entries give. */
export type ReportFinding = { kind: "report-differs" } | { kind: "report-missing" };

export type VerifyOptions = {
  /** Verifier keys obtained elsewhere. Without them the bundle's own are used, and that is said. */
  keys?: readonly VerifierKey[];
  /** Keys of witnesses, obtained elsewhere; without them those that the bundle brings. */
  witnesses?: readonly VerifierKey[];
  /** Checkpoints obtained elsewhere: the bundle must have every one of its stretch. */
  notes?: readonly { size: number; note: string }[];
  /** So many open and hash the parts at the same time; otherwise as many as the machine has processors for. */
  threads?: number;
  /** False leaves the report out, for measuring the proofs alone. */
  report?: boolean;
  progress?: (done: number, of: number) => void;
};

/**
 * Checks a bundle from its bytes alone.
 * @throws BrokenBundle when it is not one, or is cut short
 */
export async function verifyBundle(
  compressed: AsyncIterable<Uint8Array>,
  options: VerifyOptions = {},
): Promise<BundleVerdict> {
  const files = readBundle(compressed, {
    threads: options.threads ?? availableParallelism(),
    withText: options.report !== false,
  });
  const opening = await readOpening(files);
  const { manifest } = opening;
  const keys = (options.keys ?? opening.keys).map(checkedByNode);
  const findings: BundleVerdict["findings"] = [];
  const fold = foldReport(manifest.period);
  let stated: Buffer | undefined;
  const milestones = withNotes(opening.milestones, options.notes ?? [], manifest);
  const stretch = verifyStretch({
    milestones,
    from: manifest.first,
    keys,
    hashPairs,
    found: (finding) => void findings.push(finding),
  });

  let position = manifest.first;
  let hashes: Buffer | undefined;
  for await (const { name, body, sound } of files) {
    if (name.startsWith("hashes/")) hashes = body;
    if (name === "report.json") stated = body;
    if (!name.startsWith("entries/")) continue;
    if (options.report !== false) fold.takeLines(body);
    const places = sound ? sound.leaves.length : (hashes?.length ?? Number.NaN);
    if (places % HASH_SIZE !== 0) throw new BrokenBundle(`${name} comes without its hashes`);
    if (sound) await takeSoundPart(stretch, position, sound);
    else if (hashes) await takePart(stretch, position, hashes, body);
    position += places / HASH_SIZE;
    hashes = undefined;
    options.progress?.(position - manifest.first, manifest.end - manifest.first);
  }
  const proven = await stretch.end();
  const seen = await checkWitnesses(milestones, (options.witnesses ?? opening.witnesses).map(checkedByNode));
  findings.push(...seen.findings);
  if (position < manifest.end && !findings.some(({ kind }) => kind === "entries-cut-off")) {
    findings.push({ kind: "entries-cut-off", from: position, to: manifest.end });
  }
  const report = fold.end();
  const format = options.report === false || !stated ? undefined : formatOf(stated);
  const otherReport = format !== undefined && format !== report.format ? format : undefined;
  if (options.report !== false) {
    if (!stated) findings.push({ kind: "report-missing" });
    else if (otherReport === undefined && !stated.equals(json(report))) {
      findings.push({ kind: "report-differs" });
    }
  }
  return {
    manifest,
    keys: keys.map((key) => encodeVerifierKey(key)),
    keysFrom: options.keys ? "given" : "bundle",
    proven,
    witnessed: seen.witnessed,
    witnessesFrom: options.witnesses ? "given" : "bundle",
    findings,
    report,
    ...(otherReport !== undefined && { otherReport }),
  };
}

/** Undefined when it is no report at all: then it is compared, and found to differ. */
function formatOf(report: Buffer): string | undefined {
  try {
    const { format } = JSON.parse(report.toString("utf8")) as { format?: unknown };
    return typeof format === "string" && /^liss\.report\/\d+$/.test(format) ? format : undefined;
  } catch {
    return undefined;
  }
}

type Opening = {
  manifest: Manifest;
  keys: VerifierKey[];
  witnesses: VerifierKey[];
  milestones: Milestone[];
};

/** The files before the first part, in their order. */
async function readOpening(files: AsyncGenerator<TarFile>): Promise<Opening> {
  let manifest: Manifest | undefined;
  let keys: VerifierKey[] = [];
  let witnesses: VerifierKey[] = [];
  for (;;) {
    const { value: file, done } = await files.next();
    if (done) throw new BrokenBundle("this is not a bundle of the record: it has no checkpoints");
    if (file.name === "manifest.json") manifest = parseManifest(file.body);
    if (file.name === "keys.txt") keys = await parseKeys(file.body.toString("utf8"));
    if (file.name === "witnesses.txt") witnesses = await parseKeys(file.body.toString("utf8"), COSIGNATURE);
    if (file.name !== "checkpoints.jsonl") continue;
    if (!manifest) throw new BrokenBundle("this is not a bundle of the record: it has no manifest");
    return { manifest, keys, witnesses, milestones: parseMilestones(file.body) };
  }
}

function parseManifest(body: Buffer): Manifest {
  const manifest = parsed<Manifest>(body.toString("utf8"), "manifest.json");
  const { format, first, end, origin, period } = manifest;
  const whole = Number.isSafeInteger(first) && Number.isSafeInteger(end) && first >= 0 && first <= end;
  if (format !== BUNDLE_FORMAT || !whole || typeof origin !== "string" || !period) {
    throw new BrokenBundle(`the manifest is not one of ${BUNDLE_FORMAT}`);
  }
  return manifest;
}

/** Verifier keys, one a line: of logs, or with `COSIGNATURE` of witnesses. */
export async function parseKeys(text: string, algorithm?: typeof COSIGNATURE): Promise<VerifierKey[]> {
  const keys = await Promise.all(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => parseVerifierKey(line, algorithm)),
  );
  return keys.filter((key) => key !== undefined);
}

function parseMilestones(body: Buffer): Milestone[] {
  const lines = body.toString("utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const { size, note, frontier, cosignatures = [] } = parsed<CheckpointLine>(line, "checkpoints.jsonl");
    // There are thousands, and only after a forged one is it needed.
    return {
      size,
      note,
      cosignatures: Array.isArray(cosignatures) ? cosignatures.map(String) : [],
      get frontier() {
        return nodesOf(frontier ?? "");
      },
    };
  });
}

function nodesOf(text: string): Bytes[] {
  const nodes = fromBase64(text) ?? new Uint8Array();
  const count = Math.floor(nodes.length / HASH_SIZE);
  return Array.from({ length: count }, (_, node) => nodes.slice(node * HASH_SIZE, (node + 1) * HASH_SIZE));
}

function withNotes(
  milestones: readonly Milestone[],
  notes: readonly { size: number; note: string }[],
  { first, end }: Manifest,
): Milestone[] {
  const known = new Set(milestones.map(({ note }) => note));
  const others = notes.filter(({ size, note }) => size >= first && size <= end && !known.has(note));
  return [...milestones, ...others.map(({ size, note }) => ({ size, note, frontier: [] }))].sort(
    (a, b) => a.size - b.size,
  );
}

function parsed<T>(text: string, name: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new BrokenBundle(`${name} is damaged`);
  }
}
