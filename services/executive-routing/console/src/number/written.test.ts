import { expect, test } from "vitest";
import { writtenNumber } from "./written.ts";

test("a number is written as it is dictated", () => {
  expect(writtenNumber("56900000001")).toBe("+56 9 0000 0001");
  expect(writtenNumber("5491100000000")).toBe("+5491100000000");
  expect(writtenNumber("5690000")).toBe("+5690000");
});
