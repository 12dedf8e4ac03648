import type { AssessedTier, Indicator, Tier } from "@liss/contracts";

/**
 * Who must be attended first; the lower number. `unassessed` waits with `high`: not knowing is not safety.
 * Source: product.md invariants 2 and 5.
 */
const rank: Record<Tier, number> = {
  imminent: 0,
  high: 1,
  unassessed: 1,
  support: 2,
  guidance: 3,
  information: 4,
  unrelated: 5,
};

export function rankOf(tier: Tier): number {
  return rank[tier];
}

/** The more urgent of two; on a tie, the first. */
export function moreUrgent<T extends Tier>(a: T, b: T): T {
  return rank[b] < rank[a] ? b : a;
}

export function isMoreUrgent(a: Tier, than: Tier): boolean {
  return rank[a] < rank[than];
}

/** Does an assessment say something the robot must not be alone with? Source: invariant 3. */
export function isRiskSignal(assessment: { tier: AssessedTier; indicators: readonly Indicator[] }): boolean {
  if (isMoreUrgent(assessment.tier, "support")) return true;
  // A neighbour asking on somebody's behalf is no danger by itself; every other indicator is.
  return assessment.indicators.some((indicator) => indicator !== "tercera_persona");
}
