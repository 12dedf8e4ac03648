import type { Consistency, Facts, SessionInclusion, SignedCheckpoint, Step } from "@liss/audit/auditor-api";
import { factsOf } from "@liss/audit/facts";
import {
  type Checkpoint,
  fromHex,
  fromText,
  leafPreimage,
  openCheckpoint,
  parseVerifierKey,
  sha256,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from "@liss/audit/proof";

export type Broken = "signature" | "history" | "no-proof" | "inclusion" | "shown";
export type Verdict = { status: "proven" | "pending" } | { status: "broken"; reason: Broken };

export type Verification = {
  verdicts: ReadonlyMap<number, Verdict>;
  /** The first that is wrong; `index` is null when it is the seal itself. */
  broken: { index: number | null; reason: Broken } | null;
  proven: number;
  pending: number;
  seal: { size: number; root: string; keyId: string } | null;
};

/** A tree head that this browser verified before: the present one must grow out of it. */
export type Remembered = { size: number; root: string };
export type Memory = {
  recall(logKey: string): Remembered | undefined;
  keep(logKey: string, head: Remembered): void;
};

export type AskConsistency = (from: number, to: number) => Promise<Consistency | null>;

/**
 * Checks, in this browser and from the bytes that were sent, that each step is what the log signed: the signature of
 * the checkpoint, that it continues the one verified before, the place of each entry under it, and that what is
 * shown is what the entry says. Nothing of the service is believed but its public key.
 */
export async function verifySession(options: {
  steps: readonly Step[];
  inclusion: SessionInclusion;
  logKey: string;
  memory: Memory;
  /** Null when the log has no tree of that size. */
  askConsistency: AskConsistency;
}): Promise<Verification> {
  const { steps, inclusion, logKey, memory } = options;
  const key = await parseVerifierKey(logKey);
  const head = key && (await openCheckpoint(inclusion.checkpoint.note, key));
  if (!key || !head || !agrees(head, inclusion.checkpoint)) return spoilt("signature");
  if (!(await continuesHistory(head, memory.recall(logKey), options.askConsistency)))
    return spoilt("history");

  const verdicts = new Map<number, Verdict>();
  for (const step of steps) verdicts.set(step.index, await verifyStep(step, inclusion, head));
  const results = [...verdicts];
  const wrong = results.find(([, verdict]) => verdict.status === "broken");
  const [index, verdict] = wrong ?? [];
  if (!wrong) memory.keep(logKey, { size: head.size, root: toHex(head.root) });
  return {
    verdicts,
    broken: index !== undefined && verdict?.status === "broken" ? { index, reason: verdict.reason } : null,
    proven: results.filter(([, one]) => one.status === "proven").length,
    pending: results.filter(([, one]) => one.status === "pending").length,
    seal: { size: head.size, root: toHex(head.root), keyId: toHex(key.id) },
  };
}

const agrees = (head: Checkpoint, claimed: SignedCheckpoint) => head.size === claimed.size;

function spoilt(reason: Broken): Verification {
  return { verdicts: new Map(), broken: { index: null, reason }, proven: 0, pending: 0, seal: null };
}

async function continuesHistory(
  head: Checkpoint,
  before: Remembered | undefined,
  ask: AskConsistency,
): Promise<boolean> {
  if (!before) return true;
  // An older head than the one seen before: answers of two requests may cross, or an old copy was restored.
  const [older, newer] = [head, { size: before.size, root: fromHex(before.root) }].sort(
    (a, b) => a.size - b.size,
  );
  if (!older || !newer) return false;
  const consistency = await ask(older.size, newer.size);
  if (!consistency) return false;
  return verifyConsistency({ from: older, to: newer, proof: consistency.proof.map(fromHex) });
}

async function verifyStep(step: Step, inclusion: SessionInclusion, head: Checkpoint): Promise<Verdict> {
  if (!sameFacts(step)) return { status: "broken", reason: "shown" };
  if (step.index >= head.size) return { status: "pending" };
  const proof = inclusion.proofs.find(({ index }) => index === step.index)?.proof;
  // An entry read after the proofs were made is newer than they are; asking again will tell.
  if (!proof) return { status: "broken", reason: "no-proof" };
  const leafHash = await sha256(leafPreimage(fromText(step.entry)));
  const claim = { index: step.index, size: head.size, leafHash, proof: proof.map(fromHex), root: head.root };
  return (await verifyInclusion(claim)) ? { status: "proven" } : { status: "broken", reason: "inclusion" };
}

/** What is shown, computed again from the very text that was hashed. Names come from elsewhere and are not sealed. */
function sameFacts({ actorName: _name, leafHash: _hash, entry, ...shown }: Step): boolean {
  try {
    return sameValue(factsOf(entry), shown satisfies Facts);
  } catch {
    return false;
  }
}

function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return one === other;
  const [mine, theirs] = [Object.entries(one), Object.entries(other)];
  return (
    mine.length === theirs.length &&
    mine.every(([key, value]) => key in other && sameValue(value, (other as Record<string, unknown>)[key]))
  );
}
