import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";

/**
 * What a corpus taught: how much each feature of a message speaks for an indicator, or for being at least of a tier.
 * It can only add: an indicator that no rule saw and that her own words did not take back, a tier more urgent than
 * the rules'. Learned by `learn`; small enough to be read.
 */
const Threshold = z
  .number()
  .describe("From this score on it is added; set on messages of templates it had not seen");
const Teaching = z.strictObject({
  threshold: Threshold,
  bias: z.number(),
  weights: z.record(z.string(), z.number()),
});
/** The tiers that the model may raise to. */
export const raisableTiers = ["imminent", "high", "support", "guidance", "information"] as const;
export const Model = z.strictObject({
  corpus: z.string().describe("SHA-256 of the corpus it was learned from, first 12 hex digits"),
  indicators: z.partialRecord(Indicator, Teaching),
  tiers: z.partialRecord(AssessedTier, z.strictObject({ threshold: Threshold, bias: z.number() })),
  weights_of_tiers: z
    .record(z.string(), z.array(z.number()).length(raisableTiers.length))
    .describe("Feature → its weight for each of the tiers, in the order imminent to information"),
});
export type Model = z.infer<typeof Model>;
