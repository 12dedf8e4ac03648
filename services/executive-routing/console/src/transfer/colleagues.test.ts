import { expect, test } from "vitest";
import { type Colleague, canReceiveNow, hasRoom, inOrderOfHelp } from "./colleagues.ts";

const one = (name: string, facts: Partial<Colleague> = {}): Colleague => ({
  id: name,
  name,
  role: "executive",
  presence: "here",
  room: 1,
  ...facts,
});

test("who is here and has room comes first", () => {
  const order = inOrderOfHelp([
    one("Zoe", { presence: "off" }),
    one("Carla", { presence: "break" }),
    one("Berta", { room: 0 }),
    one("Ana"),
    one("Ada", { presence: "away" }),
  ]);
  expect(order.map(({ name }) => name)).toEqual(["Ana", "Berta", "Ada", "Carla", "Zoe"]);
});

test("room for half a person is room for a conversation without danger", () => {
  expect(hasRoom({ room: 0.5 })).toBe(true);
  expect(hasRoom({ room: 0.25 })).toBe(false);
});

test("on a break nobody is handed a conversation at once", () => {
  expect(canReceiveNow({ presence: "here" })).toBe(true);
  for (const presence of ["away", "break", "off", "unknown"] as const)
    expect(canReceiveNow({ presence })).toBe(false);
});
