import { writeFileSync } from "node:fs";
import { createCheckText } from "../check/check-text.ts";
import { read, stretchesOf } from "../check/reading.ts";
import { spellOut } from "../reading/abbreviations.ts";
import { wordsOf } from "../reading/words.ts";
import { compileLexicon } from "../rules/compile-lexicon.ts";
import { loadLexicon } from "../rules/load-lexicon.ts";
import { type Example, learn } from "../weights/learn.ts";
import { type LabelledText, readCorpus } from "./corpus.ts";

/**
 * `npm run safety:learn`: weighs words and fields again from the example texts and writes
 * `lexicon/es-CL/weights.json`. The test texts are never read. The same texts give the same file.
 */
const lexicon = loadLexicon();
const compiled = compileLexicon({
  ...lexicon,
  weights: { ...lexicon.weights, enough: Number.POSITIVE_INFINITY },
});
const check = createCheckText(compiled);

/** Her own messages show the words of the matter, not how we write: they count less. */
const weightOf = { development: 1, written: 1, inbound: 0.3, inboundHarmless: 0.7 };

/** Chosen by learning from half of the example texts and reading the other half, see `corpus/README.md`. */
const enough = 1;
const leastWeight = 0.02;

function exampleOf({ text, safe, plan }: LabelledText, weight: number): Example {
  const reading = read(spellOut(compiled.unveil(wordsOf(text)), compiled.abbreviations), compiled);
  // What is unsafe only because of a plan says nothing about the words.
  const byPlan = check(text, plan).reasons.some(({ kind }) => kind === "plan");
  return {
    stretches: stretchesOf(reading).map(({ features }) => features),
    betrays: !safe && !byPlan,
    weight,
  };
}

const examples = [
  ...readCorpus("development").map((line) => exampleOf(line, weightOf.development)),
  ...readCorpus("written").map((line) => exampleOf(line, weightOf.written)),
  ...readCorpus("inbound").map((line) =>
    exampleOf(line, line.safe ? weightOf.inboundHarmless : weightOf.inbound),
  ),
];
const { start, of } = learn(
  examples,
  lexicon.fields.map(({ points }) => points),
);
const rounded = (value: number) => Math.round(value * 100) / 100;
const weights = Object.fromEntries(
  [...of]
    .filter(([, value]) => Math.abs(value) >= leastWeight)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, value]) => [feature, rounded(value)]),
);
const file = new URL("../../lexicon/es-CL/weights.json", import.meta.url);
writeFileSync(file, `${JSON.stringify({ enough, start: rounded(start), weights }, null, 2)}\n`);
console.log(`${examples.length} texts, ${Object.keys(weights).length} weights`);
