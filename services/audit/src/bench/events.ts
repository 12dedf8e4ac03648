import type { Envelope } from "@liss/contracts";
import { story } from "../fixtures/story.ts";

const tiers = ["support", "guidance", "high", "information", "guidance", "imminent"] as const;
const lengths = ["closed", "closed", "closed", "answered", "closed", "seen"] as const;

/** Sessions as the services publish them, spread evenly over a time. */
export function* sessions(count: number, from: Date, spreadMs: number): Generator<Envelope[]> {
  for (let nth = 0; nth < count; nth += 1) {
    const { events } = story({
      start: new Date(from.getTime() + Math.floor((nth * spreadMs) / count)),
      codeName: `Rosa-${nth}`,
      executiveId: `ejecutiva-${nth % 40}`,
      tier: tiers[nth % tiers.length] ?? "support",
      until: lengths[nth % lengths.length] ?? "closed",
    });
    yield events;
  }
}
