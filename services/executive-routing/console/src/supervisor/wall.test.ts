import { expect, test } from "vitest";
import { aCard, aDesk, at } from "../fixtures.test-support.ts";
import { alarmsOf, apart, receiversOf, teamOf, type WallPerson, waitsOf } from "./wall.ts";

const person = (name: string, facts: Partial<WallPerson> = {}): WallPerson => ({
  id: name.toLowerCase(),
  name,
  role: "executive",
  presence: "here",
  presenceSince: at(0),
  load: 0,
  capacity: 1,
  mayChoose: false,
  team: null,
  languages: ["es"],
  skills: [],
  ...facts,
});
const hers = { status: "attended" as const, owner: { id: "ana", name: "Ana" } };

test("each tier says how many wait and since when the longest", () => {
  const queue = [
    aCard("a", { tier: "imminent", waitingSince: at(50) }),
    aCard("b", { tier: "support", waitingSince: at(30) }),
    aCard("c", { tier: "support", waitingSince: at(10) }),
  ];
  expect(waitsOf(queue)).toEqual([
    { tier: "imminent", count: 1, since: at(50) },
    { tier: "support", count: 2, since: at(10) },
  ]);
});

test("who is kept back does not wait with the others", () => {
  const queue = [aCard("a"), aCard("b", { heldUntil: at(600) })];
  const { waiting, held } = apart(queue);
  expect([waiting, held].map((cards) => cards.map(({ id }) => id))).toEqual([["a"], ["b"]]);
});

test("what must not be overlooked: nobody takes it, silence, an emergency without outcome, an answer that is due", () => {
  const desk = aDesk({
    queue: [
      aCard("waits", { tier: "imminent", ringsFor: "everybody" }),
      aCard("rings", { tier: "imminent" }),
    ],
    attendedByOthers: [
      aCard("open", { ...hers, emergencySince: at(5) }),
      aCard("older", { ...hers, emergencySince: at(1) }),
      aCard("late", { ...hers, overdue: "reminder", awaitingReplySince: at(9) }),
      aCard("silent", { ...hers, silentSince: at(20) }),
      aCard("well", hers),
    ],
  });
  expect(alarmsOf(desk).map(({ kind, card }) => `${kind} ${card.id}`)).toEqual([
    "unheard waits",
    "silence silent",
    "emergency older",
    "emergency open",
    "unanswered late",
  ]);
});

test("the team: who is here first; whoever went home is not there, unless she still carries somebody", () => {
  const people = [
    person("Zoe", { presence: "off" }),
    person("Ema", { presence: "off", load: 1 }),
    person("Berta", { presence: "break" }),
    person("Ana"),
  ];
  expect(teamOf(people).map(({ name }) => name)).toEqual(["Ana", "Berta", "Ema"]);
});

test("a conversation is given to whoever is here and has most room, never to who has it", () => {
  const people = [
    person("Ana"),
    person("Berta", { load: 1 }),
    person("Carla", { capacity: 2 }),
    person("Zoe", { presence: "off" }),
  ];
  expect(receiversOf(people, aCard("a", hers)).map(({ name }) => name)).toEqual(["Carla", "Berta"]);
});
