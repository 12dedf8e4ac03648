import { expect, test } from "vitest";
import { readability, sentencesOf, syllablesOf } from "./readability.ts";

test.each([
  ["sol", 1],
  ["casa", 2],
  ["país", 2],
  ["día", 2],
  ["causa", 2],
  ["aéreo", 4],
  ["guitarra", 3],
  ["quiero", 2],
  ["pingüino", 3],
  ["ahora", 3],
  ["prohibido", 3],
  ["ciudad", 2],
  ["denuncia", 3],
  ["muy", 1],
])("%s has %i syllables", (word, syllables) => expect(syllablesOf(word)).toBe(syllables));

test("a heading, an item of a list and a sentence each end where they end", () => {
  expect(sentencesOf("*Dónde*\n• Una comisaría.\n• La PDI.\n\nTú decides. ¿Dudas? Pide ayuda.")).toEqual([
    "Dónde*",
    "Una comisaría.",
    "La PDI.",
    "Tú decides.",
    "¿Dudas?",
    "Pide ayuda.",
  ]);
});

test("plain words in short sentences read easily, a lawyer's sentence does not", () => {
  const plain = readability("Tú decides cuándo ir. Puedes llevar a una amiga. En todos te reciben.");
  const lawyers = readability(
    "La interposición extemporánea de requerimientos administrativos suplementarios imposibilitará, consecuentemente, la tramitación simultánea de procedimientos jurisdiccionales independientes.",
  );
  expect(plain.inflesz).toBeGreaterThan(80);
  expect(plain.fernandezHuerta).toBeGreaterThan(80);
  expect(lawyers.inflesz).toBeLessThan(40);
  expect(lawyers.longest.words).toBe(16);
});

test("a text without words has no measure that could refuse it by accident", () => {
  expect(readability("133")).toMatchObject({ words: 0, sentences: 0, syllables: 0 });
});
