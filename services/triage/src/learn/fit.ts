import { countsFor } from "../assess/features.ts";
import { shares } from "../assess/shares.ts";

/** A message as the model sees it, a feature as often as it has it; `group` is who wrote it. */
export type Sample = { features: readonly string[]; group: string };

/** Samples by number: those of row `r` are `columns[starts[r]…starts[r + 1]]`, and the squares of their values add up to 1. */
export type Matrix = {
  names: readonly string[];
  /** What each of them counts for. @see countsFor */
  worth: readonly number[];
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
};

/** What was learned: the weight of feature `f` for class `c` is `weights[f * classes + c]`. */
export type Linear = { classes: number; bias: Float32Array; weights: Float32Array };

/** Features that fewer messages have say nothing. */
const rarest = 10;
/** Times that every message is read; what was learned is the mean of the second half of them. */
const rounds = 12;
const rate = 0.1;
/** How far a weight may jump at first: the less, the more it was moved already. */
const restraint = 0.01;

export function matrixOf(samples: readonly Sample[]): Matrix {
  const counts = new Map<string, number>();
  for (const { features } of samples)
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const names = [...counts].flatMap(([name, count]) => (count >= rarest ? name : [])).sort();
  const worth = names.map((name) => countsFor(name, { heardIn: counts.get(name) ?? 0, of: samples.length }));
  const numbers = new Map(names.map((name, number) => [name, number]));
  const starts = new Int32Array(samples.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [row, { features }] of samples.entries()) {
    const known = features.flatMap((name) => numbers.get(name) ?? []);
    const length = Math.hypot(...known.map((number) => worth[number] ?? 0));
    for (const number of known) {
      columns.push(number);
      values.push((worth[number] ?? 0) / length);
    }
    starts[row + 1] = columns.length;
  }
  return { names, worth, starts, columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/**
 * Logistic regression by AdaGrad with a pull of all weights towards zero: one class beside the others (`alone`), or
 * classes of which one is right (`together`). The same rows give the same weights.
 * @param targets at `r * classes + c`: 1 where row `r` is of class `c`, or may be when of several one is right; 0 where
 * it is not; 2 where nobody knows, of classes beside each other
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
  const { names, starts, columns, values } = matrix;
  const order = Array.from({ length: starts.length - 1 }, (_, row) => row).filter(isUsed);
  const size = names.length * classes;
  const now: Linear = { classes, bias: new Float32Array(classes), weights: new Float32Array(size) };
  const mean: Linear = { classes, bias: new Float32Array(classes), weights: new Float32Array(size) };
  const moved = new Float32Array(size).fill(restraint);
  const biasMoved = new Float32Array(classes).fill(1);
  const errors = new Float32Array(classes);
  const random = generator();
  const counted = Math.ceil(rounds / 2);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    for (const row of order) {
      scoresOf(matrix, row, now, errors);
      errorsOf(errors, kind, targets, row);
      for (let c = 0; c < classes; c += 1) {
        const slope = errors[c] as number;
        const soFar = (biasMoved[c] as number) + slope * slope;
        biasMoved[c] = soFar;
        now.bias[c] = (now.bias[c] as number) - (rate * slope) / Math.sqrt(soFar);
      }
      const end = starts[row + 1] as number;
      for (let at = starts[row] as number; at < end; at += 1) {
        const value = values[at] as number;
        const from = (columns[at] as number) * classes;
        for (let c = 0; c < classes; c += 1) {
          const weight = now.weights[from + c] as number;
          const slope = value * (errors[c] as number) + decay * weight;
          const soFar = (moved[from + c] as number) + slope * slope;
          moved[from + c] = soFar;
          now.weights[from + c] = weight - (rate * slope) / Math.sqrt(soFar);
        }
      }
    }
    if (round >= rounds - counted) {
      for (let at = 0; at < size; at += 1)
        mean.weights[at] = (mean.weights[at] as number) + (now.weights[at] as number) / counted;
      for (let c = 0; c < classes; c += 1)
        mean.bias[c] = (mean.bias[c] as number) + (now.bias[c] as number) / counted;
    }
  }
  return mean;
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
    const value = values[at] as number;
    const from = (columns[at] as number) * classes;
    for (let c = 0; c < classes; c += 1)
      into[c] = (into[c] as number) + value * (weights[from + c] as number);
  }
}

/** Scores become probabilities, and these how far they are from the truth. */
function errorsOf(scores: Float32Array, kind: "alone" | "together", targets: Uint8Array, row: number): void {
  const from = row * scores.length;
  if (kind === "together") {
    scores.set(shares(scores));
    let possible = 0;
    for (let c = 0; c < scores.length; c += 1) possible += (scores[c] ?? 0) * (targets[from + c] ?? 0);
    for (let c = 0; c < scores.length; c += 1)
      scores[c] = (scores[c] ?? 0) * (1 - (targets[from + c] ?? 0) / Math.max(possible, 1e-9));
    return;
  }
  for (let c = 0; c < scores.length; c += 1) {
    const target = targets[from + c] ?? 0;
    scores[c] = target === 2 ? 0 : 1 / (1 + Math.exp(-(scores[c] ?? 0))) - target;
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

/** Numbers from 0 to 1, the same on every machine. Source: the constants of Numerical Recipes. */
function generator(): () => number {
  let state = 20_200_428;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
