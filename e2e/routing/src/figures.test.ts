import { expect, test } from "vitest";
import { atMost, quantile } from "./figures.ts";

test("a quantile is one of the values, whatever their order", () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect(quantile(values, 0.5)).toBe(51);
  expect(quantile(values, 0.99)).toBe(100);
  expect(quantile([], 0.5)).toBe(0);
});

test("a goal says what was measured and whether it was met", () => {
  expect(atMost("p99", 151, 150)).toEqual({ name: "p99", value: 151, goal: 150, met: false });
  expect(atMost("lost", 0, 0).met).toBe(true);
});
