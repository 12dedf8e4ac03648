import { expect, test } from "vitest";
import { keyOf } from "./keys.ts";

const pressed = (facts: Partial<KeyboardEvent>) => ({
  code: "",
  key: "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...facts,
});

test("letters are ours only with Alt, whatever character Alt makes of them", () => {
  expect(keyOf(pressed({ code: "KeyN", key: "ñ", altKey: true }), true)).toBe("takeNext");
  expect(keyOf(pressed({ code: "KeyN", key: "n" }), false)).toBeUndefined();
});

test("a question mark is a question mark inside a field", () => {
  expect(keyOf(pressed({ code: "Minus", key: "?" }), false)).toBe("sheet");
  expect(keyOf(pressed({ code: "Minus", key: "?" }), true)).toBeUndefined();
});

test("the browser's own combinations are left alone but one, wherever she is", () => {
  expect(keyOf(pressed({ code: "KeyK", key: "k", ctrlKey: true }), true)).toBe("palette");
  expect(keyOf(pressed({ code: "KeyK", key: "k", metaKey: true }), false)).toBe("palette");
  expect(keyOf(pressed({ code: "KeyK", key: "k", altKey: true }), false)).toBeUndefined();
  expect(keyOf(pressed({ code: "KeyR", altKey: true, ctrlKey: true }), false)).toBeUndefined();
});
