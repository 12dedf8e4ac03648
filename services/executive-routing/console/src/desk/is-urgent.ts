import type { SessionCard } from "@liss/executive-routing/desk-api";

/** Somebody may be hurt soon, or there are signs of lethality: as triage or a person said it. */
export const isUrgent = (tier: SessionCard["tier"]): boolean => tier === "imminent" || tier === "high";
