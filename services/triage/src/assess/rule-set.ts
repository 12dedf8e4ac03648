import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";

const Name = z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is lower case with hyphens");
const PatternSource = z.string().trim().min(1);
const sentence = z.string().trim().min(10, "say it in a whole sentence");
const Source = z
  .string()
  .trim()
  .min(3)
  .describe("Where it comes from: a section of domain.md, an instrument");

/** One way in which a woman says one thing. */
export const Rule = z.strictObject({
  name: Name,
  indicator: Indicator,
  says: sentence.describe("What it recognises, in a sentence that a psychologist can agree with or not"),
  source: Source,
  patterns: z.array(PatternSource).min(1),
  unless: z.array(PatternSource).default([]).describe("Words in the same sentence that take it back"),
  deniable: z.boolean().default(true).describe('False when "no" is part of the danger: "no quiero vivir"'),
  at_least: AssessedTier.optional().describe(
    "The tier these words mean by themselves, whatever the table says",
  ),
});
export type Rule = z.infer<typeof Rule>;

/** What she came for when no risk is seen. */
export const Intent = z.strictObject({
  name: Name,
  tier: z.enum(["support", "guidance", "information", "unrelated"]),
  says: sentence,
  patterns: z.array(PatternSource).min(1),
});
export type Intent = z.infer<typeof Intent>;

const Indicators = z.array(Indicator).min(1);
const row = { tier: AssessedTier, says: sentence, source: Source };

/** A row of the table from indicators to tier. */
export const TierRow = z.union([
  z.strictObject({ ...row, one_of: Indicators }),
  z.strictObject({
    ...row,
    one_of_each: z
      .array(Indicators)
      .min(2)
      .refine(
        (groups) => new Set(groups.flat()).size === groups.flat().length,
        "the groups share an indicator",
      ),
  }),
  z.strictObject({ ...row, at_least: z.int().min(2), of: Indicators }),
]);
export type TierRow = z.infer<typeof TierRow>;

/** Everything triage knows, as data: `rules/<locale>.yaml`. */
export const RuleSet = z.strictObject({
  locale: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "three numbers, as in 1.4.0"),
  abbreviations: z.record(z.string(), z.string()),
  lists: z.record(z.string().regex(/^[a-z_0-9]+$/), PatternSource),
  common_words: z.string().describe("Frequent words of the language, to tell it from others"),
  guards: z.strictObject({
    negators: z.string(),
    see_through: z.string().describe('Words that may stand between "no" and what it denies'),
    affirmed_by: z.array(PatternSource).describe('"nunca me había pegado así" is no denial'),
    hypothetical: z.array(PatternSource),
    long_past: z.array(PatternSource),
    still_now: z.string().describe("Words that bring the past back to the present"),
    idioms: z.array(PatternSource),
  }),
  rules: z.array(Rule).min(1).refine(haveUniqueNames, "two rules have the same name"),
  intents: z.array(Intent).refine(haveUniqueNames, "two intents have the same name"),
  tiers: z.array(TierRow).min(1),
  medical_referral: z.array(Indicator),
});
export type RuleSet = z.infer<typeof RuleSet>;

function haveUniqueNames(named: { name: string }[]): boolean {
  return new Set(named.map(({ name }) => name)).size === named.length;
}
