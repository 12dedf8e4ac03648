import { expect, test } from "vitest";
import { aCard, at } from "../fixtures.test-support.ts";
import { ringStateOf } from "./ring-state.ts";

test("says for whom it rings, step by step", () => {
  const card = aCard("rosa", { tier: "imminent" });
  expect(ringStateOf(card, "ana")?.kind).toBe("soon");
  const offered = { ...card, offer: { to: "ana", until: at(20) } };
  expect(ringStateOf(offered, "ana")).toEqual({ kind: "you", to: "ana", until: at(20) });
  expect(ringStateOf(offered, "berta")?.kind).toBe("one");
  expect(ringStateOf({ ...card, ringsFor: "everybody" }, "ana")?.kind).toBe("everybody");
  expect(ringStateOf({ ...card, ringsFor: "on-call" }, "ana")?.kind).toBe("on-call");
});

test("what is attended, or not an emergency, does not ring", () => {
  expect(ringStateOf(aCard("rosa", { tier: "high" }), "ana")).toBeNull();
  expect(ringStateOf(aCard("rosa", { tier: "imminent", status: "attended" }), "ana")).toBeNull();
});
