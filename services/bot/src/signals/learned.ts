import { likelihood } from "@liss/classifier";
import { z } from "zod";
import { plainWords, soundOf } from "../language/words.ts";
import { unpacked } from "./packed.ts";
import { allBuckets, bucketsOf, kindsOf } from "./word-features.ts";

/**
 * Weights of words, pairs and triples of words and pieces of words, learned from written examples of danger and of
 * calm. It hears what no phrase of signals.yaml foresaw; it only ever adds a reason to step back. Made by `learn`,
 * see the README.
 */
export const LearnedFile = z.strictObject({
  /** When and from what it was learned, for the record. */
  about: z.string(),
  bias: z.number(),
  /** What a step of a weight is worth. */
  step: z.number().positive(),
  /** One signed byte a bucket, base64. */
  weights: z
    .base64()
    .refine((text) => Buffer.from(text, "base64").length === allBuckets, "has another number of buckets"),
});

export type Learned = { bias: number; weights: Float32Array };

export function readLearned({ bias, ...file }: z.infer<typeof LearnedFile>): Learned {
  return { bias, weights: unpacked(file) };
}

/**
 * From where on it counts as danger: a whole message, or a part of one beside a question. Chosen with the totals of
 * the parts that measure in view (corpus/README.md): a calm question too many for a person costs less than a plea too
 * few.
 */
export const dangerFrom = { message: 0.12, part: 0.35 } as const;

/** The likeliest part of a text to be about danger, if it is likely enough. */
export function learnedDanger(
  learned: Learned,
  text: string,
): { words: string; likelihood: number } | undefined {
  let found: { words: string; likelihood: number } | undefined;
  for (const part of partsOf(text)) {
    const likelihood = likelihoodOf(learned, part);
    const floor = part === text ? dangerFrom.message : dangerFrom.part;
    if (likelihood >= floor && likelihood > (found?.likelihood ?? 0)) found = { words: part, likelihood };
  }
  return found;
}

/** How likely a text is about danger, 0 to 1. */
export function likelihoodOf({ bias, weights }: Learned, text: string): number {
  let sum = bias;
  for (const kind of kindsOf(bucketsOf(plainWords(text).map(soundOf)))) {
    let ofKind = 0;
    for (const bucket of kind) ofKind += weights[bucket] ?? 0;
    sum += ofKind / Math.sqrt(Math.max(kind.length, 1));
  }
  return likelihood(sum);
}

/** The message and the parts of it that may hide a plea beside a question. */
export function partsOf(text: string): string[] {
  const parts = text
    .split(/[,.;:!?¿¡\n]+|\s(?:coma|punto|es que|pq|xq|porque|pero)\s/u)
    .map((part) => part.trim())
    .filter((part) => part.includes(" ") && part !== text && !isDenial(part));
  return [text, ...parts];
}

/** "no me pega", "nunca me ha pegado": alone it is no danger; what she is not allowed is in signals.yaml. */
function isDenial(part: string): boolean {
  const words = plainWords(part);
  return words.length <= longestDenial && /^(no|nunca|jamas|tampoco)$/.test(words[0] ?? "");
}
const longestDenial = 5;
