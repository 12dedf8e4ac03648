import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { contentFiles, learnedModel, loadKnowledge } from "../knowledge/load-knowledge.ts";
import { Asked } from "../knowledge/schemas.ts";
import { lessonsFrom, TriageRow } from "../learn/lessons.ts";
import { evenNumbers, trainDanger } from "../learn/train-danger.ts";
import { Question } from "../report/measure.ts";
import { heardWords } from "../signals/pattern.ts";
import { asksForPerson } from "../signals/signals.ts";
import { jsonLines } from "./input.ts";

// learn [FILE.jsonl …]: makes model/danger.json again from the written examples and from labelled messages of triage
// (`{text | messages, tier, indicators}`). The half of a corpus called "test" is never read.
const corpus = new URL("../../corpus/", import.meta.url);
const labelled = process.argv
  .slice(2)
  .filter((argument) => argument !== "--")
  .map((file) => pathToFileURL(resolve(process.env.INIT_CWD ?? ".", file)));

const knowledge = await loadKnowledge();
const { asked, elsewhere } = Asked.parse(parse((await contentFiles()).get("asked.yaml") ?? ""));
const development = (await jsonLines(new URL("development.jsonl", corpus))).map((row) => Question.parse(row));
const handedBack = development.filter(({ expect }) => expect.outcome === "person").map(({ text }) => text);
const wantsPerson = (text: string) => asksForPerson(knowledge.signals, heardWords(text));

const random = evenNumbers(5);
const lessons = lessonsFrom(
  {
    danger: [...(await lines("danger.txt")), ...handedBack.filter((text) => !wantsPerson(text))],
    calm: await lines("calm.txt"),
    person: [...(await lines("person.txt")), ...handedBack.filter(wantsPerson)],
    questions: [
      ...knowledge.articles.flatMap(({ questions }) => questions),
      ...Object.values(asked).flat(),
      ...elsewhere,
    ],
    triage: (await Promise.all(labelled.map(jsonLines))).flat().map((row) => TriageRow.parse(row)),
  },
  random,
);
const { bias, weights } = trainDanger(lessons, random);
const about = `${lessons.length} lessons, ${lessons.filter(({ danger }) => danger).length} of danger; content ${knowledge.version}`;
await writeFile(learnedModel, `${JSON.stringify({ about, bias, weights }, null, 1)}\n`);
console.log(`${Object.keys(weights).length} weights from ${about}`);

async function lines(name: string): Promise<string[]> {
  return (await readFile(new URL(name, corpus), "utf8")).split("\n").filter((line) => line !== "");
}
