import { writeFile } from "node:fs/promises";
import { AssessedTier } from "@liss/contracts";
import { corpus, Row, readLines } from "../measure/corpus.ts";
import { figuresOf } from "../measure/figures.ts";
import { goalsOf, round } from "../measure/goals.ts";
import { replay } from "../measure/replay.ts";
import { reportText } from "../measure/report-text.ts";
import { loadRules } from "../rules/load-rules.ts";

// triage:report: reads the whole corpus, writes REPORT.md, ends with one line of JSON.
const rules = await loadRules();
const read = (file: URL) => readLines(file, Row).map((row) => ({ row, seen: replay(rules, row) }));
const [development, test, plain, validation] = [
  read(corpus.development),
  read(corpus.test),
  read(corpus.plain),
  read(corpus.validation),
];
const file = new URL("../../REPORT.md", import.meta.url);
await writeFile(file, reportText({ ruleVersion: rules.version, development, test, plain, validation }));

const figures = figuresOf(test);
const recall = Object.fromEntries(
  AssessedTier.options.map((tier) => {
    const all = Object.values(figures.confusion[tier]).reduce((sum, count) => sum + count, 0);
    return [`recall-${tier}`, all === 0 ? null : round(figures.confusion[tier][tier] / all)];
  }),
);
console.log(
  JSON.stringify({
    command: "triage:report",
    figures: {
      ruleVersion: rules.version,
      rows: {
        development: development.length,
        test: test.length,
        plain: plain.length,
        validation: validation.length,
      },
      validation: goalsOf(figuresOf(validation)).map(({ name, value }) => `${name} ${value}`),
      ...recall,
    },
    goals: Object.entries({ test, plain }).flatMap(([part, some]) =>
      goalsOf(figuresOf(some)).map((goal) => ({ ...goal, name: `${goal.name}, ${part}` })),
    ),
  }),
);
