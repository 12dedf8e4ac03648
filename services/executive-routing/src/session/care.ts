import type { careLimits, Instant } from "@liss/contracts";

export type CareLimit = (typeof careLimits)[number];

/** What an executive has carried. Her own counts; nobody else is shown them. */
export type CareStanding = {
  inARow: number;
  onShift: number;
  protectedUntil: Instant | null;
  /** The one-tap "take me off": she wants no emergencies for now, and nobody asks why. */
  takenOff: boolean;
};

export type CareLimits = { inARow: number; perShift: number };

export const rested: CareStanding = { inARow: 0, onShift: 0, protectedUntil: null, takenOff: false };

/** The limit that stands between her and one more emergency, if any. Source: domain.md §6. */
export function limitReached(standing: CareStanding, limits: CareLimits, now: Instant): CareLimit | null {
  if (standing.takenOff) return "taken-off";
  if (standing.protectedUntil !== null && standing.protectedUntil > now) return "pause";
  if (standing.onShift >= limits.perShift) return "per-shift";
  if (standing.inARow >= limits.inARow) return "in-a-row";
  return null;
}
