import { parse } from "yaml";
import { contentFiles, loadKnowledge } from "../knowledge/load-knowledge.ts";
import { Asked } from "../knowledge/schemas.ts";
import { foldOf, folds } from "../learn/out-of-fold.ts";
import { evenNumbers } from "../learn/train-danger.ts";
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
    evenNumbers(5 + fold),
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

const weights = fitted(judged);
const sure = ({ numbers }: Judged) => 1 / (1 + Math.exp(-scoreOf(weights, numbers)));
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
      ["constant", ...factorNames].map((name, at) => [name, Math.round((weights[at] ?? 0) * 100) / 100]),
    ),
  ),
);

/** Logistic regression by gradient descent over all rows; the first weight is the constant. */
function fitted(rows: readonly Judged[]): number[] {
  const width = (rows[0]?.numbers.length ?? 0) + 1;
  const values = new Array<number>(width).fill(0);
  const squares = new Array<number>(width).fill(1e-3);
  for (let round = 0; round < 3_000; round += 1) {
    const slopes = new Array<number>(width).fill(0);
    for (const { numbers, isRight } of rows) {
      const error = 1 / (1 + Math.exp(-scoreOf(values, numbers))) - (isRight ? 1 : 0);
      slopes[0] = (slopes[0] ?? 0) + error / rows.length;
      for (const [at, number] of numbers.entries())
        slopes[at + 1] = (slopes[at + 1] ?? 0) + (error * number) / rows.length;
    }
    for (const [at, slope] of slopes.entries()) {
      squares[at] = (squares[at] ?? 0) * 0.99 + slope * slope;
      values[at] = (values[at] ?? 0) - (0.05 * slope) / Math.sqrt(squares[at] ?? 1);
    }
  }
  return values;
}

function scoreOf([constant = 0, ...rest]: readonly number[], numbers: readonly number[]): number {
  return numbers.reduce((sum, number, at) => sum + number * (rest[at] ?? 0), constant);
}

function shareOf<Item>(of: readonly Item[], holds: (item: Item) => boolean): number {
  return of.filter(holds).length / Math.max(1, of.length);
}
