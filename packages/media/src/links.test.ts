import { randomBytes } from "node:crypto";
import { testClock } from "@liss/testing";
import { expect, test } from "vitest";
import { mediaLinks } from "./links.ts";

const clock = testClock();
const key = randomBytes(32);
const links = mediaLinks({ key, now: () => clock.now().getTime() });
const permit = { messageId: "m1", personId: "ana" };

test("a link opens one file for one person", () => {
  const token = links.sign(permit);
  expect(links.verify(token, permit)).toBe(true);
  expect(links.verify(token, { ...permit, messageId: "m2" })).toBe(false);
  expect(links.verify(token, { ...permit, personId: "berta" })).toBe(false);
  expect(mediaLinks({ key: randomBytes(32) }).verify(token, permit)).toBe(false);
});

test("no letter of it can be another, the last one included", () => {
  const token = links.sign(permit);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const letter of letters)
    expect(links.verify(`${token.slice(0, -1)}${letter}`, permit)).toBe(token.endsWith(letter));
});

test("for five minutes, and nobody can make it last longer", () => {
  const token = links.sign(permit);
  clock.advance(4 * 60_000);
  expect(links.verify(token, permit)).toBe(true);
  clock.advance(2 * 60_000);
  expect(links.verify(token, permit)).toBe(false);
  const [, signature] = token.split(".");
  expect(links.verify(`zzzzzz.${signature}`, permit)).toBe(false);
});

test.each(["", ".", "a.b", "ñ", "x".repeat(10_000)])("what is no token opens nothing: %#", (token) => {
  expect(links.verify(token, permit)).toBe(false);
});
