import { cosignaturesIn } from "../proof/cosignature.ts";
import { isBy, readSignature, type VerifierKey } from "../proof/note.ts";
import type { Milestone } from "../proof/stretch.ts";

/** What a witness vouches for: that it saw these trees, each the continuation of the one before. */
export type Witnessed = {
  witness: string;
  checkpoints: number;
  /** The largest tree of the stretch that it saw, and when; null when it signed none. */
  newest: { size: number; at: string } | null;
};

/** A line says to be of this witness, and is not. */
export type WitnessFinding = { kind: "cosignature-forged"; size: number; witness: string };

/**
 * Checks what witnesses signed under checkpoints. Lines of witnesses whose key nobody gave are let be, as the format
 * asks: they neither prove nor spoil anything.
 */
export async function checkWitnesses(
  milestones: readonly Milestone[],
  keys: readonly VerifierKey[],
): Promise<{ witnessed: Witnessed[]; findings: WitnessFinding[] }> {
  const findings: WitnessFinding[] = [];
  const witnessed: Witnessed[] = [];
  for (const key of keys) {
    const own: Witnessed = { witness: key.name, checkpoints: 0, newest: null };
    for (const { size, note, cosignatures = [] } of milestones) {
      // Handed over as one signed note, the lines of witnesses stand below the log's own.
      const lines = [...note.slice(note.lastIndexOf("\n\n") + 2).split("\n"), ...cosignatures];
      const claimed = lines.filter((line) => {
        const signature = readSignature(line);
        return signature !== undefined && isBy(key, signature);
      });
      if (claimed.length === 0) continue;
      const [signed] = await cosignaturesIn(claimed, note, key);
      if (!signed) {
        findings.push({ kind: "cosignature-forged", size, witness: key.name });
        continue;
      }
      own.checkpoints += 1;
      if (size >= (own.newest?.size ?? 0)) own.newest = { size, at: signed.at.toISOString() };
    }
    witnessed.push(own);
  }
  return { witnessed, findings };
}
