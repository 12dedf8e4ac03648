import { expect, test } from "vitest";
import { aCard } from "../fixtures.test-support.ts";
import { mayShow } from "./may-show.ts";
import { markShownAround, wasShownAround } from "./tour-seen.ts";

const quiet = { queue: [aCard("una", { tier: "support" })], mine: [], offered: [] };

test("nobody is shown around over an emergency, a conversation of hers or one that she is asked to take", () => {
  expect(mayShow(quiet)).toBe(true);
  expect(mayShow({ ...quiet, queue: [...quiet.queue, aCard("otra", { tier: "imminent" })] })).toBe(false);
  expect(mayShow({ ...quiet, mine: [aCard("suya")] })).toBe(false);
  expect(mayShow({ ...quiet, offered: [aCard("de otra")] })).toBe(false);
});

test("each person once in a browser; where nothing is kept, never unasked", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  } as unknown as Storage;
  expect(wasShownAround("ana", storage)).toBe(false);
  markShownAround("ana", storage);
  expect(wasShownAround("ana", storage)).toBe(true);
  expect(wasShownAround("berta", storage)).toBe(false);
  const closed = {
    getItem: () => {
      throw new Error("nothing is kept here");
    },
  } as unknown as Storage;
  expect(wasShownAround("ana", closed)).toBe(true);
});
