import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";

/**
 * What a corpus taught: how much each feature of a message speaks for an indicator, and for each of the tiers. It can
 * only add: an indicator that no rule saw and that her own words did not take back, a tier more urgent than the
 * table's. Learned by `learn`; small enough to be read.
 */
const Threshold = z
  .number()
  .describe("From here on it is added; set on messages of templates it had not seen");
const Teaching = z.strictObject({
  threshold: Threshold.describe("A score: the logarithm of the odds"),
  bias: z.number(),
  weights: z.record(z.string(), z.number()),
});
/** The order of the weights of tiers. */
export const tiersInOrder = AssessedTier.options;
/** Tiers that the model raises to when it is sure enough that a message is at least so urgent. */
export const raisableTiers = ["imminent", "high", "support"] as const;
const PerTier = z.array(z.number()).length(tiersInOrder.length);
export const Model = z.strictObject({
  corpus: z.string().describe("SHA-256 of the corpus it was learned from, first 12 hex digits"),
  raises: z
    .strictObject({
      imminent: Threshold,
      high: Threshold,
      support: Threshold,
    })
    .describe("The probability of at least this tier from which the model raises to it"),
  bias_of_tiers: PerTier,
  indicators: z.partialRecord(Indicator, Teaching),
  weights_of_tiers: z
    .record(z.string(), PerTier)
    .describe("Feature → its weight for each of the tiers, most urgent first"),
});
export type Model = z.infer<typeof Model>;
