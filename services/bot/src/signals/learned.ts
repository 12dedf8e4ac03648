import { z } from "zod";
import { plainWords, soundOf, stemOf } from "../language/words.ts";

/**
 * Weights of words, pairs of words and forms of verbs, learned from written examples of danger and of calm. It hears
 * what no phrase of signals.yaml foresaw; it only ever adds a reason to step back. Made by `learn`, see the README.
 */
export const LearnedFile = z.strictObject({
  /** When and from what it was learned, for the record. */
  about: z.string(),
  bias: z.number(),
  weights: z.record(z.string(), z.number()),
});

export type Learned = { bias: number; weights: ReadonlyMap<string, number> };

export function readLearned({ bias, weights }: z.infer<typeof LearnedFile>): Learned {
  return { bias, weights: new Map(Object.entries(weights)) };
}

/**
 * From where on it counts as danger: a whole message, or a part of one beside a question. Chosen with the
 * figures of questions it had not learned from in view, where it is generous: a calm question too many for a person costs less than a plea too few.
 */
export const dangerFrom = { message: 0.8, part: 0.9 } as const;

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
  const known = [...featuresOf(text)].flatMap((feature) => weights.get(feature) ?? []);
  const sum = known.reduce((total, weight) => total + weight, 0);
  return 1 / (1 + Math.exp(-(bias + sum / Math.sqrt(Math.max(known.length, 1)))));
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

/** Words whose follower says what is done to whom: "me peg…", "la empuj…", "se mat…". */
const pointing = new Set(["me", "nos", "le", "la", "lo", "se", "el", "mi", "te"]);
const rootLetters = 4;

/** What the weights are about: stems and words, alone and in pairs, roots, and the ends of what follows "me". */
export function featuresOf(text: string): Set<string> {
  const words = plainWords(text).map(soundOf);
  const stems = plainWords(text).map(stemOf);
  const features = new Set<string>();
  for (const [at, stem] of stems.entries()) {
    const word = words[at] ?? "";
    const before = words[at - 1] ?? "";
    features.add(stem).add(`w:${word}`);
    if (word.length > rootLetters) features.add(`r:${word.slice(0, rootLetters)}`);
    if (at > 0) features.add(`${stems[at - 1]}_${stem}`).add(`w:${before}_${word}`);
    if (at > 1) features.add(`${stems[at - 2]}~${stem}`);
    if (!pointing.has(before)) continue;
    features.add(`${before}>${word.slice(-2)}`);
    if (at > 1) features.add(`${words[at - 2]} ${before}>${word.slice(-1)}`);
  }
  return features;
}
