import { expect, test } from "vitest";
import { aCard, aDesk } from "../fixtures.test-support.ts";
import { changeDesk } from "./frames.ts";
import { createRecent } from "./recent.ts";

test("a change heard while a picture was on its way is not lost under the picture", () => {
  const recent = createRecent();
  recent.remember({ type: "session", sequence: 12, card: aCard("a", { version: 2 }), place: "queue" });
  const older = aDesk({ sequence: 11 });
  expect(recent.applyTo(older, changeDesk).queue.map(({ id }) => id)).toEqual(["a"]);
  const newer = aDesk({ sequence: 12 });
  expect(recent.applyTo(newer, changeDesk)).toBe(newer);
});

test("the last sequence only grows, until everything is fetched anew", () => {
  const recent = createRecent();
  expect(recent.last()).toBeNull();
  recent.saw(7);
  recent.saw(5);
  expect(recent.last()).toBe(7);
  recent.forget();
  expect(recent.last()).toBeNull();
});
