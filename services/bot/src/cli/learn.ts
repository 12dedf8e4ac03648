import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { contentFiles, learnedModels, loadKnowledge } from "../knowledge/load-knowledge.ts";
import { Asked } from "../knowledge/schemas.ts";
import { learnDanger } from "../learn/learn-danger.ts";
import { type Saying, sayingOf, TriageRow } from "../learn/lessons.ts";
import { isHeard, type Judged, outOfFold } from "../learn/out-of-fold.ts";
import { trainTopics } from "../learn/train-topics.ts";
import { Question } from "../report/measure.ts";
import { elsewhere as somethingElse } from "../search/topic-model.ts";
import { packed } from "../signals/packed.ts";
import { heardWords } from "../signals/pattern.ts";
import { asksForPerson, signOfDanger } from "../signals/signals.ts";
import { jsonLines } from "./input.ts";

// learn [--check] [FILE.jsonl …]: makes the models again: danger.json from the written examples and from labelled messages
// of triage (`{template, text | messages, tier, indicators}`), topics.json from the questions of the development half. The
// parts of a corpus called "test", "plain" and "validation" are never read. With --check nothing is written: it tells, for lessons set
// aside by template, how many are heard at which threshold.
const corpus = new URL("../../corpus/", import.meta.url);
const named = process.argv.slice(2).filter((argument) => argument !== "--" && argument !== "--check");
const labelled = named.map((file) => pathToFileURL(resolve(process.env.INIT_CWD ?? ".", file)));
if (named.some((file) => /\b(test|plain|validation)\.jsonl$/.test(file)))
  throw new Error("what measures is never learned from");

const knowledge = await loadKnowledge();
const { asked, elsewhere } = Asked.parse(parse((await contentFiles()).get("asked.yaml") ?? ""));
const development = (await jsonLines(new URL("development.jsonl", corpus))).map((row) => Question.parse(row));
/** The content has learned from the development half; its questions keep their template wherever they stand. */
const templates = new Map(development.map(({ text, template }) => [text, template]));
const saying = (
  text: string,
  danger: boolean,
  as: Saying["as"],
  template = templates.get(text) ?? text,
): Saying => ({
  text,
  danger,
  as,
  template,
});
const questions = [
  ...knowledge.articles.flatMap((article) => article.questions),
  ...Object.values(asked).flat(),
  ...development.filter(({ expect }) => expect.outcome === "answer").map(({ text }) => text),
];
/** What was asked of the robot itself teaches as much as so many messages to people: there are few, and it will hear their like. */
const timesAsked = 5;
const sayings: Saying[] = [
  ...(await lines("danger.txt")).map((text) => saying(text, true, "beside")),
  ...(await lines("calm.txt")).map((text) => saying(text, false, "beside")),
  ...(await lines("person.txt")).map((text) => saying(text, true, "whole")),
  ...development.flatMap(({ text, template, expect }) =>
    new Array<Saying>(timesAsked).fill(saying(text, expect.outcome === "person", "whole", template)),
  ),
  ...[...new Set(questions)].map((text) => saying(text, false, "question")),
  ...elsewhere.map((text) => saying(text, false, "whole")),
  ...(await Promise.all(labelled.map(jsonLines))).flat().flatMap((row) => sayingOf(TriageRow.parse(row))),
];

if (process.argv.includes("--check")) check();
else await learn();

async function learn() {
  const { bias, weights, lessons } = learnDanger(sayings, 5);
  const about = `${sayings.length} sayings, ${sayings.filter(({ danger }) => danger).length} of danger, drawn into ${lessons} lessons; content ${knowledge.version}`;
  await writeFile(learnedModels.danger, `${JSON.stringify({ about, bias, ...packed(weights) }, null, 1)}\n`);
  console.log(`danger: learned from ${about}`);
  await learnTopics();
}

async function learnTopics() {
  const lessons = development
    .filter(({ expect }) => expect.outcome !== "person")
    .map(({ text, expect }) => ({
      text,
      topics: expect.outcome === "answer" ? expect.topics : [somethingElse],
    }));
  const { topics, bias, weights } = trainTopics(lessons, 5);
  const about = `${lessons.length} questions`;
  await writeFile(
    learnedModels.topics,
    `${JSON.stringify({ about, topics, bias: [...bias], ...packed(weights) }, null, 1)}\n`,
  );
  console.log(`topics: learned from ${about}`);
}

function check() {
  const judged = outOfFold(sayings, 5);
  const said = judged.map((each) => ({
    each,
    byPhrase:
      !!signOfDanger(knowledge.signals, each.text) || asksForPerson(knowledge.signals, heardWords(each.text)),
  }));
  const share = (of: typeof said, holds: (one: (typeof said)[number]) => boolean) =>
    of.length === 0 ? "-" : (of.filter(holds).length / of.length).toFixed(3);
  const kinds = ["question", "beside", "whole", "mixed", "corpus"] as const;
  for (const [message, part] of [
    [0.08, 0.3],
    [0.1, 0.3],
    [0.12, 0.35],
    [0.15, 0.4],
    [0.2, 0.45],
    [0.25, 0.5],
    [0.3, 0.55],
    [0.4, 0.65],
  ] as const) {
    const told = [true, false].flatMap((danger) =>
      kinds.flatMap((kind) => {
        const of = said.filter(({ each }) => each.danger === danger && isOfKind(each, kind));
        if (of.length === 0) return [];
        const heard = ({ each }: (typeof said)[number]) => isHeard(each, { message, part });
        return `${danger ? "danger" : "calm"} ${kind} ${share(of, heard)} (${share(of, (one) => heard(one) || one.byPhrase)})`;
      }),
    );
    console.log(`${message}/${part}: ${told.join("  ")}`);
  }
  console.log(
    "by examples alone, and (by phrases or examples); phrases have been written with some of these in sight",
  );
}

/** `corpus`: what was written to measure the robot, not only to teach it. */
function isOfKind({ as, text, danger }: Judged, kind: Judged["as"] | "corpus"): boolean {
  if (kind !== "corpus") return as === kind;
  return templates.has(text) && as === (danger ? "whole" : "question");
}

async function lines(name: string): Promise<string[]> {
  return (await readFile(new URL(name, corpus), "utf8")).split("\n").filter((line) => line !== "");
}
