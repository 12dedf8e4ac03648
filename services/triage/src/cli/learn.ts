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
      features: Object.keys(model.weights).length,
    },
    goals: [],
  }),
);

/** A line per class and per feature, so that a change of it can be found. */
function textOf({ weights, indicators, ...rest }: Model): string {
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
    ` "weights": {\n${lines(weights)}\n }`,
    "}",
  ].join("\n");
}
