import { expect, test } from "vitest";
import { answersTo, isOldNews, isSettled, loopOf } from "./loop.ts";

const reached = (basis: "consent" | "emergency", state: Parameters<typeof loopOf>[0]["state"]) =>
  loopOf({ basis, state })
    .filter((step) => step.reached)
    .map(({ step }) => step);

test("a referral goes from her yes to what became of it", () => {
  expect(reached("consent", "made")).toEqual(["consent", "sent"]);
  expect(reached("consent", "received")).toEqual(["consent", "sent", "received"]);
  expect(reached("emergency", "attended")).toEqual(["emergency", "sent", "received", "result"]);
});

test("a service that never answered did not receive it, and the loop is closed all the same", () => {
  expect(reached("consent", "unreachable")).toEqual(["consent", "sent", "result"]);
  expect(isSettled({ state: "unreachable" })).toBe(true);
});

test("once received, it is not received again", () => {
  expect(answersTo({ state: "made" })).toContain("received");
  expect(answersTo({ state: "received" })).not.toContain("received");
});

test("after half a year a service is confirmed before it is given to her", () => {
  const now = Date.parse("2026-11-29T06:00:00Z");
  expect(isOldNews("2026-06-15", now)).toBe(false);
  expect(isOldNews("2026-05-15", now)).toBe(true);
});
