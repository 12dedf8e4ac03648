import { expect, test } from "vitest";
import { at } from "../fixtures.test-support.ts";
import { type Announcement, standing } from "./standing.ts";

const one = (id: string, until: string): Announcement => ({
  id,
  authorName: "Carla",
  text: id,
  team: null,
  at: at(0),
  until,
  mustBeRead: false,
});
const all = [one("a", at(10)), one("b", at(60)), one("c", at(60))];
const seen = (seconds: number, ...read: string[]) => {
  const { first, more } = standing(all, { now: Date.parse(at(seconds)), read: new Set(read) });
  return [first?.id ?? null, more];
};

test("one at a time, in the server's order; what is over or was read is not shown", () => {
  expect(seen(5)).toEqual(["a", 2]);
  expect(seen(10)).toEqual(["b", 1]);
  expect(seen(5, "a")).toEqual(["b", 1]);
  expect(seen(5, "a", "b", "c")).toEqual([null, 0]);
  expect(seen(61)).toEqual([null, 0]);
});
