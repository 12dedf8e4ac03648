import { expect, test } from "vitest";
import { ContactHours, defaultSafeContactPlan, SafeContactPlan } from "./safe-contact-plan.ts";

test("of whom nothing was asked: answered only, no files, no notices, nobody knows who reads", () => {
  expect(defaultSafeContactPlan).toMatchObject({
    writing: "answer",
    hours: [],
    readBy: "unknown",
    mayReceiveMedia: false,
    mayReceiveNotices: false,
  });
});

test("a plan with a rule that we do not know is refused rather than followed by half", () => {
  expect(SafeContactPlan.safeParse({ neverOnSundays: true }).success).toBe(false);
});

test("hours begin before they end, until midnight at most", () => {
  const hours = (from: string, to: string) => ContactHours.safeParse({ days: ["mon"], from, to }).success;
  expect(hours("09:00", "13:00")).toBe(true);
  expect(hours("22:00", "24:00")).toBe(true);
  expect(hours("22:00", "02:00")).toBe(false);
  expect(hours("9:00", "13:00")).toBe(false);
});
