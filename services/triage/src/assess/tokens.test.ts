import fc from "fast-check";
import { expect, test } from "vitest";
import { loadRules } from "../rules/load-rules.ts";
import { cut } from "./tokens.ts";

const { read } = await loadRules();
const keys = (text: string) => read(text).map(({ key }) => key);

test.each([
  ["Ayudaaaa", "ayuda"],
  ["AHÓRCAME", "aorkame"],
  ["kuchiyo", "kuchiyo"],
  ["cuchillo", "kuchiyo"],
  ["quiero", "kiero"],
  ["biolensia", "biolensia"],
  ["violencia", "biolensia"],
  ["m4t4r", "matar"],
  ["m@tar", "matar"],
  ["ma\u200btar", "matar"],
  ["\u202eme pega", "me pega"],
  ["𝓶𝓪𝓽𝓪𝓻", "matar"],
  ["niño", "nino"],
  ["1455", "1455"],
])("%s is compared as %s", (written, compared) => {
  expect(keys(written).join(" ")).toBe(compared);
});

test("an abbreviation stands for its words and keeps its place", () => {
  const tokens = read("no x q si");
  expect(tokens.map(({ key, start, end }) => [key, start, end])).toEqual([
    ["no", 0, 2],
    ["por", 3, 4],
    ["ke", 5, 6],
    ["si", 7, 9],
  ]);
});

test("a code written together is two words", () => {
  expect(keys("mascarilla19")).toEqual(["maskariya", "19"]);
});

test("a full stop ends a sentence, dots and commas only pause", () => {
  const cuts = read("me quiere... matar. ya, chao").map(({ cutBefore }) => cutBefore);
  expect(cuts).toEqual([cut.none, cut.none, cut.comma, cut.sentence, cut.comma]);
});

test("places always point into the text as it was written, in order", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      let last = 0;
      for (const { start, end } of read(text)) {
        expect(start).toBeGreaterThanOrEqual(last === 0 ? 0 : Math.min(last, start));
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = start;
      }
    }),
  );
});
