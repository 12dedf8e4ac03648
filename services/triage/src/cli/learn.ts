import { writeFile } from "node:fs/promises";
import type { Model } from "../assess/model.ts";
import { learn } from "../learn/learn.ts";
import { corpus, Row, readLines } from "../measure/corpus.ts";
import { loadRules, shippedModel } from "../rules/load-rules.ts";

// learn: makes model/es-CL.json from the development half of the corpus. Always the same from the same corpus and rules.
const rules = await loadRules(undefined, null);
const model = learn(rules, readLines(corpus.development, Row));
await writeFile(shippedModel, `${textOf(model)}\n`);
console.log(
  JSON.stringify({
    command: "learn",
    figures: {
      corpus: model.corpus,
      indicators: Object.keys(model.indicators).length,
      features: Object.keys(model.weights_of_tiers).length,
    },
    goals: [],
  }),
);

/** A line per indicator and per feature: small, and a change of it can be read. */
function textOf({ weights_of_tiers: weights, indicators, ...rest }: Model): string {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(",\n");
  const head = Object.entries(rest).map(
    ([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
  );
  return [
    "{",
    ...head,
    ` "indicators": {\n${lines(indicators)}\n },`,
    ` "weights_of_tiers": {\n${lines(weights)}\n }`,
    "}",
  ].join("\n");
}
