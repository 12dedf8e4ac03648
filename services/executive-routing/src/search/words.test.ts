import { expect, test } from "vitest";
import { marksOf } from "./word-marks.ts";
import { wordsOf } from "./words.ts";

test("a word is found however it was written, and common or short ones are not kept", () => {
  expect(wordsOf("¿Habló con la MAMÁ, o con mamá?")).toEqual(["hablo", "mama"]);
  expect(wordsOf("ñandú 2026")).toEqual(["nandu", "2026"]);
  expect(wordsOf("🙂 y ya")).toEqual([]);
});

test("a mark says nothing without its salt, and those of another conversation do not match", () => {
  const [hers, another] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const [mark] = marksOf(hers, ["girasol"]);
  expect(marksOf(hers, ["girasol"])[0]?.equals(mark as Buffer)).toBe(true);
  expect(marksOf(another, ["girasol"])[0]?.equals(mark as Buffer)).toBe(false);
  expect(mark?.toString("latin1")).not.toContain("girasol");
});
