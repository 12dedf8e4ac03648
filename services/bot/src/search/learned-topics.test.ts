import { expect, test } from "vitest";
import { trainTopics } from "../learn/train-topics.ts";
import { packed } from "../signals/packed.ts";
import { readLearnedTopics, topicsLearned } from "./learned-topics.ts";

const lessons = [
  { text: "dónde denuncio a alguien", topics: ["denunciar"] },
  { text: "quiero denunciar, a dónde voy", topics: ["denunciar"] },
  { text: "se puede denunciar por internet", topics: ["denunciar", "numeros-de-ayuda"] },
  { text: "qué número llamo de noche", topics: ["numeros-de-ayuda"] },
  { text: "cuál es el número de orientación", topics: ["numeros-de-ayuda"] },
  { text: "a cómo están los tomates", topics: [""] },
  { text: "venden tomates por kilo", topics: [""] },
];
const learned = trainTopics(lessons, 5);
const first = (text: string) => [...topicsLearned(learned, text)].sort(([, a], [, b]) => b - a)[0]?.[0];

test.each([
  ["una denunsia, dónde", "denunciar"],
  ["me das un numero", "numeros-de-ayuda"],
  ["kilo de tomate", ""],
])("%s, asked in words that were not learned, is of %s", (text, topic) => expect(first(text)).toBe(topic));

test("of a question with two topics either may be right", () => {
  const likely = topicsLearned(learned, "se puede denunciar por internet");
  expect((likely.get("denunciar") ?? 0) + (likely.get("numeros-de-ayuda") ?? 0)).toBeGreaterThan(0.9);
});

test("as bytes they say the same; with a weight too few they are refused", () => {
  const { topics, bias, weights } = learned;
  const file = { about: "a test", topics: [...topics], bias: [...bias], ...packed(weights) };
  const again = readLearnedTopics(file);
  for (const { text } of lessons) {
    const [now, before] = [topicsLearned(again, text), topicsLearned(learned, text)];
    for (const topic of topics) expect(now.get(topic)).toBeCloseTo(before.get(topic) ?? Number.NaN, 1);
  }
  expect(() => readLearnedTopics({ ...file, weights: "AAAA" })).toThrow("the weights are 3, not");
});
