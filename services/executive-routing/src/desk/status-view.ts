import { Instant } from "@liss/contracts";
import { z } from "zod";

/** What may not work, as it is seen from the desk. Each has its sentences in the console. */
export const troubleKinds = [
  "database-away",
  "broker-away",
  "line-stopped",
  "line-away",
  "line-behind",
  "line-limited",
  "triage-behind",
  "robot-away",
] as const;

/** What works and what does not, the same for everybody. Part of api.ts: in GET /api/desk and as a frame. */
export const ServiceStatus = z.object({
  open: z.boolean().describe("Whether people attend at this hour"),
  troubles: z
    .array(z.object({ kind: z.enum(troubleKinds), since: Instant }))
    .describe("The gravest first; empty when all is well"),
});
export type ServiceStatus = z.infer<typeof ServiceStatus>;
export type TroubleKind = (typeof troubleKinds)[number];
