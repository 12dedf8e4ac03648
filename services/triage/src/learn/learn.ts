import { createHash } from "node:crypto";
import { Indicator } from "@liss/contracts";
import { contextOf, factsSeen, sureOf } from "../assess/assess.ts";
import type { Rules } from "../assess/compile-rules.ts";
import { featuresOf, worthOf } from "../assess/features.ts";
import { type Model, raisableTiers, tiersInOrder } from "../assess/model.ts";
import { shares } from "../assess/shares.ts";
import { readSignals } from "../assess/signals.ts";
import { isAtLeast } from "../assess/tiers.ts";
import type { Row } from "../measure/corpus.ts";
import { fit, type Linear, type Matrix, matrixOf, type Sample } from "./fit.ts";
import { scoresUnseen } from "./unseen.ts";

/** An indicator with fewer examples than this is left to the rules. */
const fewest = 12;
/** Weights that are kept, those that say most: per indicator, and features that tell tiers apart. */
const mostWeights = { indicator: 500, tiers: 9_000 } as const;
/** Pull towards zero: a word must earn its weight. */
const decay = { indicators: 1e-4, tiers: 3e-4 } as const;
/** What an addition must be worth: below this share of right ones it costs the F1 of all more than it brings. */
const worth = 0.4;
/**
 * How many of the messages below a tier the model alone may raise to it. A false emergency takes a person from a true
 * one; a false `high` costs a look.
 */
const mayBeRaised = { imminent: 0.018, high: 0.09, support: 0.1 } as const;

type Seen = Sample & { known: ReadonlySet<string>; row: Row };

/**
 * Learns the model from the corpus: what the rules saw and the words beside it. Thresholds are set on scores of
 * messages whose template the scoring model had not seen.
 */
export function learn(rules: Rules, rows: readonly Row[]): Model {
  const seen = rows.map((row) => seenBy(rules, row));
  const corpus = createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 12);
  return { corpus, ...learnTiers(seen), indicators: learnIndicators(seen) };
}

function learnTiers(seen: readonly Seen[]): Pick<Model, "raises" | "bias_of_tiers" | "weights_of_tiers"> {
  const classes = tiersInOrder.length;
  const matrix = matrixOf(seen);
  const targets = Uint8Array.from(
    seen.flatMap(({ row }) => tiersInOrder.map((tier) => (row.tier === tier ? 1 : 0))),
  );
  const keep = (learned: Linear) => withTellingFeatures(learned, mostWeights.tiers);
  const how = { classes, kind: "together", decay: decay.tiers } as const;
  const scores = scoresUnseen(matrix, seen, targets, { ...how, keep });
  const raises = { imminent: 1, high: 1, support: 1 };
  for (const [at, tier] of raisableTiers.entries()) {
    const below = seen
      .flatMap(({ row }, place) => {
        const said = shares(scores[place] ?? []).slice(0, at + 1);
        return isAtLeast(row.tier, tier) ? [] : [said.reduce((sum, share) => sum + share, 0)];
      })
      .sort((a, b) => b - a);
    raises[tier] = rounded((below[Math.floor(below.length * mayBeRaised[tier])] ?? 0) + 0.005);
  }
  const { bias, weights } = keep(fit(matrix, targets, { ...how, isUsed: () => true }));
  const weightsOfTiers: Model["weights_of_tiers"] = {};
  for (const [at, name] of matrix.names.entries()) {
    const own = [...weights.subarray(at * classes, (at + 1) * classes)].map((weight) =>
      rounded(weight * worthOf(name)),
    );
    if (own.some((weight) => weight !== 0)) weightsOfTiers[name] = own;
  }
  return { raises, bias_of_tiers: [...bias].map(rounded), weights_of_tiers: weightsOfTiers };
}

function learnIndicators(seen: readonly Seen[]): Model["indicators"] {
  const learnable = Indicator.options.filter(
    (indicator) => seen.filter(({ row }) => row.indicators.includes(indicator)).length >= fewest,
  );
  const classes = learnable.length;
  // An indicator is told by words, and by what rules are not sure of: what they are sure of would only be repeated.
  const words = seen.map((sample) => ({
    ...sample,
    features: sample.features.filter((name) => !name.startsWith("#") || name.startsWith("#?")),
  }));
  const matrix = matrixOf(words);
  const targets = Uint8Array.from(
    seen.flatMap(({ row }) => learnable.map((indicator) => (row.indicators.includes(indicator) ? 1 : 0))),
  );
  const keep = (learned: Linear) => withLargestWeights(learned, mostWeights.indicator);
  const how = { classes, kind: "alone", decay: decay.indicators } as const;
  const scores = scoresUnseen(matrix, words, targets, { ...how, keep });
  const learned = keep(fit(matrix, targets, { ...how, isUsed: () => true }));
  return Object.fromEntries(
    learnable.flatMap((indicator, c) => {
      const threshold = thresholdOf(
        indicator,
        seen,
        scores.map((row) => row[c] ?? 0),
      );
      if (threshold === undefined) return [];
      const weights = weightsOf(matrix, learned, c);
      return [[indicator, { threshold, bias: rounded(learned.bias[c] ?? 0), weights }]];
    }),
  );
}

function seenBy(rules: Rules, row: Row): Seen {
  const text = "text" in row ? row.text : row.messages.map((message) => message.text).join(". ");
  const tokens = rules.read(text);
  const own = readSignals(tokens, rules);
  const { facts } = factsSeen({ rules, found: own.signals, tokens });
  const features = featuresOf(tokens, text, { facts: contextOf(facts, own), themesOf: rules.themesOf }).map(
    ({ name }) => name,
  );
  const known = new Set([...sureOf(facts, own.signals), ...own.takenBack]);
  return { features, words: tokens.length, group: row.template, known, row };
}

/**
 * The score from which on what the model adds to the rules is worth most; undefined when it never is. Only where the
 * rules did not speak, since only there it adds.
 */
function thresholdOf(
  indicator: Indicator,
  seen: readonly Seen[],
  scores: readonly number[],
): number | undefined {
  const open = [...scores.keys()].filter((at) => seen[at]?.known.has(indicator) === false);
  open.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let [sum, most, lowest] = [0, 0, -1];
  for (const [place, at] of open.entries()) {
    sum += (seen[at]?.row.indicators.includes(indicator) ? 1 : 0) - worth;
    if (sum > most) [most, lowest] = [sum, place];
  }
  if (lowest < 0) return undefined;
  const [at, next] = [open[lowest] ?? 0, open[lowest + 1] ?? 0];
  return rounded(((scores[at] ?? 0) + (scores[next] ?? 0)) / 2);
}

/** Keeps the weights of the features that tell the classes apart best. */
function withTellingFeatures({ classes, bias, weights }: Linear, most: number): Linear {
  const size = weights.length / classes;
  const says = Float32Array.from({ length: size }, (_, at) =>
    Math.max(...weights.subarray(at * classes, (at + 1) * classes).map(Math.abs)),
  );
  const least = says.toSorted().at(-most) ?? 0;
  return {
    classes,
    bias,
    weights: weights.map((weight, at) => ((says[Math.floor(at / classes)] ?? 0) < least ? 0 : weight)),
  };
}

/** Keeps the largest weights of each class. */
function withLargestWeights({ classes, bias, weights }: Linear, most: number): Linear {
  const size = weights.length / classes;
  const least = Array.from({ length: classes }, (_, c) => {
    const own = Float32Array.from({ length: size }, (__, at) => Math.abs(weights[at * classes + c] ?? 0));
    return own.sort().at(-most) ?? 0;
  });
  return {
    classes,
    bias,
    weights: weights.map((weight, at) => (Math.abs(weight) < (least[at % classes] ?? 0) ? 0 : weight)),
  };
}

function weightsOf({ names }: Matrix, { classes, weights }: Linear, c: number): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name, at) => {
      const weight = rounded((weights[at * classes + c] ?? 0) * worthOf(name));
      return weight === 0 ? [] : [[name, weight]];
    }),
  );
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
