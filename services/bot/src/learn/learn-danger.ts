import { evenNumbers } from "@liss/classifier";
import { allBuckets } from "../signals/word-features.ts";
import { lessonsFrom, type Saying } from "./lessons.ts";
import { trainDanger } from "./train-danger.ts";

/** Which question a sentence stands beside is chance; the mean of several drawings depends less on it. */
const drawings = 5;

/** Weights learned from sayings: the mean of those of several drawings, which for a linear model is one model. */
export function learnDanger(
  sayings: readonly Saying[],
  seed: number,
): { bias: number; weights: Float32Array; lessons: number } {
  const mean = { bias: 0, weights: new Float32Array(allBuckets), lessons: 0 };
  for (let drawing = 0; drawing < drawings; drawing += 1) {
    const ownSeed = seed + drawing * 17;
    const lessons = lessonsFrom(sayings, evenNumbers(ownSeed));
    const { bias, weights } = trainDanger(lessons, ownSeed);
    mean.bias += bias / drawings;
    mean.lessons += lessons.length;
    for (const [bucket, weight] of weights.entries())
      mean.weights[bucket] = (mean.weights[bucket] ?? 0) + weight / drawings;
  }
  return { ...mean, bias: Math.round(mean.bias * 1000) / 1000 };
}
