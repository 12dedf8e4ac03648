import { AssessedTier } from "@liss/contracts";
import type { Implication, TierRow } from "./rule-set.ts";

/** Most urgent first. */
const order = AssessedTier.options;

/** The more urgent of two; nothing is less urgent than anything. */
export function moreUrgent(a: AssessedTier, b: AssessedTier | null): AssessedTier {
  if (b === null) return a;
  return order.indexOf(b) < order.indexOf(a) ? b : a;
}

export function isAtLeast(tier: AssessedTier, floor: AssessedTier): boolean {
  return order.indexOf(tier) <= order.indexOf(floor);
}

/** Names of indicators and of signs. */
export type Facts = ReadonlySet<string>;

/**
 * The rows that hold. A row counts only if `shown` (what this message says) takes part in it: what she said an
 * hour ago completes a danger, it does not repeat it.
 * @param asked whether she asks for rights or a complaint; rows that give way to that then do not count.
 */
export function rowsThatHold(
  table: readonly TierRow[],
  { shown, all, asked }: { shown: Facts; all: Facts; asked: boolean },
): TierRow[] {
  return table.filter((row) => {
    if ("one_of" in row) return !(row.unless_asked && asked) && row.one_of.some((fact) => shown.has(fact));
    if ("one_of_each" in row) {
      const isComplete = row.one_of_each.every((group) => group.some((fact) => all.has(fact)));
      return isComplete && row.one_of_each.flat().some((fact) => shown.has(fact));
    }
    return (
      row.of.filter((fact) => all.has(fact)).length >= row.at_least && row.of.some((fact) => shown.has(fact))
    );
  });
}

export function mostUrgentOf(rows: readonly { tier: AssessedTier }[]): AssessedTier | null {
  return rows.reduce<AssessedTier | null>((tier, row) => moreUrgent(row.tier, tier), null);
}

/** Everything that a row speaks of. */
export function factsOf(row: TierRow): readonly string[] {
  if ("one_of" in row) return row.one_of;
  return "of" in row ? row.of : row.one_of_each.flat();
}

/** What the facts mean as well, once. Source: the rule set's `implies`. */
export function impliedBy(implies: readonly Implication[], shown: Facts, all: Facts): Implication[] {
  return implies.filter(
    ({ one_of_each, means }) =>
      !shown.has(means) &&
      one_of_each.every((group) => group.some((fact) => all.has(fact))) &&
      one_of_each.flat().some((fact) => shown.has(fact)),
  );
}
