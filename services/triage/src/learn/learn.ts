import { createHash } from "node:crypto";
import { fit, type Linear, shares, unknown } from "@liss/classifier";
import { Indicator } from "@liss/contracts";
import { contextOf, factsSeen, sureOf } from "../assess/assess.ts";
import type { Rules } from "../assess/compile-rules.ts";
import { featuresOf, valueStep } from "../assess/features.ts";
import { type Model, packed, raisableTiers, tiersInOrder } from "../assess/model.ts";
import { readSignals } from "../assess/signals.ts";
import { isAtLeast } from "../assess/tiers.ts";
import { authorOf, type Row } from "../measure/corpus.ts";
import { type Matrix, matrixOf, type Sample } from "./matrix.ts";
import { scoresUnseen } from "./unseen.ts";

/** An indicator with fewer examples than this is left to the rules. */
const fewest = 12;
/** How the weights are learned; a word must earn its own. */
const pace = { rounds: 12, rate: 0.1, decay: 3e-4, seed: 20_200_428 } as const;
/** What an addition must be worth: below this share of right ones it costs the F1 of all more than it brings. */
const worth = 0.55;
const outOfReach = 1_000;
/**
 * How many of the messages below a tier the model alone may raise to it. A false emergency takes a person from a true
 * one; a false `high` costs a look.
 */
const mayBeRaised = { imminent: 0.033, high: 0.1, support: 0.1 } as const;

/** `part` is a message of a conversation, or how it began: it shows no more than the whole. */
type Seen = Sample & { known: ReadonlySet<string>; row: Row; isPart: boolean };

/**
 * Learns the model from the corpus: what the rules saw and the words beside it. Thresholds are set on scores of
 * messages whose author the scoring model had not read.
 */
export function learn(rules: Rules, rows: readonly Row[]): Model {
  const seen = rows.flatMap((row) => [
    seenBy(rules, row, { text: wholeOf(row), isPart: false }),
    ...partsOf(row).map((text) => seenBy(rules, row, { text, isPart: true })),
  ]);
  const corpus = createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 12);
  const matrix = matrixOf(seen);
  const tiers = learnTiers(matrix, seen);
  const indicators = learnIndicators(matrix, seen);
  const { steps, weights } = writtenWeights(matrix, [tiers.learned, indicators.learned]);
  return {
    corpus,
    raises: tiers.raises,
    tiers: tiersInOrder.map((_, c) => ({ bias: rounded(tiers.learned.bias[c] ?? 0), step: steps[c] ?? 0 })),
    indicators: Object.fromEntries(
      indicators.thresholds.map(({ indicator, threshold }, c) => [
        indicator,
        {
          threshold,
          bias: rounded(indicators.learned.bias[c] ?? 0),
          step: steps[tiersInOrder.length + c] ?? 0,
        },
      ]),
    ),
    weights,
  };
}

function learnTiers(matrix: Matrix, seen: readonly Seen[]): { raises: Model["raises"]; learned: Linear } {
  // A part of a conversation may be anything that is not more urgent than the whole.
  const targets = Uint8Array.from(
    seen.flatMap(({ row, isPart }) =>
      tiersInOrder.map((tier) => ((isPart ? isAtLeast(row.tier, tier) : row.tier === tier) ? 1 : 0)),
    ),
  );
  const how = { classes: tiersInOrder.length, kind: "together", ...pace } as const;
  const said = scoresUnseen(matrix, seen, targets, how).map((scores) => shares(scores));
  const raises = { imminent: 1, high: 1, support: 1 };
  for (const [at, tier] of raisableTiers.entries()) {
    // What any part of a conversation raises, raises all of it.
    const below = new Map<Row, number>();
    for (const [place, { row }] of seen.entries()) {
      if (isAtLeast(row.tier, tier)) continue;
      const share = (said[place] ?? []).slice(0, at + 1).reduce((sum, each) => sum + each, 0);
      below.set(row, Math.max(share, below.get(row) ?? 0));
    }
    const falling = [...below.values()].sort((a, b) => b - a);
    raises[tier] = rounded((falling[Math.floor(falling.length * mayBeRaised[tier])] ?? 0) + 0.005);
  }
  return { raises, learned: fit(matrix, targets, how) };
}

function learnIndicators(
  matrix: Matrix,
  seen: readonly Seen[],
): { thresholds: { indicator: Indicator; threshold: number }[]; learned: Linear } {
  const learnable = Indicator.options.filter(
    (indicator) =>
      seen.filter(({ row, isPart }) => !isPart && row.indicators.includes(indicator)).length >= fewest,
  );
  // What a conversation shows need not be in this part of it.
  const targets = Uint8Array.from(
    seen.flatMap(({ row, isPart }) =>
      learnable.map((indicator) => (row.indicators.includes(indicator) ? (isPart ? unknown : 1) : 0)),
    ),
  );
  const how = { classes: learnable.length, kind: "alone", ...pace } as const;
  const scores = scoresUnseen(matrix, seen, targets, how);
  return {
    thresholds: learnable.map((indicator, c) => ({
      indicator,
      threshold: thresholdOf(
        indicator,
        seen,
        scores.map((row) => row[c] ?? 0),
      ),
    })),
    learned: fit(matrix, targets, how),
  };
}

function wholeOf(row: Row): string {
  return "text" in row ? row.text : row.messages.map(({ text }) => text).join(". ");
}

/** Each message of a conversation alone, and how the conversation began, up to each of them. */
function partsOf(row: Row): string[] {
  if ("text" in row) return [];
  const texts = row.messages.map(({ text }) => text);
  const begun = texts.slice(1, -1).map((_, at) => texts.slice(0, at + 2).join(". "));
  return texts.length > 1 ? [...texts, ...begun] : [];
}

function seenBy(rules: Rules, row: Row, { text, isPart }: { text: string; isPart: boolean }): Seen {
  const tokens = rules.read(text);
  const own = readSignals(tokens, rules);
  const { facts } = factsSeen({ rules, found: own.signals, tokens });
  const features = featuresOf(tokens, text, { facts: contextOf(facts, own), themesOf: rules.themesOf }).map(
    ({ name }) => name,
  );
  const known = new Set([...sureOf(facts, own.signals), ...own.takenBack]);
  return { features, group: authorOf(row), known, row, isPart };
}

/**
 * The score from which on what the model adds to the rules is worth most; out of reach when it never is. Only where
 * the rules did not speak, since only there it adds.
 */
function thresholdOf(indicator: Indicator, seen: readonly Seen[], scores: readonly number[]): number {
  const open = [...scores.keys()].filter(
    (at) => seen[at]?.isPart === false && !seen[at].known.has(indicator),
  );
  open.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let [sum, most, lowest] = [0, 0, -1];
  for (const [place, at] of open.entries()) {
    sum += (seen[at]?.row.indicators.includes(indicator) ? 1 : 0) - worth;
    if (sum > most) [most, lowest] = [sum, place];
  }
  if (lowest < 0) return outOfReach;
  const [at, next] = [open[lowest] ?? 0, open[lowest + 1] ?? 0];
  return rounded(((scores[at] ?? 0) + (scores[next] ?? 0)) / 2);
}

/** What each feature counts for and its weights, as the model's file has them: each class in steps of its own size. */
function writtenWeights(
  matrix: Matrix,
  learned: readonly Linear[],
): { weights: Model["weights"]; steps: number[] } {
  const rows = matrix.worth.map((worth, at) =>
    learned.flatMap(({ classes, weights }) =>
      [...weights.subarray(at * classes, (at + 1) * classes)].map((weight) => weight * worth * valueStep),
    ),
  );
  const steps = (rows[0] ?? []).map((_, c) => {
    const largest = rows.reduce((most, row) => Math.max(most, Math.abs(row[c] ?? 0)), 0);
    return Number((largest / 127).toPrecision(4));
  });
  const weights = Object.fromEntries(
    rows.map((row, at) => [
      matrix.names[at] ?? "",
      packed(
        Int8Array.of(matrix.worth[at] ?? 0, ...row.map((weight, c) => Math.round(weight / (steps[c] || 1)))),
      ),
    ]),
  );
  return { weights, steps };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
