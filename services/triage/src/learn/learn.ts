import { createHash } from "node:crypto";
import { type AssessedTier, Indicator } from "@liss/contracts";
import { contextOf, factsSeen, tierOf } from "../assess/assess.ts";
import type { Rules } from "../assess/compile-rules.ts";
import { featuresOf, type Model } from "../assess/learned.ts";
import { readSignals, type Signals } from "../assess/signals.ts";
import { isAtLeast } from "../assess/tiers.ts";
import type { Row } from "../measure/corpus.ts";
import { type Sample, scoresUnseen, train } from "./train.ts";

/** An indicator with fewer examples than this is left to the rules. */
const fewest = 15;
/** What the model adds must be right at least so often, on messages it has not seen. */
const leastPrecision = 0.6;
const raisable = ["imminent", "high", "support", "guidance", "information"] as const;

type Seen = Sample & { own: Signals; facts: ReadonlySet<string>; words: number; row: Row };

/**
 * Learns the model from the corpus: what the rules saw and the words beside it. Thresholds are set on scores of
 * messages whose template the scoring model had not seen.
 */
export function learn(rules: Rules, rows: readonly Row[]): Model {
  const seen = rows.map((row) => seenBy(rules, row));
  const added = seen.map(() => new Set<string>());
  const indicators: Model["indicators"] = {};
  for (const indicator of Indicator.options) {
    const isPositive = rows.map((row) => row.indicators.includes(indicator));
    if (isPositive.filter(Boolean).length < fewest) continue;
    const scores = scoresUnseen(seen, isPositive);
    const threshold = thresholdFor(indicator, seen, isPositive, scores);
    if (threshold === undefined) continue;
    for (const [at, score] of scores.entries()) if (score >= threshold) added[at]?.add(indicator);
    const { bias, weights } = train(seen, isPositive);
    indicators[indicator] = { threshold, bias, weights: Object.fromEntries(weights) };
  }
  const scores = raisable.map((tier) =>
    scoresUnseen(
      seen,
      rows.map((row) => isAtLeast(row.tier, tier)),
    ),
  );
  const thresholds = thresholdsOfTiers(rules, seen, added, scores);
  const tiers: Model["tiers"] = {};
  for (const [at, tier] of raisable.entries()) {
    const { bias, weights } = train(
      seen,
      rows.map((row) => isAtLeast(row.tier, tier)),
    );
    tiers[tier] = { threshold: thresholds[at] ?? 99, bias, weights: Object.fromEntries(weights) };
  }
  const corpus = createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 12);
  return { corpus, indicators, tiers };
}

function seenBy(rules: Rules, row: Row): Seen {
  const text = "text" in row ? row.text : row.messages.map((message) => message.text).join(". ");
  const tokens = rules.read(text);
  const own = readSignals(tokens, rules);
  const { facts } = factsSeen({ rules, found: own.signals, tokens });
  const features = featuresOf(tokens, text, { facts: contextOf(facts, own), themesOf: rules.themesOf }).map(({ name }) => name);
  return { features, group: row.template, own, facts, words: tokens.length, row };
}

const candidates = Array.from({ length: 60 }, (_, step) => Math.round((step / 10 - 2) * 10) / 10);

/** The threshold with which rules and model together do best; undefined when the rules alone do. */
function thresholdFor(
  indicator: Indicator,
  seen: readonly Seen[],
  isPositive: readonly boolean[],
  scores: readonly number[],
): number | undefined {
  const f1With = (threshold: number) => {
    let [expected, found, right, added, addedRight] = [0, 0, 0, 0, 0];
    for (const [at, { facts, own }] of seen.entries()) {
      const adds = !facts.has(indicator) && (scores[at] ?? 0) >= threshold && !own.takenBack.has(indicator);
      const has = facts.has(indicator) || adds;
      if (isPositive[at]) expected += 1;
      if (has) found += 1;
      if (has && isPositive[at]) right += 1;
      if (adds) added += 1;
      if (adds && isPositive[at]) addedRight += 1;
    }
    if (added > 0 && addedRight / added < leastPrecision) return 0;
    return (2 * right) / Math.max(1, expected + found);
  };
  const alone = f1With(Number.POSITIVE_INFINITY);
  const best = candidates.reduce((a, b) => (f1With(b) > f1With(a) ? b : a));
  return f1With(best) > alone + 0.005 ? best : undefined;
}

/** What matters how much when thresholds are weighed against each other; the goals of the issue. */
const worth = { accuracy: 1, imminentRecall: 1.2, urgentRecall: 0.6, falseImminent: 6, allowedFalse: 0.02 } as const;

function thresholdsOfTiers(
  rules: Rules,
  seen: readonly Seen[],
  added: readonly ReadonlySet<string>[],
  scores: readonly (readonly number[])[],
): number[] {
  const bases = seen.map(({ own, facts }, at) => {
    const shown = new Set([...facts, ...[...(added[at] ?? [])].filter((fact) => !own.takenBack.has(fact))]);
    const floors = own.signals.flatMap(({ rule }) => rule.at_least ?? []);
    return tierOf(rules, { shown, all: shown, intents: own.intents, floors }).tier;
  });
  const outcome = (thresholds: readonly number[]) => {
    const count = { right: 0, imminent: 0, foundImminent: 0, urgent: 0, foundUrgent: 0, others: 0, falseImminent: 0 };
    for (const [at, { row, words }] of seen.entries()) {
      const raised = raisable.find((_, of) => (scores[of]?.[at] ?? -99) >= (thresholds[of] ?? 99)) ?? null;
      const tier = moreUrgentOf(bases[at] ?? null, raised) ?? (words >= 4 ? "unrelated" : "support");
      if (tier === row.tier) count.right += 1;
      if (row.tier === "imminent") {
        count.imminent += 1;
        if (tier === "imminent") count.foundImminent += 1;
      } else {
        count.others += 1;
        if (tier === "imminent") count.falseImminent += 1;
      }
      if (isAtLeast(row.tier, "high")) {
        count.urgent += 1;
        if (isAtLeast(tier, "high")) count.foundUrgent += 1;
      }
    }
    return count;
  };
  const worthOf = (thresholds: readonly number[]) => {
    const count = outcome(thresholds);
    const wrong = Math.max(0, count.falseImminent / count.others - worth.allowedFalse);
    return (
      (worth.accuracy * count.right) / seen.length +
      (worth.imminentRecall * count.foundImminent) / count.imminent +
      (worth.urgentRecall * count.foundUrgent) / count.urgent -
      worth.falseImminent * wrong
    );
  };
  let best = raisable.map(() => 2);
  for (let round = 0; round < 3; round += 1) {
    for (const at of raisable.keys()) {
      const tried = candidates.map((value) => best.map((old, place) => (place === at ? value : old)));
      best = tried.reduce((a, b) => (worthOf(b) > worthOf(a) ? b : a), best);
    }
  }
  if (process.env.SCRATCH) { const c=outcome(best); console.log("CV acc",(c.right/seen.length).toFixed(3),"imm",(c.foundImminent/c.imminent).toFixed(3),"urg",(c.foundUrgent/c.urgent).toFixed(3),"false",(c.falseImminent/c.others).toFixed(3)); let E=0,F=0,R=0; seen.forEach((s,at)=>{ const shown=new Set([...s.facts, ...[...added[at]!].filter(f=>!s.own.takenBack.has(f))]); for (const i of Indicator.options){ const p=s.row.indicators.includes(i), h=shown.has(i); E+=+p;F+=+h;R+=+(p&&h);} }); console.log("CV F1", (2*R/(E+F)).toFixed(3)); }
  return best;
}

function moreUrgentOf(a: AssessedTier | null, b: AssessedTier | null): AssessedTier | null {
  return a === null || (b !== null && isAtLeast(b, a)) ? b : a;
}
