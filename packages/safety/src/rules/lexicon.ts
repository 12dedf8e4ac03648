import { type Network, weightRecord } from "@liss/classifier";
import { z } from "zod";

const PatternSource = z.string().trim().min(1);
const sentence = z.string().trim().min(15, "say it in a whole sentence");
const Words = z.string().transform((text) => text.trim().split(/\s+/));

/** Why a text betrays, in the codes that go on the record. */
export const betrayalCodes = [
  "institution",
  "help-number",
  "police",
  "justice",
  "violence",
  "injury",
  "threat",
  "sexual-violence",
  "aggressor",
  "about-him",
  "alone",
  "safety",
  "escape",
  "hiding",
  "evidence",
  "professionals",
  "case",
  "containment",
  "children",
  "suicide",
  "code",
  "other-language",
  "taken-together",
] as const;
export const BetrayalCode = z.enum(betrayalCodes);
export type BetrayalCode = z.infer<typeof BetrayalCode>;

/** One file of rules: what betrays, why, and the ways of saying it. */
export const RuleFile = z.strictObject({
  rules: z.array(
    z.strictObject({
      code: BetrayalCode,
      says: sentence.describe("What it recognises, so that a psychologist can agree or not"),
      sure: z
        .boolean()
        .default(true)
        .describe("One match is enough; otherwise it weighs, with the words around it"),
      patterns: z.array(PatternSource).min(1),
    }),
  ),
});

/** Words that say little alone and much together; the points are where learning starts from. */
export const FieldFile = z.strictObject({
  fields: z.array(
    z.strictObject({
      points: z
        .int()
        .min(-3)
        .max(4)
        .refine((points) => points !== 0, "a field weighs something"),
      says: sentence,
      patterns: z.array(PatternSource).min(1),
    }),
  ),
});

const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** What `safety:learn` writes: the weight of each word, word beginning, pair and field. */
export const WeightFile = z.strictObject({
  enough: z.number().describe("From this score on the words of a passage betray together"),
  start: z.number(),
  weights: weightRecord(isNumber, "a number"),
});

/** Sayings in which a dangerous word is harmless; only what they cover is set aside. */
export const HarmlessFile = z.strictObject({
  harmless: z.array(z.strictObject({ says: sentence, patterns: z.array(PatternSource).min(1) })),
});

export const ListFile = z.strictObject({
  lists: z.record(z.string().regex(/^[a-z_0-9]+$/), PatternSource),
});

/** Words recognised even misspelled, hidden behind signs or spaced, and the words that only resemble them. */
export const DisguiseFile = z.strictObject({
  guarded: Words,
  similar: Words,
  abbreviations: z.record(z.string(), z.string()).describe("As in a chat: xq → porque"),
  names_that_are_words: Words.describe("Luz, Rocío: a name only when written with a capital letter"),
});

/** Everything that the check knows, as data. */
export type Lexicon = {
  lists: z.infer<typeof ListFile>["lists"];
  rules: z.infer<typeof RuleFile>["rules"];
  fields: z.infer<typeof FieldFile>["fields"];
  weights: z.infer<typeof WeightFile>;
  network: Network;
  harmless: z.infer<typeof HarmlessFile>["harmless"];
  disguise: z.infer<typeof DisguiseFile>;
};
