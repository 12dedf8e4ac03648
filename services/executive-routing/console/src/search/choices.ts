import type { Classification } from "@liss/contracts";
import type { SessionCard } from "@liss/executive-routing/desk-api";
import { shared } from "@liss/ui";
import { instantAt } from "../app/instant-at.ts";

/** In the order of their catalogue. */
export const tiers = Object.keys(shared.tiers) as SessionCard["tier"][];
export const classifications = Object.keys(shared.classifications) as Classification[];

/** The instant at which a day (2026-11-23) begins in Santiago, whatever its offset then. */
export const startOfDay = (day: string): string => instantAt(day, "00:00");

/** The last instant of a day in Santiago. */
export function endOfDay(day: string): string {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);
  return new Date(Date.parse(startOfDay(next)) - 1).toISOString();
}
