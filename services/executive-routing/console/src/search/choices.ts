import type { Classification } from "@liss/contracts";
import type { SessionCard } from "@liss/executive-routing/desk-api";
import { shared } from "@liss/ui";

/** In the order of their catalogue. */
export const tiers = Object.keys(shared.tiers) as SessionCard["tier"][];
export const classifications = Object.keys(shared.classifications) as Classification[];

const zone = "America/Santiago";
const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });

/** The instant at which a day (2026-11-23) begins in Santiago, whatever its offset then. */
export function startOfDay(day: string): string {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  // What the clocks of Santiago show at that instant tells how far they are from it; twice, for the day they change.
  let at = asUtc;
  for (let round = 0; round < 2; round += 1)
    at = asUtc - (Date.parse(`${wall.format(at).replace(" ", "T")}Z`) - at);
  return new Date(at).toISOString();
}

/** The last instant of a day in Santiago. */
export function endOfDay(day: string): string {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);
  return new Date(Date.parse(startOfDay(next)) - 1).toISOString();
}
