import { expect, test } from "vitest";
import { wordMarks } from "./word-marks.ts";
import { wordsOf } from "./words.ts";

test("a word is found however it was written, and common or short ones are not kept", () => {
  expect(wordsOf("¿Habló con la MAMÁ, o con mamá?")).toEqual(["hablo", "mama"]);
  expect(wordsOf("ñandú 2026")).toEqual(["nandu", "2026"]);
  expect(wordsOf("🙂 y ya")).toEqual([]);
});

test("a mark says nothing without the key, and one contact's do not match another's", () => {
  const marks = wordMarks("a secret of the service, long enough");
  const [rosa] = marks.of("rosa", ["girasol"]);
  expect(marks.of("rosa", ["girasol"])[0]?.equals(rosa as Buffer)).toBe(true);
  expect(marks.of("luz", ["girasol"])[0]?.equals(rosa as Buffer)).toBe(false);
  expect(
    wordMarks("another secret of the service here")
      .of("rosa", ["girasol"])[0]
      ?.equals(rosa as Buffer),
  ).toBe(false);
  expect(rosa?.toString("latin1")).not.toContain("girasol");
});
