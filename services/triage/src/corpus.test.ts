import { AssessedTier } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { corpus, Row, readLines } from "./measure/corpus.ts";
import { figuresOf } from "./measure/figures.ts";
import { replay } from "./measure/replay.ts";
import { loadRules } from "./rules/load-rules.ts";

const rules = await loadRules();
const development = readLines(corpus.development, Row);
const held = {
  test: readLines(corpus.test, Row),
  plain: readLines(corpus.plain, Row),
  validation: readLines(corpus.validation, Row),
};
const parts = [development, held.test, held.plain, held.validation];
const all = parts.flat();
const textOf = (row: Row) => ("text" in row ? row.text : row.messages.map(({ text }) => text).join("\n"));

describe("the corpus", () => {
  test("has 900 opening messages and 120 conversations, of every tier", () => {
    expect(all.filter((row) => "text" in row).length).toBeGreaterThanOrEqual(900);
    expect(all.filter((row) => "messages" in row).length).toBeGreaterThanOrEqual(120);
    for (const half of parts)
      for (const tier of AssessedTier.options)
        expect(half.filter((row) => row.tier === tier).length).toBeGreaterThan(half.length * 0.05);
  });
  test("has no row twice, under no name", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const plain = all.map((row) =>
      textOf(row)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim(),
    );
    const first = new Map(plain.map((text, at) => [text, at] as const).reverse());
    expect(plain.filter((text, at) => text.length > 12 && first.get(text) !== at)).toEqual([]);
  });
  test("shares no template between its parts", () => {
    const templates = parts.map((rows) => new Set(rows.map(({ template }) => template)));
    const all = templates.flatMap((some) => [...some]);
    expect(new Set(all).size).toBe(all.length);
  });
  test("has no telephone, address on the net or RUT", () => {
    expect(
      all.map(textOf).filter((text) => /\d{8,}|https?:|@\w+\.\w|\d{1,2}\.\d{3}\.\d{3}-/.test(text)),
    ).toEqual([]);
  });
});

/** What was reached must not be lost unnoticed; the goals and how far they are is told by REPORT.md. */
describe("what was reached stays reached", () => {
  // 100,000 messages: three quarters of a minute on a quiet machine.
  test("on the half that the rules were made from", { timeout: 600_000 }, () => {
    const figures = figuresOf(development.map((row) => ({ row, seen: replay(rules, row) })));
    expect(figures.imminentRecall).toBeGreaterThanOrEqual(0.85);
    expect(figures.urgentRecall).toBeGreaterThanOrEqual(0.95);
    expect(figures.falseImminent).toBeLessThanOrEqual(0.03);
    expect(figures.tierAccuracy).toBeGreaterThanOrEqual(0.85);
    expect(figures.indicatorF1).toBeGreaterThanOrEqual(0.7);
  });
  test.each([
    ["test", { imminent: 0.95, urgent: 0.965, falseImminent: 0.03, accuracy: 0.85, f1: 0.77, last: 0 }],
    ["plain", { imminent: 0.97, urgent: 0.97, falseImminent: 0.03, accuracy: 0.88, f1: 0.8, last: 0 }],
    [
      "validation",
      { imminent: 0.87, urgent: 0.96, falseImminent: 0.06, accuracy: 0.815, f1: 0.75, last: 0.016 },
    ],
  ] as const)("on %s, which nobody who writes rules reads", (name, floors) => {
    const figures = figuresOf(held[name].map((row) => ({ row, seen: replay(rules, row) })));
    expect(figures.imminentRecall).toBeGreaterThanOrEqual(floors.imminent);
    expect(figures.urgentRecall).toBeGreaterThanOrEqual(floors.urgent);
    expect(figures.falseImminent).toBeLessThanOrEqual(floors.falseImminent);
    expect(figures.tierAccuracy).toBeGreaterThanOrEqual(floors.accuracy);
    expect(figures.indicatorF1).toBeGreaterThanOrEqual(floors.f1);
    const { imminent } = figures.confusion;
    const emergencies = Object.values(imminent).reduce((sum, rows) => sum + rows, 0);
    expect(imminent.unrelated / emergencies).toBeLessThanOrEqual(floors.last);
  });
});
