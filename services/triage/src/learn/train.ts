import { strengthOf } from "../assess/features.ts";

/** A message as the model sees it. */
export type Sample = { features: readonly string[]; words: number; group: string };

/** Features that fewer messages have say nothing. */
const rarest = 3;
const rounds = 30;
const stepSize = 0.3;
/** Pull towards zero: a word must earn its weight. */
const decay = 0.006;

export type Linear = { bias: number; weights: Map<string, number> };

/**
 * Logistic regression by AdaGrad, positives weighted up where they are rare. Deterministic: the order of the samples
 * is that of the corpus, shuffled by a fixed sequence.
 * @param most how many weights to keep, those that say most
 */
export function train(
  samples: readonly Sample[],
  isPositive: readonly boolean[],
  most = Number.POSITIVE_INFINITY,
): Linear {
  const counts = new Map<string, number>();
  for (const { features } of samples)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const names = [...counts].filter(([, count]) => count >= rarest).map(([name]) => name);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const rows = samples.map(({ features, words }) => ({
    strength: strengthOf(words),
    columns: Uint32Array.from(features.flatMap((name) => numbers.get(name) ?? [])),
  }));
  const positives = isPositive.filter(Boolean).length;
  const boost = Math.min(6, Math.sqrt((samples.length - positives) / Math.max(1, positives)));
  const weights = new Float64Array(names.length);
  const energy = new Float64Array(names.length).fill(1e-3);
  let bias = Math.log((positives + 1) / (samples.length - positives + 1));
  let biasEnergy = 1;
  const order = shuffled(samples.length);
  for (let round = 0; round < rounds; round += 1) {
    for (const at of order) {
      const row = rows[at];
      if (!row) continue;
      let score = bias;
      for (const column of row.columns) score += (weights[column] ?? 0) * row.strength;
      const wanted = isPositive[at] ? 1 : 0;
      const error = (1 / (1 + Math.exp(-score)) - wanted) * (wanted ? boost : 1);
      for (const column of row.columns) {
        const slope = error * row.strength + decay * (weights[column] ?? 0);
        energy[column] = (energy[column] ?? 0) + slope * slope;
        weights[column] = (weights[column] ?? 0) - (stepSize * slope) / Math.sqrt(energy[column] ?? 1);
      }
      biasEnergy += error * error;
      bias -= (stepSize * error) / Math.sqrt(biasEnergy);
    }
  }
  const kept = names
    .map((name, column): [string, number] => [name, Math.round((weights[column] ?? 0) * 100) / 100])
    .filter(([, weight]) => weight !== 0)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, most);
  return { bias: Math.round(bias * 100) / 100, weights: new Map(kept) };
}

export function scoreOf({ bias, weights }: Linear, { features, words }: Sample): number {
  const strength = strengthOf(words);
  return features.reduce((score, name) => score + (weights.get(name) ?? 0) * strength, bias);
}

const folds = 5;

/**
 * The score of each sample by a model that has seen none of its template: what to expect of messages nobody has
 * seen, and where to set the thresholds.
 */
export function scoresUnseen(
  samples: readonly Sample[],
  isPositive: readonly boolean[],
  most = Number.POSITIVE_INFINITY,
): number[] {
  const groups = [...new Set(samples.map(({ group }) => group))];
  const foldOf = new Map(shuffled(groups.length).map((at, place) => [groups[at], place % folds]));
  const scores = new Array<number>(samples.length).fill(0);
  for (let fold = 0; fold < folds; fold += 1) {
    const isHeldOut = samples.map(({ group }) => foldOf.get(group) === fold);
    const model = train(
      samples.filter((_, at) => !isHeldOut[at]),
      isPositive.filter((_, at) => !isHeldOut[at]),
      most,
    );
    for (const [at, sample] of samples.entries()) if (isHeldOut[at]) scores[at] = scoreOf(model, sample);
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
