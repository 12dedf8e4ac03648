import { strengthOf, worthOf } from "../assess/features.ts";
import { shares } from "../assess/shares.ts";

/** A message as the model sees it. */
export type Sample = { features: readonly string[]; words: number; group: string };

/** Samples by number: those of row `r` are `columns[starts[r]…starts[r + 1]]`. */
export type Matrix = {
  names: readonly string[];
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
};

/** What was learned: the weight of feature `f` for class `c` is `weights[f * classes + c]`. */
export type Linear = { classes: number; bias: Float32Array; weights: Float32Array };

/** Features that fewer messages have say nothing. */
const rarest = 3;
const rounds = 60;

export function matrixOf(samples: readonly Sample[]): Matrix {
  const counts = new Map<string, number>();
  for (const { features } of samples)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const names = [...counts].flatMap(([name, count]) => (count >= rarest ? name : [])).sort();
  const numbers = new Map(names.map((name, number) => [name, number]));
  const starts = new Int32Array(samples.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [row, { features, words }] of samples.entries()) {
    const strength = strengthOf(words);
    for (const name of features) {
      const number = numbers.get(name);
      if (number === undefined) continue;
      columns.push(number);
      values.push(strength * worthOf(name));
    }
    starts[row + 1] = columns.length;
  }
  return { names, starts, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/**
 * Logistic regression with a pull of all weights towards zero, by accelerated gradient steps: one class beside the
 * others (`alone`), or classes of which one is right (`together`). Deterministic.
 * @param targets 1 where row `r` is of class `c`, at `r * classes + c`
 * @param isUsed which rows to learn from
 */
export function fit(
  matrix: Matrix,
  targets: Uint8Array,
  {
    classes,
    kind,
    decay,
    isUsed,
  }: { classes: number; kind: "alone" | "together"; decay: number; isUsed: (row: number) => boolean },
): Linear {
  const rows = Array.from({ length: matrix.starts.length - 1 }, (_, row) => row).filter(isUsed);
  const size = matrix.names.length * classes;
  const [weights, ahead, slope] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  const bias = biasOf(targets, rows, { classes, kind });
  const biasAhead = Float32Array.from(bias);
  const step = 1 / (steepest(matrix, rows) + decay);
  const scores = new Float32Array(classes);
  let pace = 1;
  for (let round = 0; round < rounds; round += 1) {
    slope.fill(0);
    const biasSlope = new Float32Array(classes);
    for (const row of rows) {
      scoresOf(matrix, row, { classes, bias: biasAhead, weights: ahead }, scores);
      errorsOf(scores, kind, targets, row);
      for (let c = 0; c < classes; c += 1) biasSlope[c] = (biasSlope[c] ?? 0) + (scores[c] ?? 0);
      const end = matrix.starts[row + 1] ?? 0;
      for (let at = matrix.starts[row] ?? 0; at < end; at += 1) {
        const value = matrix.values[at] ?? 0;
        const from = (matrix.columns[at] ?? 0) * classes;
        for (let c = 0; c < classes; c += 1)
          slope[from + c] = (slope[from + c] ?? 0) + value * (scores[c] ?? 0);
      }
    }
    const next = (1 + Math.sqrt(1 + 4 * pace * pace)) / 2;
    const carry = (pace - 1) / next;
    pace = next;
    for (let at = 0; at < size; at += 1) {
      const here = ahead[at] ?? 0;
      const moved = here - step * ((slope[at] ?? 0) / rows.length + decay * here);
      ahead[at] = moved + carry * (moved - (weights[at] ?? 0));
      weights[at] = moved;
    }
    for (let c = 0; c < classes; c += 1) {
      const moved = (biasAhead[c] ?? 0) - (step * (biasSlope[c] ?? 0)) / rows.length;
      biasAhead[c] = moved + carry * (moved - (bias[c] ?? 0));
      bias[c] = moved;
    }
  }
  return { classes, bias, weights };
}

/** The scores of a row, one per class, written into `into`. */
export function scoresOf(
  { starts, columns, values }: Matrix,
  row: number,
  { classes, bias, weights }: Linear,
  into: Float32Array,
): void {
  into.set(bias);
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    const value = values[at] ?? 0;
    const from = (columns[at] ?? 0) * classes;
    for (let c = 0; c < classes; c += 1) into[c] = (into[c] ?? 0) + value * (weights[from + c] ?? 0);
  }
}

/** Scores become probabilities, and these how far they are from the truth. */
function errorsOf(scores: Float32Array, kind: "alone" | "together", targets: Uint8Array, row: number): void {
  if (kind === "together") scores.set(shares(scores));
  for (let c = 0; c < scores.length; c += 1) {
    const said = kind === "together" ? (scores[c] ?? 0) : 1 / (1 + Math.exp(-(scores[c] ?? 0)));
    scores[c] = said - (targets[row * scores.length + c] ?? 0);
  }
}

function biasOf(
  targets: Uint8Array,
  rows: readonly number[],
  { classes, kind }: { classes: number; kind: "alone" | "together" },
): Float32Array {
  return Float32Array.from({ length: classes }, (_, c) => {
    if (kind === "together") return 0;
    const positives = rows.filter((row) => targets[row * classes + c] === 1).length;
    return Math.log((positives + 1) / (rows.length - positives + 1));
  });
}

/**
 * How steep the loss can be: the largest eigenvalue of what the rows have in common, by power iteration, times the
 * steepest slope of the logistic curve.
 */
function steepest({ names, starts, columns, values }: Matrix, rows: readonly number[]): number {
  let direction = new Float32Array(names.length).fill(1 / Math.sqrt(Math.max(1, names.length)));
  let largest = 0;
  for (let round = 0; round < 12; round += 1) {
    const next = new Float32Array(names.length);
    for (const row of rows) {
      const end = starts[row + 1] ?? 0;
      let along = 0;
      for (let at = starts[row] ?? 0; at < end; at += 1)
        along += (values[at] ?? 0) * (direction[columns[at] ?? 0] ?? 0);
      for (let at = starts[row] ?? 0; at < end; at += 1) {
        const column = columns[at] ?? 0;
        next[column] = (next[column] ?? 0) + along * (values[at] ?? 0);
      }
    }
    const length = Math.sqrt(next.reduce((sum, part) => sum + part * part, 0));
    largest = length / Math.max(1, rows.length);
    direction = next.map((part) => part / Math.max(length, 1e-9));
  }
  // The bias is a column of ones beside them.
  return (largest + 1) * 0.25;
}
