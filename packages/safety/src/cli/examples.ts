import { createCheckText } from "../check/check-text.ts";
import { heard } from "../check/passages.ts";
import { type Reading, read, stretchesOf } from "../check/reading.ts";
import { spellOut } from "../reading/abbreviations.ts";
import { wordsOf } from "../reading/words.ts";
import { type CompiledLexicon, compileLexicon } from "../rules/compile-lexicon.ts";
import type { Lexicon } from "../rules/lexicon.ts";
import { fieldName, ruleName } from "../weights/features.ts";
import type { Example } from "../weights/learn.ts";
import { type LabelledText, readCorpus } from "./corpus.ts";

/**
 * An example text, as it is weighed and as the network reads it; whether it is unsafe only because of a plan, and
 * whether sure rules or a plan refuse it without any weighing.
 */
export type Labelled = Example & {
  reading: Reading;
  words: readonly string[];
  safe: boolean;
  byPlan: boolean;
  refusedAnyway: boolean;
};

/** Her own messages show the words of the matter, not how we write: they count less. */
const weights = { ours: 1, hers: 0.5, hersHarmless: 0.7 };

/** What a rule that is not sure begins with, in the points of the fields. */
const pointsOfARule = 5;

/** The texts to learn from, as what they are weighed by; `ours` are like those that will be checked. */
export function examplesOf(lexicon: Lexicon): {
  ours: Labelled[];
  hers: Labelled[];
  compiled: CompiledLexicon;
} {
  const compiled = compileLexicon({
    ...lexicon,
    weights: { ...lexicon.weights, enough: Number.POSITIVE_INFINITY },
  });
  const check = createCheckText(compiled);
  const labelled = ({ text, safe, plan }: LabelledText, weight: number): Labelled => {
    const reading = read(spellOut(compiled.unveil(wordsOf(text)), compiled.abbreviations), compiled);
    const { reasons } = check(text, plan);
    // What is unsafe only because of a plan says nothing about the words.
    const byPlan = reasons.some(({ kind }) => kind === "plan");
    return {
      reading,
      words: heard(reading.words, { from: 0, to: reading.words.length }),
      stretches: stretchesOf(reading).map(({ features }) => features),
      betrays: !safe && !byPlan,
      byPlan: !safe && byPlan,
      weight,
      safe,
      refusedAnyway: reasons.length > 0,
    };
  };
  return {
    compiled,
    ours: (["development", "written", "further", "pairs"] as const)
      .flatMap(readCorpus)
      .map((line) => labelled(line, weights.ours)),
    hers: readCorpus("inbound").map((line) =>
      labelled(line, line.safe ? weights.hersHarmless : weights.hers),
    ),
  };
}

/** The points that people gave to fields, and to rules that are not sure. */
export function pointsOf({ fields, rules }: Lexicon): ReadonlyMap<string, number> {
  return new Map([
    ...fields.map(({ says, points }): [string, number] => [fieldName(says), points]),
    ...rules.flatMap(({ code, sure, patterns }) =>
      sure ? [] : patterns.map((pattern): [string, number] => [ruleName(code, pattern), pointsOfARule]),
    ),
  ]);
}
