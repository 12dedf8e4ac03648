import { evenNumbers, shuffle } from "./random.ts";

/** Texts as numbers: row `r` has the features `columns[starts[r]…starts[r + 1]]`, each worth its `values`. */
export type Rows = {
  /** How many features there are. */
  width: number;
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
};

/** What was learned: the weight of feature `f` for class `c` is `weights[f * classes + c]`. */
export type Linear = { classes: number; bias: Float32Array; weights: Float32Array };

export type LinearCourse = {
  classes: number;
  /** One class beside the others (`alone`), or classes of which one is right (`together`). */
  kind: "alone" | "together";
  /** Times that every row is read; what was learned is the mean of the second half of them. */
  rounds: number;
  /** How far a weight moves. */
  rate: number;
  /** A pull of all weights towards zero. */
  decay: number;
  seed: number;
  /** Which rows to learn from; all of them unless told. */
  isUsed?: (row: number) => boolean;
};

/** What is not known of a class that stands beside the others: nothing is learned from it. */
export const unknown = 2;
/** How far a weight may jump at first: the less, the more it was moved already. */
const restraint = 0.01;

/** Rows from the features of each and what each is worth. */
export function rowsOf(
  rows: readonly { columns: ArrayLike<number>; values: ArrayLike<number> }[],
  width: number,
): Rows {
  const starts = new Int32Array(rows.length + 1);
  for (const [row, { columns }] of rows.entries()) starts[row + 1] = (starts[row] as number) + columns.length;
  const all = starts[rows.length] as number;
  const [columns, values] = [new Int32Array(all), new Float32Array(all)];
  for (const [row, each] of rows.entries()) {
    columns.set(each.columns, starts[row]);
    values.set(each.values, starts[row]);
  }
  return { width, starts, columns, values };
}

/**
 * Logistic regression by AdaGrad. The same rows and course give the same weights. Source: Duchi, Hazan and Singer 2011.
 * @param targets at `r * classes + c`: 1 where row `r` is of class `c`, or may be when of several one is right; 0 where
 * it is not; `unknown` where nobody knows, of classes beside each other
 */
export function fit(rows: Rows, targets: Uint8Array, course: LinearCourse): Linear {
  const { starts, columns, values } = rows;
  const { classes, kind, rounds, rate, decay, isUsed = () => true } = course;
  const order = Array.from({ length: starts.length - 1 }, (_, row) => row).filter(isUsed);
  const now = empty(rows.width, classes);
  const mean = empty(rows.width, classes);
  const weights = adaGrad(now.weights, rate, restraint);
  const bias = adaGrad(now.bias, rate, 1);
  const errors = new Float32Array(classes);
  const random = evenNumbers(course.seed);
  const counted = Math.ceil(rounds / 2);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    for (const row of order) {
      scoresOf(rows, row, now, errors);
      errorsOf(errors, kind, targets, row);
      for (let c = 0; c < classes; c += 1) bias.move(c, errors[c] as number);
      const end = starts[row + 1] as number;
      for (let at = starts[row] as number; at < end; at += 1) {
        const value = values[at] as number;
        const from = (columns[at] as number) * classes;
        for (let place = from; place < from + classes; place += 1)
          weights.move(
            place,
            value * (errors[place - from] as number) + decay * (now.weights[place] as number),
          );
      }
    }
    if (round < rounds - counted) continue;
    addShare(mean.weights, now.weights, 1 / counted);
    addShare(mean.bias, now.bias, 1 / counted);
  }
  return mean;
}

/** The scores of a row, one per class, written into `into`. */
export function scoresOf(
  { starts, columns, values }: Rows,
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

/** Scores of classes of which one is right, as probabilities. */
export function shares(scores: Iterable<number>): number[] {
  const all = [...scores];
  const most = Math.max(...all);
  const powers = all.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The logarithm of odds as a probability. */
export const likelihood = (score: number): number => 1 / (1 + Math.exp(-score));

/** Numbers that are moved down their slopes, each the less the more it was moved already. */
export function adaGrad(
  numbers: Float32Array | Float64Array,
  rate: number,
  begin: number,
): { move(at: number, slope: number): void } {
  const squares = numbers.slice().fill(begin);
  return {
    move(at, slope) {
      const square = (squares[at] as number) + slope * slope;
      squares[at] = square;
      numbers[at] = (numbers[at] as number) - (rate * slope) / Math.sqrt(square);
    },
  };
}

function empty(width: number, classes: number): Linear {
  return { classes, bias: new Float32Array(classes), weights: new Float32Array(width * classes) };
}

function addShare(into: Float32Array, of: Float32Array, share: number): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] as number) + (of[at] as number) * share;
}

/** Scores become probabilities, and these how far they are from the truth. */
function errorsOf(scores: Float32Array, kind: LinearCourse["kind"], targets: Uint8Array, row: number): void {
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
    scores[c] = target === unknown ? 0 : likelihood(scores[c] ?? 0) - target;
  }
}
