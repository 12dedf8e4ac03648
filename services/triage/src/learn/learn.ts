import { createHash } from "node:crypto";
import { Indicator } from "@liss/contracts";
import { contextOf, factsSeen } from "../assess/assess.ts";
import type { Rules } from "../assess/compile-rules.ts";
import { featuresOf } from "../assess/features.ts";
import { type Model, raisableTiers } from "../assess/model.ts";
import { readSignals, type Signals } from "../assess/signals.ts";
import { isAtLeast } from "../assess/tiers.ts";
import type { Row } from "../measure/corpus.ts";
import { type Sample, scoresUnseen, train } from "./train.ts";

/** An indicator with fewer examples than this is left to the rules. */
const fewest = 15;
/** Weights per indicator. A tier keeps all of its own: it is told by many small ones. */
const mostWeights = 400;
/** What the model adds must be right at least so often, on messages it has not seen. */
const leastPrecision = 0.8;
/** A precision of fewer than so many says nothing. */
const fewestFound = 5;

type Seen = Sample & { own: Signals; facts: ReadonlySet<string>; row: Row };

/**
 * Learns the model from the corpus: what the rules saw and the words beside it. Thresholds are set on scores of
 * messages whose template the scoring model had not seen.
 */
export function learn(rules: Rules, rows: readonly Row[]): Model {
  const seen = rows.map((row) => seenBy(rules, row));
  // An indicator is told by words alone: what the rules saw of it would only be repeated.
  const words = seen.map(({ features, ...sample }) => ({
    ...sample,
    features: features.filter((name) => !name.startsWith("#")),
  }));
  const indicators: Model["indicators"] = {};
  for (const indicator of Indicator.options) {
    const isPositive = rows.map((row) => row.indicators.includes(indicator));
    if (isPositive.filter(Boolean).length < fewest) continue;
    const scores = scoresUnseen(words, isPositive, mostWeights);
    const threshold = thresholdFor(isPositive, scores);
    if (threshold === undefined) continue;
    const { bias, weights } = train(words, isPositive, mostWeights);
    indicators[indicator] = { threshold, bias, weights: Object.fromEntries(weights) };
  }
  const tiers: Model["tiers"] = {};
  const weightsOfTiers: Model["weights_of_tiers"] = {};
  for (const [at, tier] of raisableTiers.entries()) {
    const isPositive = rows.map((row) => isAtLeast(row.tier, tier));
    const { bias, weights } = train(seen, isPositive);
    tiers[tier] = { threshold: thresholdOfTier(tier, seen, scoresUnseen(seen, isPositive)), bias };
    for (const [feature, weight] of weights) {
      const all = weightsOfTiers[feature] ?? raisableTiers.map(() => 0);
      weightsOfTiers[feature] = all.with(at, weight);
    }
  }
  const corpus = createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 12);
  return { corpus, indicators, tiers, weights_of_tiers: weightsOfTiers };
}

function seenBy(rules: Rules, row: Row): Seen {
  const text = "text" in row ? row.text : row.messages.map((message) => message.text).join(". ");
  const tokens = rules.read(text);
  const own = readSignals(tokens, rules);
  const { facts } = factsSeen({ rules, found: own.signals, tokens });
  const features = featuresOf(tokens, text, { facts: contextOf(facts, own), themesOf: rules.themesOf }).map(
    ({ name }) => name,
  );
  return { features, words: tokens.length, group: row.template, own, facts, row };
}

/**
 * The lowest score from which the model, by itself and on templates it had not seen, is right often enough; undefined
 * when it never is. Not weighed together with what the rules found: they look better on this half than they are.
 */
function thresholdFor(isPositive: readonly boolean[], scores: readonly number[]): number | undefined {
  const order = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let right = 0;
  let lowest: number | undefined;
  for (const [found, at] of order.entries()) {
    if (isPositive[at]) right += 1;
    if (found + 1 >= fewestFound && right / (found + 1) >= leastPrecision) lowest = scores[at];
  }
  return lowest === undefined ? undefined : Math.round(lowest * 100) / 100;
}

/**
 * How many of the messages below a tier may be raised to it by the model alone. Not weighed together with what the
 * rules do: whoever writes rules reads this half of the corpus, so that rules look better on it than they are.
 */
const mayBeRaised = {
  imminent: 0.015,
  high: 0.09,
  support: 0.08,
  guidance: 0.08,
  information: 0.1,
} as const;

function thresholdOfTier(
  tier: (typeof raisableTiers)[number],
  seen: readonly Seen[],
  scores: readonly number[],
): number {
  const below = seen
    .flatMap(({ row }, at) => (isAtLeast(row.tier, tier) ? [] : [scores[at] ?? 0]))
    .sort((a, b) => b - a);
  const first = below[Math.floor(below.length * mayBeRaised[tier])] ?? 0;
  return Math.round((first + 0.01) * 100) / 100;
}
