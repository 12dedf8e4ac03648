import { shares } from "@liss/classifier";
import { z } from "zod";
import { plainWords, soundOf } from "../language/words.ts";
import { unpacked } from "../signals/packed.ts";
import { bucketsOf, kindsOf } from "../signals/word-features.ts";

/** A topic needs fewer features than danger: their numbers share this many. */
export const topicBuckets = 2 ** 16;

/**
 * Weights of words, pairs, triples and pieces of words for each topic, learned from the questions that people wrote
 * for the robot (`corpus/development.jsonl`). Made by `learn`, see the README.
 */
export const LearnedTopicsFile = z.strictObject({
  about: z.string().describe("When and from what it was learned, for the record"),
  topics: z.array(z.string()).min(2).describe('In the order of the weights; "" is something else'),
  bias: z.array(z.number()),
  step: z.number().positive().describe("What a step of a weight is worth"),
  weights: z.base64().describe("One signed byte a bucket and topic"),
});

export type LearnedTopics = { topics: readonly string[]; bias: Float32Array; weights: Float32Array };

/** @throws Error when it has not one weight for each bucket and topic */
export function readLearnedTopics({
  topics,
  bias,
  ...file
}: z.infer<typeof LearnedTopicsFile>): LearnedTopics {
  const weights = unpacked(file);
  if (weights.length !== topics.length * topicBuckets || bias.length !== topics.length)
    throw new Error(`the weights are ${weights.length}, not ${topics.length * topicBuckets}`);
  return { topics, bias: Float32Array.from(bias), weights };
}

/** What a text is weighed by: the features of danger, in the fewer buckets of topics. */
export function topicFeatures(text: string): number[][] {
  return kindsOf(bucketsOf(plainWords(text).map(soundOf))).map((kind) => [
    ...new Set(Array.from(kind, (bucket) => bucket % topicBuckets)),
  ]);
}

/** How likely each topic is, by what examples taught; they add up to one. */
export function topicsLearned({ topics, bias, weights }: LearnedTopics, text: string): Map<string, number> {
  const sums = Float32Array.from(bias);
  for (const buckets of topicFeatures(text)) {
    const scale = 1 / Math.sqrt(Math.max(buckets.length, 1));
    for (const bucket of buckets)
      for (let topic = 0; topic < topics.length; topic += 1)
        sums[topic] = (sums[topic] as number) + (weights[bucket * topics.length + topic] as number) * scale;
  }
  const likely = shares(sums);
  return new Map(topics.map((topic, at) => [topic, likely[at] ?? 0]));
}
