import type { Tier } from "@liss/contracts";
import type { Policy } from "./policy.ts";

/**
 * How much of an executive a session takes, 1 being all of her. Danger is attended one to one.
 * While the robot answers, the session still needs an eye on it. The database has the same rule (`weight_of`),
 * which guards every change of owner.
 */
export function weightOf(session: { tier: Tier; status: string }, weights: Policy["weights"]): number {
  if (session.status === "delegated") return weights.delegated;
  if (session.tier === "imminent" || session.tier === "high" || session.tier === "unassessed")
    return weights.danger;
  return weights.standard;
}
