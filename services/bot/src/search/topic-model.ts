import { plainWords, soundOf } from "../language/words.ts";
import { tokensOf, type Vocabulary } from "./tokens.ts";

/**
 * Which words belong to which topic: a naive Bayes model over stems, concepts, words and pairs of words. It knows what
 * the index cannot, that "echar de la pega" leans to work although "echar" is in many articles. Trained from the
 * content each time it is read, in milliseconds, so an editor's new example counts at once.
 */
export type TopicModel = {
  topics: readonly string[];
  /** The rows of features. */
  numbers: ReadonlyMap<string, number>;
  /** The logarithmic likelihood of each feature in each topic, row by row. */
  likelihood: Float64Array;
};

/** The topic of those who are after something else. */
export const elsewhere = "";

export type Example = { topic: string; text: string; weight: number };

/** Added to every count, so that one example does not decide. */
const smoothing = 0.1;
/** Words depend on each other; the more of them, the less each says. Tempered so that the result is no certainty. */
const temper = 1.5;

export function trainTopics(examples: readonly Example[], vocabulary: Vocabulary): TopicModel {
  const topics = [...new Set(examples.map(({ topic }) => topic))].sort();
  const place = new Map(topics.map((topic, index) => [topic, index]));
  const numbers = new Map<string, number>();
  const seen = examples.map(({ topic, text, weight }) => {
    const features = Array.from(featuresOf(vocabulary, text), (feature) => {
      const number = numbers.get(feature) ?? numbers.size;
      numbers.set(feature, number);
      return number;
    });
    return { at: place.get(topic) ?? 0, features, weight };
  });
  const size = topics.length;
  const likelihood = new Float64Array(numbers.size * size).fill(smoothing);
  const totals = new Float64Array(size).fill(smoothing * numbers.size);
  for (const { at, features, weight } of seen) {
    for (const number of features)
      likelihood[number * size + at] = (likelihood[number * size + at] ?? 0) + weight;
    totals[at] = (totals[at] ?? 0) + weight * features.length;
  }
  const ofAll = totals.map(Math.log);
  for (let row = 0; row < numbers.size; row += 1)
    for (let at = 0; at < size; at += 1)
      likelihood[row * size + at] = Math.log(likelihood[row * size + at] ?? 0) - (ofAll[at] ?? 0);
  return { topics, numbers, likelihood };
}

/** How likely each topic is, by the words of a text; they add up to one. */
export function topicsBy(
  { topics, numbers, likelihood }: TopicModel,
  vocabulary: Vocabulary,
  text: string,
): Map<string, number> {
  const features = featuresOf(vocabulary, text);
  const sums = new Float64Array(topics.length);
  for (const feature of features) {
    const row = numbers.get(feature);
    if (row === undefined) continue;
    for (let at = 0; at < sums.length; at += 1)
      sums[at] = (sums[at] ?? 0) + (likelihood[row * sums.length + at] ?? 0);
  }
  const scale = temper / Math.sqrt(Math.max(features.size, 1));
  const highest = Math.max(...sums);
  const shares = sums.map((sum) => Math.exp((sum - highest) * scale));
  const all = shares.reduce((total, share) => total + share, 0);
  return new Map(topics.map((topic, at) => [topic, (shares[at] ?? 0) / all]));
}

function featuresOf(vocabulary: Vocabulary, text: string): Set<string> {
  const plain = text.replaceAll("*", "");
  const sounds = plainWords(plain).map(soundOf);
  const features = new Set(tokensOf(vocabulary, plain));
  for (const [at, sound] of sounds.entries()) {
    features.add(`w:${sound}`);
    if (at > 0) features.add(`${sounds[at - 1]}_${sound}`);
  }
  return features;
}
