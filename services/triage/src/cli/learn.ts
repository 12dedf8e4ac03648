import { writeFile } from "node:fs/promises";
import { learn } from "../learn/learn.ts";
import { corpus, readLines, Row } from "../measure/corpus.ts";
import { loadRules, shippedModel } from "../rules/load-rules.ts";

// learn: makes model/es-CL.json from the development half of the corpus. Always the same from the same corpus and rules.
const rules = await loadRules(undefined, null);
const model = learn(rules, readLines(corpus.development, Row));
await writeFile(shippedModel, `${JSON.stringify(model, null, 1)}\n`);
const weights = [...Object.values(model.indicators), ...Object.values(model.tiers)];
console.log(
  JSON.stringify({
    command: "learn",
    figures: {
      corpus: model.corpus,
      indicators: Object.keys(model.indicators).length,
      weights: weights.reduce((sum, { weights: each }) => sum + Object.keys(each).length, 0),
    },
    goals: [],
  }),
);
