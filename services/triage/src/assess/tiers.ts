import type { AssessedTier, Indicator } from "@liss/contracts";
import type { TierRow } from "./rule-set.ts";

/** Most urgent first. */
const order: readonly AssessedTier[] = [
  "imminent",
  "high",
  "support",
  "guidance",
  "information",
  "unrelated",
];

/** The more urgent of two; nothing is less urgent than anything. */
export function moreUrgent(a: AssessedTier, b: AssessedTier | null): AssessedTier {
  if (b === null) return a;
  return order.indexOf(b) < order.indexOf(a) ? b : a;
}

export function isAtLeast(tier: AssessedTier, floor: AssessedTier): boolean {
  return order.indexOf(tier) <= order.indexOf(floor);
}

/**
 * The most urgent row that holds, or null. A row counts only if `shown` (what this message says) takes part in
 * it: what she said an hour ago completes a danger, it does not repeat it.
 */
export function tierOf(
  table: readonly TierRow[],
  shown: ReadonlySet<Indicator>,
  all: ReadonlySet<Indicator>,
): AssessedTier | null {
  return table
    .filter((row) => holds(row, shown, all))
    .reduce<AssessedTier | null>((tier, row) => moreUrgent(row.tier, tier), null);
}

function holds(row: TierRow, shown: ReadonlySet<Indicator>, all: ReadonlySet<Indicator>): boolean {
  const isShown = (indicator: Indicator) => shown.has(indicator);
  const isKnown = (indicator: Indicator) => all.has(indicator);
  if ("one_of" in row) return row.one_of.some(isShown);
  if ("one_of_each" in row) {
    return row.one_of_each.every((group) => group.some(isKnown)) && row.one_of_each.flat().some(isShown);
  }
  return row.of.filter(isKnown).length >= row.at_least && row.of.some(isShown);
}
