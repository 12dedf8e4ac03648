import type { DeliveryState } from "@liss/contracts";

/**
 * How much each state says about where a message is. States only advance, so reports may come in any order, twice,
 * or with gaps (`delivered` is skipped when she reads at once). `failed` wins over all but proof that it arrived.
 * Source: whatsapp-cloud-api.md §2, Statuses.
 */
const rank: Record<DeliveryState, number> = {
  queued: 0,
  unknown: 1,
  accepted: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
};

export function advances(current: DeliveryState, next: DeliveryState): boolean {
  return rank[next] > rank[current];
}

/** The state of a message of which all these were reported, in whatever order. */
export function furthest(states: readonly DeliveryState[]): DeliveryState {
  return states.reduce((known, next) => (advances(known, next) ? next : known), "queued");
}
