import type { ServiceStatus } from "@liss/executive-routing/desk-api";

type Trouble = ServiceStatus["troubles"][number];

/** What changes how she must work right now is said across the screen; the rest is one look away. */
const acrossTheScreen: Record<Trouble["kind"], boolean> = {
  "database-away": true,
  "broker-away": true,
  "line-stopped": true,
  "line-away": true,
  "line-behind": false,
  "line-limited": false,
  "triage-behind": true,
  "robot-away": false,
};

/** The troubles that everybody must see without asking, the gravest first, as the server orders them. */
export const graveOf = ({ troubles }: Pick<ServiceStatus, "troubles">): Trouble[] =>
  troubles.filter(({ kind }) => acrossTheScreen[kind]);

/** How the indicator stands: `down` when something grave is away, `trying` when something limps. */
export function wellnessOf(status: Pick<ServiceStatus, "troubles">): "well" | "trying" | "down" {
  if (graveOf(status).length > 0) return "down";
  return status.troubles.length > 0 ? "trying" : "well";
}
