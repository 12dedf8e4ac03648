import { z } from "zod";

const count = z.number().int().nonnegative();

/** What the robot remembers of a delegation: no words of hers, only what was shown and served. */
export const FlowState = z.object({
  phase: z.enum(["new", "talking", "over"]),
  /** Messages that it did not understand, all in all. */
  misses: count,
  /** The same, since the last one that it understood. */
  missesInARow: count.default(0),
  /** Ids of the articles that were served, in order. */
  served: z.array(z.string()),
  /** Ids of the articles that it asked her about without serving them. */
  offered: z.array(z.string()).default([]),
  /** Topics she asked about, in order, once each. */
  asked: z.array(z.string()).default([]),
  /** What can be chosen by number now: the ids of the last list, in order. */
  shown: z.array(z.string()).default([]),
  /** Where "back" leads: the views she came through, the present one last. */
  trail: z.array(z.string()).default([]),
  /** What is still to be read of a long answer. */
  reading: z.array(z.object({ articleId: z.string(), part: count })).default([]),
  /** How often it used a phrase that has variants. */
  said: z.record(z.string(), count).default({}),
});
export type FlowState = z.infer<typeof FlowState>;

export const newFlow: FlowState = {
  phase: "new",
  misses: 0,
  missesInARow: 0,
  served: [],
  offered: [],
  asked: [],
  shown: [],
  trail: [],
  reading: [],
  said: {},
};
