import { pause } from "@liss/classifier";
import { expect, test } from "vitest";
import { wordsOf } from "../reading/words.ts";
import { heard, passagesOf } from "./passages.ts";

const lengths = (text: string) => passagesOf(wordsOf(text)).map(({ from, to }) => to - from);
const sentence = (words: number) => `${"uva ".repeat(words).trim()}. `;

test("a short text is one passage, whatever its sentences", () => {
  expect(lengths("Hola. ¿Cómo estás? Bien.")).toEqual([4]);
  expect(lengths("")).toEqual([]);
});

test("whole sentences go together up to sixty words", () => {
  expect(lengths(sentence(30) + sentence(30) + sentence(1))).toEqual([60, 1]);
  expect(lengths(sentence(40) + sentence(30) + sentence(10))).toEqual([40, 40]);
});

test("a sentence that never ends is cut, and every word is in one passage", () => {
  expect(lengths(sentence(130))).toEqual([60, 60, 10]);
});

test("between sentences there is a pause, and él is not el", () => {
  const words = wordsOf("Se fue él. El pan está");
  expect(heard(words, { from: 0, to: words.length })).toEqual([
    "se",
    "fue",
    "él",
    pause,
    "el",
    "pan",
    "esta",
  ]);
});
