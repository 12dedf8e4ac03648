import type { Tier } from "@liss/contracts";

/**
 * How much of an executive a session takes, 1 being all of her. Danger is attended one to one.
 * While the robot answers, the session still needs an eye on it.
 * Source: domain.md §6.
 */
export const weights = { danger: 1, standard: 0.5, delegated: 0.25 };

export function weightOf(session: { tier: Tier; status: string }): number {
  if (session.status === "delegated") return weights.delegated;
  if (session.tier === "imminent" || session.tier === "high" || session.tier === "unassessed")
    return weights.danger;
  return weights.standard;
}
