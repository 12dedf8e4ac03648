import type { SessionCard } from "@liss/executive-routing/desk-api";

/** Which card of the service leads through what a mark says. */
export const protocolOf = {
  "aggressor-probing": "es-ella",
  minor: "menores",
  "third-party": "terceras-personas",
} as const satisfies Record<SessionCard["marks"][number], string>;
