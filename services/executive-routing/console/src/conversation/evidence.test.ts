import { expect, test } from "vitest";
import { stretchesOf } from "./evidence.ts";

const seen = (indicator: "arma_fuego" | "agresor_presente", start: number, end: number) => ({
  indicator,
  rule: "a-rule",
  start,
  end,
});
const drawn = (text: string, ...evidence: ReturnType<typeof seen>[]) =>
  stretchesOf(text, evidence).map((stretch) => [stretch.text, stretch.indicators.length]);

test("a text without evidence is one plain stretch", () => {
  expect(drawn("hola")).toEqual([["hola", 0]]);
  expect(drawn("")).toEqual([]);
});

test("evidence that overlaps is cut so that each stretch has its own reasons", () => {
  expect(
    drawn("él está aquí con pistola", seen("agresor_presente", 0, 12), seen("arma_fuego", 8, 24)),
  ).toEqual([
    ["él está ", 1],
    ["aquí", 2],
    [" con pistola", 1],
  ]);
});

test("the same indicator twice over the same words is said once", () => {
  expect(drawn("pistola", seen("arma_fuego", 0, 7), seen("arma_fuego", 0, 7))).toEqual([["pistola", 1]]);
});

test("what only makes it more urgent is shown too, without the name of an indicator", () => {
  const stretches = stretchesOf("auxilio por favor", [{ rule: "grito-de-auxilio", start: 0, end: 7 }]);
  expect(stretches).toEqual([
    { start: 0, text: "auxilio", indicators: [undefined] },
    { start: 7, text: " por favor", indicators: [] },
  ]);
});

test("nothing of the text is lost whatever the offsets say", () => {
  const text = "tiene 🔫 aquí";
  for (const [start, end] of [
    [-5, 999],
    [6, 7],
    [7, 8],
    [12, 3],
    [40, 50],
  ] as const) {
    const stretches = stretchesOf(text, [seen("arma_fuego", start, end)]);
    expect(stretches.map((stretch) => stretch.text).join("")).toBe(text);
    for (const stretch of stretches) expect(stretch.text.isWellFormed()).toBe(true);
  }
});
