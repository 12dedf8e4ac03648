import { fit, type Linear, type Matrix, type Sample, scoresOf } from "./fit.ts";

const folds = 3;

export type Learner = {
  classes: number;
  kind: "alone" | "together";
  decay: number;
  keep: (learned: Linear) => Linear;
};

/**
 * The scores of each sample by a model that has seen none of its template: what to expect of messages nobody has
 * seen, and where to set the thresholds. Of row `r` and class `c` at `[r][c]`.
 */
export function scoresUnseen(
  matrix: Matrix,
  samples: readonly Sample[],
  targets: Uint8Array,
  { classes, kind, decay, keep }: Learner,
): number[][] {
  const groups = [...new Set(samples.map(({ group }) => group))];
  const foldOf = new Map(shuffled(groups.length).map((at, place) => [groups[at], place % folds]));
  const folded = samples.map(({ group }) => foldOf.get(group));
  const scores: number[][] = samples.map(() => []);
  const into = new Float32Array(classes);
  for (let fold = 0; fold < folds; fold += 1) {
    const isUsed = (row: number) => folded[row] !== fold;
    const learned = keep(fit(matrix, targets, { classes, kind, decay, isUsed }));
    for (const row of samples.keys()) {
      if (folded[row] !== fold) continue;
      scoresOf(matrix, row, learned, into);
      scores[row] = [...into];
    }
  }
  return scores;
}

/** The numbers below `size` in an order that is always the same. */
function shuffled(size: number): number[] {
  const order = Array.from({ length: size }, (_, number) => number);
  let state = 20_200_428;
  for (let at = size - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}
