import { expect, test } from "vitest";
import { weightRecord } from "./weight-record.ts";

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const weights = weightRecord(isNumber, "a number");

test("a record of what it should be is taken as it is", () => {
  expect(weights.parse({ casa: 0.5, "te fuiste": -2 })).toEqual({ casa: 0.5, "te fuiste": -2 });
});

test("the first entry that is wrong is named", () => {
  const { error } = weights.safeParse({ casa: 0.5, torta: "0.1", feria: null });
  expect(error?.issues).toMatchObject([{ path: ["torta"], message: "is not a number" }]);
});

test.each([[null], [[0.5]], ["casa"]])("%j is no record", (input) => {
  expect(weights.safeParse(input).error?.issues[0]?.message).toBe("is no record of features");
});
