import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";
import { cut, type Token } from "./tokens.ts";

/**
 * What a corpus taught: how much each feature of a message speaks for an indicator, or for being at least of a tier.
 * It can only add: an indicator that no rule saw and that her own words did not take back, a tier more urgent than
 * the rules'. Learned by `learn`; small enough to be read.
 */
const Teaching = z.strictObject({
  threshold: z.number().describe("From this score on it is added; chosen by cross-validation over templates"),
  bias: z.number(),
  weights: z.record(z.string(), z.number()),
});
export type Teaching = z.infer<typeof Teaching>;
export const Model = z.strictObject({
  corpus: z.string().describe("SHA-256 of the corpus it was learned from, first 12 hex digits"),
  indicators: z.partialRecord(Indicator, Teaching),
  tiers: z.partialRecord(AssessedTier, Teaching),
});
export type Model = z.infer<typeof Model>;

type Class = { indicator?: Indicator; tier?: AssessedTier; threshold: number; bias: number };

/** A model turned round: from feature to what it speaks for. */
export type Weigher = {
  classes: readonly Class[];
  byFeature: ReadonlyMap<string, readonly { place: number; weight: number }[]>;
};

export function weigherOf(model: Model): Weigher {
  const byFeature = new Map<string, { place: number; weight: number }[]>();
  const taught: [Omit<Class, "threshold" | "bias">, Teaching][] = [
    ...Object.entries(model.indicators).map(([name, teaching]): [Omit<Class, "threshold" | "bias">, Teaching] => [
      { indicator: Indicator.parse(name) },
      teaching,
    ]),
    ...Object.entries(model.tiers).map(([name, teaching]): [Omit<Class, "threshold" | "bias">, Teaching] => [
      { tier: AssessedTier.parse(name) },
      teaching,
    ]),
  ];
  const classes = taught.map(([of, { threshold, bias, weights }], place) => {
    for (const [feature, weight] of Object.entries(weights))
      byFeature.set(feature, [...(byFeature.get(feature) ?? []), { place, weight }]);
    return { ...of, threshold, bias };
  });
  return { classes, byFeature };
}

/** What the model adds, and the words that weighed most. Token positions, `to` exclusive. */
export type Learned = {
  indicator?: Indicator | undefined;
  tier?: AssessedTier | undefined;
  reasons: readonly { from: number; to: number }[];
};

export type Feature = { name: string; from: number; to: number };

/** Words per message that are weighed. */
const mostWords = 150;
const mostReasons = 3;
/** So many first letters tell the family of a word: "golpe", "golpeador", "golpiza" begin alike. */
const stemLength = 5;

/**
 * The features of a message, each once: its sounds, two in a row, beginnings of words, their subjects (`@legal`); its
 * shape, and what the rules saw (`#agresor_presente`).
 */
export function featuresOf(
  tokens: readonly Token[],
  text: string,
  { facts, themesOf }: { facts: Iterable<string>; themesOf: (key: string) => readonly string[] },
): Feature[] {
  const found = new Map<string, Feature>();
  const offer = (name: string, from: number, to: number) => {
    if (!found.has(name)) found.set(name, { name, from, to });
  };
  for (let at = 0; at < Math.min(tokens.length, mostWords); at += 1) {
    const token = tokens[at];
    if (!token) break;
    const key = /^\d{3,}$/.test(token.key) ? "0" : token.key;
    offer(key, at, at + 1);
    if (key.length > stemLength) offer(`${key.slice(0, stemLength)}*`, at, at + 1);
    for (const theme of themesOf(token.key)) offer(`@${theme}`, at, at + 1);
    const next = tokens[at + 1];
    if (next && next.cutBefore !== cut.sentence) offer(`${key} ${next.key}`, at, at + 2);
  }
  for (const fact of facts) offer(`#${fact}`, 0, 0);
  if (text.includes("?")) offer("#pregunta", 0, 0);
  if (text.includes("!")) offer("#exclama", 0, 0);
  offer(`#largo-${tokens.length < 4 ? "0" : tokens.length < 9 ? "1" : tokens.length < 25 ? "2" : "3"}`, 0, 0);
  return [...found.values()];
}

/** A long telling would otherwise gather weight by its length alone. */
export function strengthOf(features: number): number {
  return Math.min(1, Math.sqrt(24 / Math.max(1, features)));
}

/** What the model adds to what the rules found. */
export function learnedFrom(
  { classes, byFeature }: Weigher,
  features: readonly Feature[],
  known: { facts: ReadonlySet<string>; takenBack: ReadonlySet<string> },
): Learned[] {
  if (features.length === 0) return [];
  const strength = strengthOf(features.length);
  const scores = classes.map(({ bias }) => bias);
  const reasons = classes.map((): (Feature & { weight: number })[] => []);
  for (const feature of features) {
    for (const { place, weight } of byFeature.get(feature.name) ?? []) {
      scores[place] = (scores[place] ?? 0) + weight * strength;
      if (weight > 0 && feature.to > feature.from) reasons[place]?.push({ ...feature, weight });
    }
  }
  return classes.flatMap(({ indicator, tier, threshold }, place): Learned[] => {
    if ((scores[place] ?? 0) < threshold) return [];
    if (indicator && (known.facts.has(indicator) || known.takenBack.has(indicator))) return [];
    const most = (reasons[place] ?? []).sort((a, b) => b.weight - a.weight).slice(0, mostReasons);
    return [{ indicator, tier, reasons: most.map(({ from, to }) => ({ from, to })) }];
  });
}
