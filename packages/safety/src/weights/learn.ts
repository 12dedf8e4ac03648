import { adaGrad, evenNumbers, likelihood, shuffle } from "@liss/classifier";
import { pieceMark } from "./features.ts";
import { scaleOf, type Weights } from "./score.ts";

/** A text as its stretches, each as its features. A text betrays when its worst stretch does. */
export type Example = { stretches: readonly (readonly string[])[]; betrays: boolean; weight: number };

/** How the weights are learned; chosen by what texts of authors that were left out said (see `corpus/README.md`). */
export const learning = {
  rounds: 30,
  pull: 2e-4,
  rate: 0.3,
  fieldPull: 5e-3,
  seenAtLeast: 2,
  pieceSeenAtLeast: 3,
} as const;

/**
 * Logistic regression by AdaGrad. Fields and rules start with the points that people gave them and are pulled back
 * to these; words and pieces start at 0 and count for the more the rarer they are (inverse document frequency), which is
 * multiplied into what they weigh. The same examples give the same weights.
 */
export function learn(examples: readonly Example[], points: ReadonlyMap<string, number>): Weights {
  const features = featuresToLearn(examples, points);
  const prepared = examples.flatMap(({ stretches, betrays, weight }) => {
    const numbered = stretches.map((names) => numberedIn(features, names));
    return numbered.length > 0 ? [{ stretches: numbered, betrays, weight }] : [];
  });
  const values = Float64Array.from(features.priors);
  const start = Float64Array.of(-2);
  const weights = adaGrad(values, learning.rate, 1);
  const startWeight = adaGrad(start, learning.rate, 1);
  const scoreOf = ({ numbers, scales }: Stretch) => {
    let sum = start[0] as number;
    for (let at = 0; at < numbers.length; at += 1)
      sum += (values[numbers[at] as number] as number) * (scales[at] as number);
    return sum;
  };
  const learnFrom = (stretch: Stretch, betrays: boolean, weight: number) => {
    const { numbers, scales } = stretch;
    const error = (likelihood(scoreOf(stretch)) - (betrays ? 1 : 0)) * weight;
    for (let at = 0; at < numbers.length; at += 1) {
      const number = numbers[at] as number;
      const value = values[number] as number;
      const pulled = features.isField[number]
        ? learning.fieldPull * (value - (features.priors[number] as number))
        : learning.pull * value;
      weights.move(number, error * (scales[at] as number) + pulled);
    }
    startWeight.move(0, error);
  };

  const random = evenNumbers(1);
  for (let round = 0; round < learning.rounds; round += 1) {
    shuffle(prepared, random);
    for (const { stretches, betrays, weight } of prepared) {
      if (betrays) learnFrom(worstOf(stretches, scoreOf), true, weight);
      else for (const stretch of stretches) learnFrom(stretch, false, weight);
    }
  }
  const of = new Map(
    features.names.map((name, number) => [name, (values[number] ?? 0) * (features.rarities[number] ?? 1)]),
  );
  return { start: start[0] as number, of };
}

/** What a point is worth before anything is learned. */
const pointsToWeight = 0.8;

/** Features by number: what each begins with, and what it counts for. */
type Features = {
  names: string[];
  numbers: Map<string, number>;
  priors: number[];
  rarities: number[];
  isField: boolean[];
};

function featuresToLearn(examples: readonly Example[], points: ReadonlyMap<string, number>): Features {
  const seen = new Map<string, number>();
  for (const { stretches } of examples)
    for (const name of new Set(stretches.flat())) seen.set(name, (seen.get(name) ?? 0) + 1);
  const features: Features = { names: [], numbers: new Map(), priors: [], rarities: [], isField: [] };
  const take = (name: string, prior: number) => {
    const isField = name.startsWith("#");
    features.numbers.set(name, features.names.push(name) - 1);
    features.priors.push(prior);
    features.isField.push(isField);
    features.rarities.push(isField ? 1 : rarityOf(seen.get(name) ?? 0, examples.length));
  };
  for (const [name, value] of points) take(name, value * pointsToWeight);
  for (const [name, times] of seen) {
    const enough = name.startsWith(pieceMark) ? learning.pieceSeenAtLeast : learning.seenAtLeast;
    if (times >= enough && !features.numbers.has(name)) take(name, 0);
  }
  return features;
}

/** About 1 for what is in one text of two hundred. */
function rarityOf(times: number, of: number): number {
  return (Math.log((1 + of) / (1 + times)) + 1) / 6;
}

/** The features of a stretch, and what each counts for in it. */
type Stretch = { numbers: Uint32Array; scales: Float64Array };

function numberedIn({ numbers, rarities }: Features, names: readonly string[]): Stretch {
  const scale = scaleOf(names);
  const known = names.flatMap((name) => {
    const number = numbers.get(name);
    return number === undefined ? [] : [{ number, scale: scale(name) * (rarities[number] ?? 1) }];
  });
  return {
    numbers: Uint32Array.from(known, ({ number }) => number),
    scales: Float64Array.from(known, ({ scale }) => scale),
  };
}

function worstOf(stretches: readonly Stretch[], scoreOf: (stretch: Stretch) => number): Stretch {
  let [worst, highest] = [stretches[0] as Stretch, Number.NEGATIVE_INFINITY];
  for (const stretch of stretches) {
    const score = scoreOf(stretch);
    if (score > highest) [worst, highest] = [stretch, score];
  }
  return worst;
}
