import { AssessedTier, Indicator } from "@liss/contracts";
import { isAtLeast } from "../assess/tiers.ts";
import type { Row } from "./corpus.ts";
import type { Verdict } from "./replay.ts";

export type Read = { row: Row; seen: Verdict };

export type OfIndicator = { expected: number; found: number; right: number };

export type Figures = {
  rows: number;
  tierAccuracy: number;
  imminentRecall: number;
  /** Of the imminent and high, those placed high or above. */
  urgentRecall: number;
  /** Of everything that is not imminent, what was called so. */
  falseImminent: number;
  indicatorF1: number;
  /** labelled → seen → rows */
  confusion: Record<AssessedTier, Record<AssessedTier, number>>;
  indicators: Record<Indicator, OfIndicator>;
};

/** Counts what was read against its labels. A share of nothing is 1: nothing was missed. */
export function figuresOf(read: readonly Read[]): Figures {
  const tiers = AssessedTier.options;
  const confusion = Object.fromEntries(
    tiers.map((tier) => [tier, Object.fromEntries(tiers.map((each) => [each, 0]))]),
  ) as Figures["confusion"];
  const indicators = Object.fromEntries(
    Indicator.options.map((indicator) => [indicator, { expected: 0, found: 0, right: 0 }]),
  ) as Figures["indicators"];
  for (const { row, seen } of read) {
    confusion[row.tier][seen.tier] += 1;
    for (const indicator of row.indicators) {
      indicators[indicator].expected += 1;
      if (seen.indicators.includes(indicator)) indicators[indicator].right += 1;
    }
    for (const indicator of seen.indicators) indicators[indicator].found += 1;
  }
  const total = Object.values(indicators).reduce(
    (sum, { expected, found, right }) => ({
      expected: sum.expected + expected,
      found: sum.found + found,
      right: sum.right + right,
    }),
    { expected: 0, found: 0, right: 0 },
  );
  const share = (of: (one: Read) => boolean, among: (one: Read) => boolean, ofNone = 1) => {
    const all = read.filter(among);
    return all.length === 0 ? ofNone : all.filter(of).length / all.length;
  };
  return {
    rows: read.length,
    tierAccuracy: share(
      ({ row, seen }) => row.tier === seen.tier,
      () => true,
    ),
    imminentRecall: share(
      ({ seen }) => seen.tier === "imminent",
      ({ row }) => row.tier === "imminent",
    ),
    urgentRecall: share(
      ({ seen }) => isAtLeast(seen.tier, "high"),
      ({ row }) => isAtLeast(row.tier, "high"),
    ),
    falseImminent: share(
      ({ seen }) => seen.tier === "imminent",
      ({ row }) => row.tier !== "imminent",
      0,
    ),
    indicatorF1: f1Of(total),
    confusion,
    indicators,
  };
}

export function f1Of({ expected, found, right }: OfIndicator): number {
  return expected + found === 0 ? 1 : (2 * right) / (expected + found);
}
