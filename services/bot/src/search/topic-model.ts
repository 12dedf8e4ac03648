import { plainWords, soundOf } from "../language/words.ts";
import { tokensOf, type Vocabulary } from "./tokens.ts";

/**
 * Which words belong to which topic: a naive Bayes model over stems, concepts, words and pairs of words. It knows what
 * the index cannot, that "echar de la pega" leans to work although "echar" is in many articles. Trained from the
 * content each time it is read, in milliseconds, so an editor's new example counts at once.
 */
export type TopicModel = {
  topics: readonly string[];
  /** Feature → its logarithmic likelihood in each topic. */
  likelihood: ReadonlyMap<string, Float64Array>;
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
  const counts = new Map<string, Float64Array>();
  const totals = new Float64Array(topics.length);
  for (const { topic, text, weight } of examples) {
    const at = place.get(topic) ?? 0;
    for (const feature of featuresOf(vocabulary, text)) {
      const count = counts.get(feature) ?? new Float64Array(topics.length);
      count[at] = (count[at] ?? 0) + weight;
      totals[at] = (totals[at] ?? 0) + weight;
      counts.set(feature, count);
    }
  }
  const likelihood = new Map<string, Float64Array>();
  for (const [feature, count] of counts) {
    likelihood.set(
      feature,
      count.map((times, at) => Math.log((times + smoothing) / ((totals[at] ?? 0) + smoothing * counts.size))),
    );
  }
  return { topics, likelihood };
}

/** How likely each topic is, by the words of a text; they add up to one. */
export function topicsBy(
  { topics, likelihood }: TopicModel,
  vocabulary: Vocabulary,
  text: string,
): Map<string, number> {
  const features = featuresOf(vocabulary, text);
  const sums = new Float64Array(topics.length);
  for (const feature of features) {
    const known = likelihood.get(feature);
    if (known) for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (known[at] ?? 0);
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
