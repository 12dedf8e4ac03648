import { weightRecord } from "@liss/classifier";
import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";

/**
 * What a corpus taught: how much each feature of a message speaks for each of the tiers and for each indicator. It can
 * only add: an indicator that no rule saw and that her own words did not take back, a tier more urgent than the
 * table's. Learned by `learn`.
 */
const Threshold = z.number().describe("From here on it is added; set on messages of authors it had not seen");
/** `step` is what a weight of 1 is worth as the logarithm of odds. */
const Class = z.strictObject({ bias: z.number(), step: z.number() });
/** The order of tiers. */
export const tiersInOrder = AssessedTier.options;
/** Tiers that the model raises to when it is sure enough that a message is at least so urgent. */
export const raisableTiers = ["imminent", "high", "support"] as const;
const isBase64 = (value: unknown): value is string =>
  typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
export const Model = z.strictObject({
  corpus: z.string().describe("SHA-256 of the corpus it was learned from, first 12 hex digits"),
  raises: z
    .strictObject({
      imminent: Threshold,
      high: Threshold,
      support: Threshold,
    })
    .describe("The probability of at least this tier from which the model raises to it"),
  tiers: z.array(Class).length(tiersInOrder.length).describe("Most urgent first"),
  indicators: z.partialRecord(Indicator, Class.extend({ threshold: Threshold })),
  weights: weightRecord(isBase64, "base64").describe(
    "Feature → a signed byte for how much it counts for, then for each tier and each indicator in the order above",
  ),
});
export type Model = z.infer<typeof Model>;

/** The bytes of a feature's weights as they stand in the file. */
export function packed(weights: Int8Array): string {
  return Buffer.from(weights.buffer, weights.byteOffset, weights.length).toString("base64");
}

/** @see packed */
export function unpacked(written: string): Int8Array {
  const bytes = Buffer.from(written, "base64");
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
