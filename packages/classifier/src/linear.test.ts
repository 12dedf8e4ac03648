import { describe, expect, test } from "vitest";
import { fit, type LinearCourse, rowsOf, scoresOf, shares, unknown } from "./linear.ts";
import { evenNumbers } from "./random.ts";

const course: LinearCourse = { classes: 2, kind: "alone", rounds: 20, rate: 0.2, decay: 1e-4, seed: 3 };

/** Four features; a row is of the first class with feature 0, of the second with feature 1; the others are noise. */
function drawn(count: number) {
  const random = evenNumbers(11);
  const rows = Array.from({ length: count }, () => {
    const has = Array.from({ length: 4 }, () => random() < 0.5);
    const columns = [...has.keys()].filter((at) => has[at]);
    return { columns, values: columns.map(() => 1) };
  });
  return {
    rows: rowsOf(rows, 4),
    has: (row: number, feature: number) => rows[row]?.columns.includes(feature),
  };
}

const { rows, has } = drawn(400);
const places = Array.from({ length: 400 }, (_, row) => row);
const scored = (learned: ReturnType<typeof fit>, row: number) => {
  const into = new Float32Array(learned.classes);
  scoresOf(rows, row, learned, into);
  return [...into];
};
const of = (row: number, feature: number) => (has(row, feature) ? 1 : 0);

describe("classes beside each other", () => {
  const targets = Uint8Array.from(places.flatMap((row) => [of(row, 0), of(row, 1)]));

  test("each is told by its own feature", () => {
    const learned = fit(rows, targets, course);
    for (const row of places)
      expect(scored(learned, row).map((score) => score > 0)).toEqual([of(row, 0) === 1, of(row, 1) === 1]);
  });

  test("the same rows and course give the same weights", () => {
    expect(fit(rows, targets, course)).toEqual(fit(rows, targets, course));
  });

  test("where nobody knows nothing is learned, and neither from rows that are not used", () => {
    const hidden = Uint8Array.from(targets, (target, at) => (at % 2 === 1 ? unknown : target));
    const learned = fit(rows, hidden, { ...course, decay: 0 });
    expect(learned.weights.filter((_, at) => at % 2 === 1)).toEqual(new Float32Array(4));
    const unread = fit(rows, targets, { ...course, isUsed: () => false });
    expect([...unread.weights, ...unread.bias].every((number) => number === 0)).toBe(true);
  });
});

test("of classes of which one is right, a row that may be either is of one of them", () => {
  const either = 3;
  const targets = Uint8Array.from(
    places.flatMap((row) => [
      has(row, either) || has(row, 0) ? 1 : 0,
      has(row, either) || !has(row, 0) ? 1 : 0,
      0,
    ]),
  );
  const learned = fit(rows, targets, { ...course, classes: 3, kind: "together" });
  for (const row of places) {
    const [first = 0, second = 0, third = 0] = shares(scored(learned, row));
    expect(third).toBeLessThan(0.05);
    if (!has(row, either)) expect(first > second).toBe(has(row, 0));
  }
});
