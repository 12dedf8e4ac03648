import type { SessionCard } from "@liss/executive-routing/desk-api";

/** In danger, or while nobody knows whether there is, every second counts: what she writes leaves at once. */
export const mayWait = ({ tier }: Pick<SessionCard, "tier">): boolean =>
  tier !== "imminent" && tier !== "high" && tier !== "unassessed";
