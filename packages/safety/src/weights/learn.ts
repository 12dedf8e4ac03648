import { pieceMark } from "./features.ts";
import { scaleOf, scoreOf, type Weights } from "./score.ts";

/** A text as its stretches, each as its features. A text betrays when its worst stretch does. */
export type Example = { stretches: readonly (readonly string[])[]; betrays: boolean; weight: number };

/** How the weights are learned; chosen by cross-validation over the development texts (see `cli/learn.ts`). */
export const learning = {
  rounds: 40,
  pull: 2e-4,
  rate: 0.3,
  fieldPull: 5e-3,
  seenAtLeast: 2,
  pieceSeenAtLeast: 3,
} as const;

/**
 * Logistic regression by AdaGrad. Fields and rules start with the points that people gave them and are pulled back
 * to these; words start at 0. The same examples give the same weights.
 */
export function learn(examples: readonly Example[], points: ReadonlyMap<string, number>): Weights {
  const prior = new Map([...points].map(([feature, value]) => [feature, value * pointsToWeight]));
  const seen = new Map<string, number>();
  for (const { stretches } of examples) {
    for (const feature of new Set(stretches.flat())) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  const of = new Map(prior);
  for (const [feature, times] of seen) {
    const enough = feature.startsWith(pieceMark) ? learning.pieceSeenAtLeast : learning.seenAtLeast;
    if (times >= enough && !of.has(feature)) of.set(feature, 0);
  }
  const weights = { start: -2, of };
  const squares = new Map<string, number>();
  let startSquares = 1;
  const random = generator(1);
  const order = examples.map((_, at) => at);
  for (let round = 0; round < learning.rounds; round += 1) {
    shuffle(order, random);
    for (const at of order) {
      const example = examples[at];
      if (!example) continue;
      for (const features of example.betrays ? worst(example, weights) : example.stretches) {
        const error =
          (1 / (1 + Math.exp(-scoreOf(features, weights))) - (example.betrays ? 1 : 0)) * example.weight;
        const scale = scaleOf(features);
        for (const feature of features) {
          const value = of.get(feature);
          if (value === undefined) continue;
          const field = feature.startsWith("#");
          const step = field
            ? error * scale(feature) + learning.fieldPull * (value - (prior.get(feature) ?? 0))
            : error * scale(feature) + learning.pull * value;
          const square = (squares.get(feature) ?? 1) + step * step;
          squares.set(feature, square);
          of.set(feature, value - (learning.rate * step) / Math.sqrt(square));
        }
        startSquares += error * error;
        weights.start -= (learning.rate * error) / Math.sqrt(startSquares);
      }
    }
  }
  return weights;
}

/** What a point is worth before anything is learned. */
const pointsToWeight = 0.8;

function worst({ stretches }: Example, weights: Weights): (readonly string[])[] {
  let best: readonly string[] | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const features of stretches) {
    const score = scoreOf(features, weights);
    if (score > highest) [best, highest] = [features, score];
  }
  return best ? [best] : [];
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}

/** Mulberry32: the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
