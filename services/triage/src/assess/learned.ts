import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";
import { cut, type Token } from "./tokens.ts";

/**
 * What a corpus taught: how much each feature of a message speaks for an indicator, or for being at least of a tier.
 * It can only add: an indicator that no rule saw and that her own words did not take back, a tier more urgent than
 * the rules'. Learned by `learn`; small enough to be read.
 */
const Threshold = z.number().describe("From this score on it is added; set on messages of templates it had not seen");
const Teaching = z.strictObject({
  threshold: Threshold,
  bias: z.number(),
  weights: z.record(z.string(), z.number()),
});
/** The tiers that the model may raise to. */
export const raisableTiers = ["imminent", "high", "support", "guidance", "information"] as const;
export const Model = z.strictObject({
  corpus: z.string().describe("SHA-256 of the corpus it was learned from, first 12 hex digits"),
  indicators: z.partialRecord(Indicator, Teaching),
  tiers: z.partialRecord(AssessedTier, z.strictObject({ threshold: Threshold, bias: z.number() })),
  weights_of_tiers: z
    .record(z.string(), z.array(z.number()).length(raisableTiers.length))
    .describe("Feature → its weight for each of the tiers, in the order imminent to information"),
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
  const classes: Class[] = [];
  const add = (feature: string, place: number, weight: number) => {
    const known = byFeature.get(feature);
    if (weight === 0) return;
    if (known) known.push({ place, weight });
    else byFeature.set(feature, [{ place, weight }]);
  };
  for (const [name, { threshold, bias, weights }] of Object.entries(model.indicators)) {
    const place = classes.push({ indicator: Indicator.parse(name), threshold, bias }) - 1;
    for (const [feature, weight] of Object.entries(weights)) add(feature, place, weight);
  }
  for (const [at, tier] of raisableTiers.entries()) {
    const taught = model.tiers[tier];
    if (!taught) continue;
    const place = classes.push({ tier, ...taught }) - 1;
    for (const [feature, weights] of Object.entries(model.weights_of_tiers)) add(feature, place, weights[at] ?? 0);
  }
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
const mostWords = 120;
const mostReasons = 3;
/** So many first letters tell the family of a word: "golpe", "golpeador", "golpiza" begin alike. */
const stemLength = 5;
/** A word this short is grammar ("me", "la", "con") and stands for itself beside a subject. */
const grammarLength = 4;
/** How far two words may stand apart to be read together. */
const together = 3;
/** A message of more subjects than this speaks of everything: that they meet says little. */
const mostSubjects = 14;

/**
 * The features of a message, each once: its sounds, two in a row, beginnings of words; their subjects (`@legal`), one
 * near another (`me>@golpear`), and which subjects meet; its shape, and what the rules saw (`#agresor_presente`). By
 * the subjects a word that the corpus does not have weighs what its like weigh.
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
  const words = tokens.slice(0, mostWords).map(({ key, cutBefore }) => {
    const themes = themesOf(key).map((theme) => `@${theme}`);
    return { key: /^\d{3,}$/.test(key) ? "0" : key, cutBefore, themes, grammar: key.length <= grammarLength };
  });
  const subjects = new Map<string, number>();
  for (const [at, { key, themes, grammar }] of words.entries()) {
    offer(key, at, at + 1);
    if (key.length > stemLength) offer(`${key.slice(0, stemLength)}*`, at, at + 1);
    for (const theme of themes) {
      offer(theme, at, at + 1);
      if (!subjects.has(theme)) subjects.set(theme, at);
    }
    for (let next = at + 1; next <= at + together; next += 1) {
      const other = words[next];
      if (!other || other.cutBefore === cut.sentence) break;
      if (next === at + 1) offer(`${key} ${other.key}`, at, at + 2);
      for (const theme of other.themes) {
        if (grammar) offer(`${key}>${theme}`, at, next + 1);
        for (const own of themes) offer(`${own}>${theme}`, at, next + 1);
      }
      if (other.grammar) for (const own of themes) offer(`${own}>${other.key}`, at, next + 1);
    }
  }
  if (subjects.size <= mostSubjects) {
    for (const [one, at] of subjects)
      for (const other of subjects.keys()) if (one < other) offer(`${one}+${other}`, at, at + 1);
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
