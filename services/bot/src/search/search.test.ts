import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { floors, search } from "./search.ts";
import { tokensOf } from "./tokens.ts";

const { index } = await loadKnowledge();
const find = (text: string, mayServe = (_: string) => true) => search(index, text, mayServe);
const first = (text: string) => find(text).candidates[0]?.topic;

test("spelled as people write it, a word is the same word", () => {
  const tokens = tokensOf(index.vocabulary, "denunciar");
  for (const text of ["DENUNCIAR", "denúnciar", "denunsiar", "denuncias", "q es denunciar"])
    expect(tokensOf(index.vocabulary, text), text).toEqual(expect.arrayContaining(tokens));
});

describe("synonyms, abbreviations and a wrong letter lead to the same topic", () => {
  test.each([
    ["casa de acogida", "residencias"],
    ["refugio para mujeres", "residencias"],
    ["cautelar", "medidas-proteccion"],
    ["orden de alejamient", "medidas-proteccion"],
    ["sikologa gratis", "apoyo-psicologico"],
    ["papito corazon", "violencia-economica"],
    ["ley karin", "trabajo"],
    ["soy extrangera sin papeles", "migrantes"],
    ["dnd denuncio xfa", "denunciar"],
  ])("%s", (text, topic) => expect(first(text)).toBe(topic));
});

test("the very words of an article are answered with it", () => {
  const { candidates, confidence } = find("donde denuncio");
  expect(candidates[0]?.articleId).toBe("denunciar");
  expect(confidence).toBeGreaterThanOrEqual(floors.answer);
});

test.each([
  "va a llover mañana",
  "receta de cazuela",
  "xilófono turquesa",
  "que medidas tiene una plancha de zinc",
])("%s is not answered", (text) => expect(find(text).confidence).toBeLessThan(floors.answer));

test("what may not be served is not found", () => {
  const { candidates } = find("donde denuncio", (id) => id !== "denunciar");
  expect(candidates.map(({ articleId }) => articleId)).not.toContain("denunciar");
});

test("a candidate says by which words it was found, one a topic, and the scores are shares", () => {
  const { candidates } = find("como pido una orden de alejamiento en el tribunal");
  expect(Object.keys(candidates[0]?.found ?? {})).toContain("=medidas");
  expect(new Set(candidates.map(({ topic }) => topic)).size).toBe(candidates.length);
  expect(candidates.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1);
});
