import { expect, test } from "vitest";
import { aCard, aDesk, at } from "../fixtures.test-support.ts";
import { ringsOf, secondsLeft } from "./ring.ts";

const now = Date.parse(at(0));
const quiet = { passed: new Set<string>(), resting: false, now };
const imminent = (id: string, facts = {}) => aCard(id, { tier: "imminent", ...facts });
const offeredToAna = imminent("rosa", { offer: { to: "ana", until: at(20) } });

test("an offer rings for whom it is for, and for nobody else", () => {
  expect(ringsOf(aDesk({ queue: [offeredToAna] }), quiet)).toMatchObject([{ kind: "offer", until: at(20) }]);
  const toBerta = imminent("rosa", { offer: { to: "berta", until: at(20) } });
  expect(ringsOf(aDesk({ queue: [toBerta] }), quiet)).toEqual([]);
});

test("a ring whose time is over is silent, although its end has not been told yet", () => {
  expect(ringsOf(aDesk({ queue: [offeredToAna] }), { ...quiet, now: Date.parse(at(23)) })).toEqual([]);
});

test("when it rings for everybody, it rings for her; not while she rests, and not for less than an emergency", () => {
  const forAll = imminent("rosa", { ringsFor: "everybody" });
  expect(ringsOf(aDesk({ queue: [forAll] }), quiet)).toMatchObject([{ kind: "everybody", until: null }]);
  expect(ringsOf(aDesk({ queue: [forAll] }), { ...quiet, resting: true })).toEqual([]);
  expect(ringsOf(aDesk({ queue: [{ ...forAll, tier: "high" }] }), quiet)).toEqual([]);
});

test("whoever rests is still asked by name", () => {
  expect(ringsOf(aDesk({ queue: [offeredToAna] }), { ...quiet, resting: true })).toHaveLength(1);
});

test("what she passed does not ring again until its circle grows", () => {
  const forAll = imminent("rosa", { ringsFor: "everybody" });
  const passed = new Set(ringsOf(aDesk({ queue: [forAll] }), quiet).map(({ key }) => key));
  expect(ringsOf(aDesk({ queue: [forAll] }), { ...quiet, passed })).toEqual([]);
  expect(ringsOf(aDesk({ queue: [{ ...forAll, ringsFor: "on-call" }] }), { ...quiet, passed })).toHaveLength(
    1,
  );
});

test("an emergency of hers comes before everybody's, and both before a colleague's question", () => {
  const desk = aDesk({
    queue: [imminent("luz", { ringsFor: "everybody" }), offeredToAna],
    offered: [aCard("malva", { transfer: { from: "berta", to: "ana", until: at(90) } })],
  });
  expect(ringsOf(desk, quiet).map(({ kind }) => kind)).toEqual(["offer", "everybody", "transfer"]);
});

test("its clock counts whole seconds down to none", () => {
  expect(secondsLeft(at(20), now)).toBe(20);
  expect(secondsLeft(at(20), now + 19_001)).toBe(1);
  expect(secondsLeft(at(20), now + 30_000)).toBe(0);
});
