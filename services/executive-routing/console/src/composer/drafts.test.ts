import { expect, test } from "vitest";
import { createDrafts } from "./drafts.ts";

test("each conversation keeps its own draft", () => {
  const drafts = createDrafts();
  drafts.write("a", "hola");
  drafts.write("b", "  ");
  expect([drafts.of("a"), drafts.of("b"), drafts.any()]).toEqual(["hola", "  ", true]);
  drafts.write("a", "");
  expect(drafts.any()).toBe(false);
});

test("a draft survives the end of a login, but never reaches another person", () => {
  const drafts = createDrafts();
  drafts.belongTo("ana");
  drafts.write("a", "hola");
  expect(drafts.belongTo("ana")).toBe("same");
  expect(drafts.of("a")).toBe("hola");
  expect(drafts.belongTo("berta")).toBe("another");
  expect(drafts.of("a")).toBe("");
});
