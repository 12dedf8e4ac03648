import { AssessedTier } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { corpus, Row, readLines } from "./measure/corpus.ts";
import { figuresOf } from "./measure/figures.ts";
import { replay } from "./measure/replay.ts";
import { loadRules } from "./rules/load-rules.ts";

const rules = await loadRules();
const development = readLines(corpus.development, Row);
const held = readLines(corpus.test, Row);
const all = [...development, ...held];
const textOf = (row: Row) => ("text" in row ? row.text : row.messages.map(({ text }) => text).join("\n"));

describe("the corpus", () => {
  test("has 900 opening messages and 120 conversations, of every tier", () => {
    expect(all.filter((row) => "text" in row).length).toBeGreaterThanOrEqual(900);
    expect(all.filter((row) => "messages" in row).length).toBeGreaterThanOrEqual(120);
    for (const half of [development, held])
      for (const tier of AssessedTier.options)
        expect(half.filter((row) => row.tier === tier).length).toBeGreaterThan(half.length * 0.08);
  });
  test("has no row twice, under no name", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const plain = all.map((row) =>
      textOf(row)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim(),
    );
    expect(plain.filter((text, at) => text.length > 12 && plain.indexOf(text) !== at)).toEqual([]);
  });
  test("shares no template between its halves", () => {
    const templates = new Set(development.map(({ template }) => template));
    expect(held.filter(({ template }) => templates.has(template))).toEqual([]);
  });
  test("has no telephone, address on the net or RUT", () => {
    expect(
      all.map(textOf).filter((text) => /\d{8,}|https?:|@\w+\.\w|\d{1,2}\.\d{3}\.\d{3}-/.test(text)),
    ).toEqual([]);
  });
});

/** What was reached must not be lost unnoticed; the goals and how far they are is told by REPORT.md. */
describe("what was reached stays reached", () => {
  test("on the half that the rules were made from", () => {
    const figures = figuresOf(development.map((row) => ({ row, seen: replay(rules, row) })));
    expect(figures.imminentRecall).toBeGreaterThanOrEqual(0.97);
    expect(figures.urgentRecall).toBeGreaterThanOrEqual(0.95);
    expect(figures.falseImminent).toBeLessThanOrEqual(0.03);
    expect(figures.tierAccuracy).toBeGreaterThanOrEqual(0.8);
    expect(figures.indicatorF1).toBeGreaterThanOrEqual(0.75);
  });
  test("on the half that nobody who writes rules reads", () => {
    const figures = figuresOf(held.map((row) => ({ row, seen: replay(rules, row) })));
    expect(figures.imminentRecall).toBeGreaterThanOrEqual(0.76);
    expect(figures.urgentRecall).toBeGreaterThanOrEqual(0.88);
    expect(figures.falseImminent).toBeLessThanOrEqual(0.06);
    expect(figures.tierAccuracy).toBeGreaterThanOrEqual(0.69);
    expect(figures.indicatorF1).toBeGreaterThanOrEqual(0.63);
  });
});
