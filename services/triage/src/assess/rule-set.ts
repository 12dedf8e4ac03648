import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";

const Name = z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is lower case with hyphens");
const PatternSource = z.string().trim().min(1);
const sentence = z.string().trim().min(10, "say it in a whole sentence");
const Examples = z.array(z.string().trim().min(1));
const Source = z
  .string()
  .trim()
  .min(3)
  .describe("Where it comes from: a section of domain.md, an instrument");

/** A circumstance that matters for the tier and is no indicator of the record: a plea, a whisper, a word cut off. */
export const Sign = z.string().regex(/^[a-z]+$/, "a sign is one lower-case word");

/** What takes a rule's words back: see `guards`. A rule may say which of them do not touch it. */
export const guardNames = ["denial", "hypothesis", "past", "fiction", "idiom"] as const;

/** One way in which a woman says one thing. */
export const Rule = z
  .strictObject({
    name: Name,
    indicator: Indicator.optional(),
    sign: Sign.optional(),
    says: sentence.describe("What it recognises, in a sentence that a psychologist can agree with or not"),
    source: Source,
    patterns: z.array(PatternSource).min(1),
    unless: z.array(PatternSource).default([]).describe("Words in the same sentence that take it back"),
    except: z.array(PatternSource).default([]).describe("Words that take it back where they touch it"),
    now: z.boolean().default(false).describe("Only what happens now: not «ayer», «siempre», «cuando toma»"),
    survives: z
      .array(z.enum(guardNames))
      .default([])
      .describe('Guards that do not take it back: "no" is part of the danger in "no quiero vivir"'),
    weighed: z
      .boolean()
      .default(false)
      .describe(
        "Its words often mean something else: with a model at hand that decides if the indicator is listed",
      ),
    jest: z.boolean().default(false).describe("Said with laughter it is a way of speaking: «la mato jaja»"),
    short: z.int().min(1).optional().describe("Only in messages of at most so many words"),
    at_least: AssessedTier.optional().describe(
      "The tier these words mean by themselves, whatever the table says",
    ),
    yes: Examples.min(1).describe("Messages that it must recognise; each is a test"),
    no: Examples.default([]).describe(
      "Messages that look like it and in which its indicator must not appear",
    ),
  })
  .refine(
    ({ indicator, sign }) => indicator !== undefined || sign !== undefined,
    "names an indicator or a sign",
  );
export type Rule = z.infer<typeof Rule>;

/** What she came for when no risk is seen. */
export const Intent = z
  .strictObject({
    name: Name,
    tier: z.enum(["support", "guidance", "information", "unrelated"]),
    says: sentence,
    patterns: z.array(PatternSource).default([]),
    unless: z.array(PatternSource).default([]).describe("Words in the same sentence that take it back"),
    over: z
      .boolean()
      .default(false)
      .describe("Decides over other requests, never over a risk: a pizzeria's hours are unrelated"),
    cues: z.string().optional().describe("Single words of which `cues_at_least` different ones say the same"),
    cues_at_least: z.int().min(1).default(2),
    yes: Examples.min(1),
    no: Examples.default([]),
  })
  .refine(({ patterns, cues }) => patterns.length > 0 || cues !== undefined, "has neither patterns nor cues");
export type Intent = z.infer<typeof Intent>;

/** Words agreed beforehand that ask for help unnoticed. Personal ones are kept by the service, not here. */
export const Code = z.strictObject({
  name: Name,
  says: sentence.describe("What the executive reads when it is used"),
  source: Source,
  patterns: z.array(PatternSource).min(1),
  unless: z.array(PatternSource).default([]),
  effect: z.enum(["imminent", "high"]),
  yes: Examples.min(1),
  no: Examples.default([]),
});
export type Code = z.infer<typeof Code>;

/** A code is a rule with an effect of its own. */
export function ruleOfCode({ effect, ...code }: Code): Rule {
  return {
    ...code,
    indicator: "codigo_encubierto",
    at_least: effect,
    survives: ["past", "idiom"],
    except: [],
    jest: false,
    weighed: false,
    now: false,
  };
}

const Fact = z.union([Indicator, Sign]);
const Facts = z.array(Fact).min(1);
const row = {
  tier: AssessedTier,
  weighed: z
    .boolean()
    .default(false)
    .describe("No danger by itself: where the model is at hand it decides, having seen what this row sees"),
  says: sentence,
  source: Source,
  yes: Examples.min(1).describe("Messages that this row alone places; each is a test"),
};

/** A row of the table from indicators to tier. */
export const TierRow = z.union([
  z.strictObject({
    ...row,
    one_of: Facts,
    unless_asked: z.boolean().default(false).describe("Gives way to what she asks for: rights, a complaint"),
  }),
  z.strictObject({
    ...row,
    one_of_each: z
      .array(Facts)
      .min(2)
      .refine(
        (groups) => new Set(groups.flat()).size === groups.flat().length,
        "the groups share an indicator",
      ),
  }),
  z.strictObject({ ...row, at_least: z.int().min(2), of: Facts }),
]);
export type TierRow = z.infer<typeof TierRow>;

/** What some things always mean as well: whoever is being hit has him there. */
const Implication = z.strictObject({
  one_of_each: z.array(Facts).min(1),
  means: Indicator,
  says: sentence,
  source: Source,
  yes: Examples.min(1),
});
export type Implication = z.infer<typeof Implication>;

const Patterns = z.array(PatternSource);

export const Guards = z.strictObject({
  negators: z.string(),
  see_through: z.string().describe('Words that may stand between "no" and what it denies'),
  breakers: z.string().describe("Words that no gap of a pattern steps over"),
  not_denial: Patterns.describe('"no para de pegarme" denies nothing'),
  affirmed_by: Patterns.describe(
    '"nunca me había pegado así" is no denial; "si me pega de nuevo" no hypothesis',
  ),
  denied_after: Patterns.describe('"armas no tiene"'),
  hypothetical: Patterns,
  feared: Patterns.describe('What is only feared: "miedo de que me pegue"'),
  long_past: Patterns,
  not_past: Patterns.describe('"hace diez años que me pega" goes on'),
  closed_past: Patterns.describe("With a long past anywhere in the message, all of it is past"),
  over: Patterns.describe("By itself says that all of it is past: he died"),
  still_now: z.string().describe("Words that bring the past back to the present"),
  other_time: Patterns.describe("Says that it is not happening now; for rules that mean now"),
  right_now: z
    .string()
    .describe("Words after which another time is over: «ayer me pegó y ahora está afuera»"),
  says_when: z
    .string()
    .describe(
      "Words that beside a time tell nothing new, so that it is said of the sentence before: «Fue el martes.»",
    ),
  fiction: Patterns.describe("Films, news, homework: nobody who writes is meant unless she says so"),
  generic: Patterns.describe("Questions about violence in general"),
  laughter: Patterns,
  idioms: Patterns,
});

/** Everything triage knows, as data: the files of `rules/<locale>/`, put together. */
export const RuleSet = z.strictObject({
  locale: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "three numbers, as in 1.4.0"),
  abbreviations: z.record(z.string(), z.string()),
  lists: z.record(z.string().regex(/^[a-z_0-9]+$/), PatternSource),
  common_words: z
    .string()
    .describe("Frequent words of the language, to tell it from others and from typing errors"),
  common_verbs: z.string().describe("Infinitives, conjugated for the same purpose"),
  themes: z
    .record(z.string().regex(/^[a-z_]+$/), PatternSource)
    .describe("Words of one subject each, by which the model knows unseen words from seen ones"),
  cut_off: z.string().describe("Words that may break off in the middle: «me esta pe»"),
  signs: z
    .record(Sign, sentence)
    .describe("Circumstances that matter for the tier and are not on the record"),
  guards: Guards,
  rules: z.array(Rule).min(1).refine(haveUniqueNames, "two rules have the same name"),
  codes: z.array(Code).refine(haveUniqueNames, "two codes have the same name"),
  intents: z.array(Intent).refine(haveUniqueNames, "two intents have the same name"),
  implies: z.array(Implication),
  tiers: z.array(TierRow).min(1),
  medical_referral: z.array(Indicator),
});
export type RuleSet = z.infer<typeof RuleSet>;

function haveUniqueNames(named: { name: string }[]): boolean {
  return new Set(named.map(({ name }) => name)).size === named.length;
}
