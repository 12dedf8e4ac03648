import { expect, test } from "vitest";
import { aCard, at } from "../fixtures.test-support.ts";
import { marksOf, whoMarksOf } from "./marks.ts";

test("nothing to say of most", () => {
  expect(marksOf(aCard("rosa"))).toEqual([]);
});

test("what warns is said first, then how it goes on, what it needs, and until when it is kept back", () => {
  const card = aCard("rosa", {
    marks: ["third-party", "aggressor-probing"],
    continuation: "returned",
    needs: ["ht", "lengua-de-senas"],
    heldUntil: at(60),
  });
  expect(marksOf(card)).toEqual([
    { kind: "aggressor-probing" },
    { kind: "third-party" },
    { kind: "returned" },
    { kind: "needs", needs: "ht, lengua-de-senas" },
    { kind: "held", until: at(60) },
  ]);
});

test("of what is attended only who writes is said", () => {
  const card = aCard("rosa", { marks: ["third-party", "minor"], continuation: "returned", needs: ["ht"] });
  expect(whoMarksOf(card)).toEqual([{ kind: "minor" }, { kind: "third-party" }]);
});
