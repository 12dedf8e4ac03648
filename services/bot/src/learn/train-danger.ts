import { plainWords, soundOf } from "../language/words.ts";
import { allBuckets, bucketsOf, kindsOf } from "../signals/word-features.ts";

export type Lesson = {
  text: string;
  danger: boolean;
  /** Lessons of one construction stay together when some are set aside to measure. */
  template: string;
};

/** How it learns. Tried on lessons that were set aside; more passes or a steeper pace learn by heart. */
const pace = { passes: 12, step: 0.25, decay: 2e-6, bias: 0.05 };
/** A feature must be in so many lessons of different texts. */
const seenAtLeast = 2;

/**
 * Logistic regression over the features of texts, by stochastic gradient (AdaGrad). The same lessons give the same
 * weights: the order is shuffled by a generator of its own.
 */
export function trainDanger(
  lessons: readonly Pick<Lesson, "text" | "danger">[],
  random: () => number,
): { bias: number; weights: Float32Array } {
  const rows = lessons.map(({ text, danger }) => ({
    kinds: kindsOf(bucketsOf(plainWords(text).map(soundOf))),
    danger,
  }));
  const seen = new Uint16Array(allBuckets);
  for (const { kinds } of rows)
    for (const kind of kinds) for (const bucket of kind) seen[bucket] = (seen[bucket] ?? 0) + 1;
  const weights = new Float32Array(allBuckets);
  const steps = new Float32Array(allBuckets).fill(1e-2);
  let bias = 0;
  for (let pass = 0; pass < pace.passes; pass += 1) {
    shuffle(rows, random);
    for (const { kinds, danger } of rows) {
      const scales = kinds.map((kind) => 1 / Math.sqrt(Math.max(kind.length, 1)));
      let sum = bias;
      for (const [at, kind] of kinds.entries()) {
        let ofKind = 0;
        for (const bucket of kind) ofKind += weights[bucket] ?? 0;
        sum += ofKind * (scales[at] ?? 0);
      }
      const error = 1 / (1 + Math.exp(-sum)) - (danger ? 1 : 0);
      bias -= pace.bias * error;
      for (const [at, kind] of kinds.entries()) {
        for (const bucket of kind) {
          if ((seen[bucket] ?? 0) < seenAtLeast) continue;
          const weight = weights[bucket] ?? 0;
          const slope = error * (scales[at] ?? 0) + pace.decay * weight;
          const squares = (steps[bucket] ?? 0) + slope * slope;
          steps[bucket] = squares;
          weights[bucket] = weight - (pace.step * slope) / Math.sqrt(squares);
        }
      }
    }
  }
  return { bias: Math.round(bias * 1000) / 1000, weights };
}

/** Weights as signed bytes: what a service reads fast and a repository keeps small. */
export function packed(weights: Float32Array): { step: number; weights: string } {
  const highest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = Math.max(highest, 1e-6) / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / step));
  return { step, weights: Buffer.from(bytes.buffer).toString("base64") };
}

export function shuffle<Row>(rows: Row[], random: () => number): void {
  for (let last = rows.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [rows[last], rows[other]];
    if (a && b) [rows[last], rows[other]] = [b, a];
  }
}

/** A small generator of even numbers in [0, 1), the same each time (Park and Miller). */
export function evenNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
