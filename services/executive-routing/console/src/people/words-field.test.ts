import { expect, test } from "vitest";
import { capacityOf, wordsOf } from "./words-field.ts";

test("words are separated by commas, each once, and only such as the desk knows", () => {
  expect(wordsOf("es, ht ,es,")).toEqual(["es", "ht"]);
  expect(wordsOf("")).toEqual([]);
  for (const text of ["Niñez", "dos palabras", "1a", "x".repeat(41)]) expect(wordsOf(text)).toBeNull();
});

test("a capacity is written as people write numbers here", () => {
  expect(capacityOf("1,5")).toBe(1.5);
  expect(capacityOf("2")).toBe(2);
  for (const text of ["", "9", "-1", "dos"]) expect(capacityOf(text)).toBeNull();
});
