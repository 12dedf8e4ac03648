import { featuresOf } from "../signals/learned.ts";

export type Lesson = { text: string; danger: boolean };

/** How it learns. Tried on questions that it did not learn from; more passes or a steeper pace learn by heart. */
const pace = { passes: 15, step: 0.3, decay: 3e-6, bias: 0.05 };
/** A feature must be in so many lessons; each sentence of danger is in four. */
const seenAtLeast = 5;
/** Weights below this change nothing and are left out of the file. */
const smallest = 0.15;

/**
 * Logistic regression over the features of texts, by stochastic gradient (AdaGrad). The same lessons give the same
 * weights: the order is shuffled by a generator of its own.
 */
export function trainDanger(
  lessons: readonly Lesson[],
  random: () => number,
): { bias: number; weights: Record<string, number> } {
  const { rows, names } = rowsOf(lessons);
  const weights = new Float64Array(names.length);
  const steps = new Float64Array(names.length).fill(1e-2);
  let bias = 0;
  for (let pass = 0; pass < pace.passes; pass += 1) {
    shuffle(rows, random);
    for (const { features, danger } of rows) {
      const scale = 1 / Math.sqrt(Math.max(features.length, 1));
      let sum = bias;
      for (const feature of features) sum += (weights[feature] ?? 0) * scale;
      const error = 1 / (1 + Math.exp(-sum)) - (danger ? 1 : 0);
      bias -= pace.bias * error;
      for (const feature of features) {
        const weight = weights[feature] ?? 0;
        const slope = error * scale + pace.decay * weight;
        const step = (steps[feature] ?? 0) + slope * slope;
        steps[feature] = step;
        weights[feature] = weight - (pace.step * slope) / Math.sqrt(step);
      }
    }
  }
  const kept = names
    .map((name, at) => [name, Math.round((weights[at] ?? 0) * 1000) / 1000] as const)
    .filter(([, weight]) => Math.abs(weight) >= smallest)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { bias: Math.round(bias * 1000) / 1000, weights: Object.fromEntries(kept) };
}

type Row = { features: number[]; danger: boolean };

function rowsOf(lessons: readonly Lesson[]): { rows: Row[]; names: string[] } {
  const read = lessons.map(({ text, danger }) => ({ features: [...featuresOf(text)], danger }));
  const seen = new Map<string, number>();
  for (const { features } of read) for (const name of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [...seen].filter(([, times]) => times >= seenAtLeast).map(([name]) => name);
  const place = new Map(names.map((name, at) => [name, at]));
  const rows = read.map(({ features, danger }) => ({
    features: features.flatMap((name) => place.get(name) ?? []),
    danger,
  }));
  return { rows, names };
}

function shuffle(rows: Row[], random: () => number): void {
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
