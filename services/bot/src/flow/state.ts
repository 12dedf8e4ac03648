import { z } from "zod";

/** What the robot remembers of a delegation: no words of hers, only what was served. */
export const FlowState = z.object({
  phase: z.enum(["new", "talking", "over"]),
  /** Messages that it did not understand, all in all. */
  misses: z.number().int().nonnegative(),
  /** Ids of the articles that were served, in order. */
  served: z.array(z.string()),
});
export type FlowState = z.infer<typeof FlowState>;

export const newFlow: FlowState = { phase: "new", misses: 0, served: [] };
