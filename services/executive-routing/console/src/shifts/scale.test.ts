import { expect, test } from "vitest";
import { dayAfter, hoursOf, rowsOf, scaleOf, stepsOf } from "./scale.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour)).toISOString();
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });

test("instants stand where their hour is, and what is outside stands at the edge", () => {
  const scale = scaleOf(span(8, 16));
  expect([scale.at(at(8)), scale.at(at(12)), scale.at(at(16)), scale.at(at(20))]).toEqual([0, 50, 100, 100]);
  expect(scale.span(span(6, 10))).toEqual({ left: 0, width: 25 });
});

test("a shift shows each hour, a day every second", () => {
  expect(hoursOf(span(8, 16))).toHaveLength(9);
  expect(hoursOf(span(0, 24))).toHaveLength(13);
});

test("what overlaps lies in another row, and a row is used again when it is free", () => {
  const rows = rowsOf([span(8, 10), span(9, 11), span(10, 12), span(9, 12)]);
  expect(rows.map((row) => row.length)).toEqual([2, 1, 1]);
});

test("counts are steps, the most of them at the top", () => {
  expect(stepsOf([0, 2], 2)).toBe("0.00,100.00 50.00,100.00 50.00,0.00 100.00,0.00");
  expect(stepsOf([], 3)).toBe("");
});

test("days follow each other over the end of a month", () => {
  expect([dayAfter("2026-11-30", 1), dayAfter("2026-11-01", -1)]).toEqual(["2026-12-01", "2026-10-31"]);
});
