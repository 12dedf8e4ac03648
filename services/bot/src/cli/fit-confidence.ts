import { fit, likelihood, rowsOf, scoresOf } from "@liss/classifier";
import { parse } from "yaml";
import { contentFiles, loadKnowledge } from "../knowledge/load-knowledge.ts";
import { Asked } from "../knowledge/schemas.ts";
import { foldOf, folds } from "../learn/out-of-fold.ts";
import { trainTopics } from "../learn/train-topics.ts";
import { Question } from "../report/measure.ts";
import { buildSearch, factorNames, factorsAsNumbers, search } from "../search/search.ts";
import { elsewhere } from "../search/topic-model.ts";
import { jsonLines } from "./input.ts";

// fit-confidence: how sure the search may be of its first topic. A logistic regression over the factors of `search`,
// fitted on the development half, each question judged by an index and models that had nothing of its fold. Prints the
// numbers that stand in `search.ts`, and what each floor would answer and get wrong.
const knowledge = await loadKnowledge();
const content = Asked.parse(parse((await contentFiles()).get("asked.yaml") ?? ""));
const questions = (await jsonLines(new URL("../../corpus/development.jsonl", import.meta.url)))
  .map((row) => Question.parse(row))
  .filter(({ expect }) => expect.outcome !== "person");
const aside = (question: Question, fold: number) => foldOf(question.template ?? question.text) === fold;

type Judged = { numbers: number[]; isRight: boolean; isAnswerable: boolean; isAmongThree: boolean };
const judged = Array.from({ length: folds }, (_, fold) => judge(fold)).flat();

function judge(fold: number): Judged[] {
  const hidden = new Set(questions.filter((each) => aside(each, fold)).map(({ text }) => text));
  const shown = (texts: readonly string[]) => texts.filter((text) => !hidden.has(text));
  const learned = trainTopics(
    questions
      .filter((each) => !aside(each, fold))
      .map(({ text, expect }) => ({
        text,
        topics: expect.outcome === "answer" ? expect.topics : [elsewhere],
      })),
    5 + fold,
  );
  const index = buildSearch(knowledge.articles, {
    asked: {
      asked: Object.fromEntries(Object.entries(content.asked).map(([topic, texts]) => [topic, shown(texts)])),
      elsewhere: shown(content.elsewhere),
    },
    vocabulary: knowledge.index.vocabulary,
    learned,
  });
  return questions
    .filter((each) => aside(each, fold))
    .flatMap(({ text, expect }) => {
      const { candidates, factors } = search(index, text, () => true);
      if (!factors) return [];
      const isRight = (topic: string) => expect.topics.includes(topic);
      return {
        numbers: factorsAsNumbers(factors),
        isRight: isRight(candidates[0]?.topic ?? ""),
        isAnswerable: expect.outcome === "answer",
        isAmongThree: candidates.slice(0, 3).some(({ topic }) => isRight(topic)),
      };
    });
}

/** How sure it may be: logistic regression over the factors, of whether the first topic was right. */
const factors = judged.map(({ numbers }) => ({ columns: numbers.map((_, at) => at), values: numbers }));
const rows = rowsOf(factors, factorNames.length);
const right = Uint8Array.from(judged, ({ isRight }) => (isRight ? 1 : 0));
const fitted = fit(rows, right, { classes: 1, kind: "alone", rounds: 40, rate: 0.1, decay: 0, seed: 5 });
const score = new Float32Array(1);
const sureness = new Map(
  judged.map((each, row) => {
    scoresOf(rows, row, fitted, score);
    return [each, likelihood(score[0] as number)];
  }),
);
const sure = (each: Judged) => sureness.get(each) ?? 0;
const answerable = judged.filter(({ isAnswerable }) => isAnswerable);
const rounded = (value: number) => Math.round(value * 1000) / 1000;
console.log(
  `first right ${rounded(shareOf(answerable, ({ isRight }) => isRight))}, among three ${rounded(shareOf(answerable, ({ isAmongThree }) => isAmongThree))}`,
);
for (const floor of [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9]) {
  const answered = judged.filter((each) => sure(each) >= floor);
  const wrong = answered.filter(({ isRight }) => !isRight).length / judged.length;
  console.log(
    `floor ${floor}: answered ${rounded(shareOf(answerable, (each) => sure(each) >= floor))}, wrong ${rounded(wrong)} of all`,
  );
}
console.log(
  JSON.stringify(
    Object.fromEntries(
      ["constant", ...factorNames].map((name, at) => [
        name,
        rounded([...fitted.bias, ...fitted.weights][at] ?? 0),
      ]),
    ),
  ),
);

function shareOf<Item>(of: readonly Item[], holds: (item: Item) => boolean): number {
  return of.filter(holds).length / Math.max(1, of.length);
}
