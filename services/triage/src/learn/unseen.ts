import { fit, type LinearCourse, type Rows, scoresOf } from "@liss/classifier";
import type { Sample } from "./matrix.ts";

const folds = 3;

/**
 * The scores of each sample by a model that has read nothing of its author: what to expect of people nobody has read,
 * and where to set the thresholds. Of row `r` and class `c` at `[r][c]`.
 */
export function scoresUnseen(
  rows: Rows,
  samples: readonly Sample[],
  targets: Uint8Array,
  how: LinearCourse,
): number[][] {
  const foldOf = foldsOf(samples);
  const scores: number[][] = samples.map(() => []);
  const into = new Float32Array(how.classes);
  for (let fold = 0; fold < folds; fold += 1) {
    const isUsed = (row: number) => foldOf.get(samples[row]?.group ?? "") !== fold;
    const learned = fit(rows, targets, { ...how, isUsed });
    for (const row of samples.keys()) {
      if (isUsed(row)) continue;
      scoresOf(rows, row, learned, into);
      scores[row] = [...into];
    }
  }
  return scores;
}

/** The authors in parts of about as many messages: whoever wrote most first, always into the smallest part. */
function foldsOf(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { group } of samples) counts.set(group, (counts.get(group) ?? 0) + 1);
  const sizes = new Array<number>(folds).fill(0);
  const foldOf = new Map<string, number>();
  for (const [group, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    foldOf.set(group, fold);
    sizes[fold] = (sizes[fold] ?? 0) + count;
  }
  return foldOf;
}
