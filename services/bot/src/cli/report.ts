import { writeFile } from "node:fs/promises";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { figuresOf, goalsOf, Question, treat } from "../report/measure.ts";
import { reportText } from "../report/report-text.ts";
import { jsonLines } from "./input.ts";

// bot:report: asks the robot every question of the corpus, writes REPORT.md, ends with one line of JSON.
const corpus = new URL("../../corpus/", import.meta.url);
const knowledge = await loadKnowledge();
const now = new Date();
const treated = async (half: string) =>
  treat(
    knowledge,
    (await jsonLines(new URL(`${half}.jsonl`, corpus))).map((row) => Question.parse(row)),
    now,
  );
const development = await treated("development");
const test = await treated("test");
const plain = await treated("plain");
await writeFile(
  new URL("../../REPORT.md", import.meta.url),
  reportText({ version: knowledge.version, development, test, plain }),
);
console.log(
  JSON.stringify({
    command: "bot:report",
    figures: {
      contentVersion: knowledge.version,
      development: figuresOf(development),
      test: figuresOf(test),
      plain: figuresOf(plain),
    },
    goals: Object.entries({ test, plain }).flatMap(([part, some]) =>
      goalsOf(figuresOf(some)).map((goal) => ({ ...goal, name: `${goal.name}, ${part}` })),
    ),
  }),
);
// Broken content is a fault, a figure below its goal is a figure.
if (knowledge.refused.length > 0) process.exitCode = 1;
