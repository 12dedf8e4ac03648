import { defaultSafeContactPlan, SafeContactPlan } from "@liss/contracts";
import { expect, test } from "vitest";
import { planFrom } from "./plan-from.ts";

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};

test("an empty form is the safest plan", () => {
  expect(SafeContactPlan.parse(planFrom(defaultSafeContactPlan, form({})))).toEqual(defaultSafeContactPlan);
});

test("what she said is in it, words to avoid one by one", () => {
  const fields = { readBy: "only-her", alias: " Pía ", avoid: "Temuco, , mi hermana", media: "yes" };
  const plan = SafeContactPlan.parse(planFrom(defaultSafeContactPlan, form(fields)));
  expect(plan).toMatchObject({
    readBy: "only-her",
    alias: "Pía",
    avoid: ["Temuco", "mi hermana"],
    mayReceiveMedia: true,
  });
});

test("half an hour, or one that ends before it begins, is no hour", () => {
  expect(planFrom(defaultSafeContactPlan, form({ from: "09:00" }))).toBeNull();
  expect(planFrom(defaultSafeContactPlan, form({ from: "22:00", to: "02:00" }))).toBeNull();
  expect(planFrom(defaultSafeContactPlan, form({ from: "09:00", to: "13:00" }))?.hours).toHaveLength(1);
});

test("hours of certain days survive a change of something else", () => {
  const hours = [{ days: ["mon" as const], from: "09:00", to: "13:00" }];
  const before = { ...defaultSafeContactPlan, hours };
  expect(planFrom(before, form({ from: "09:00", to: "13:00", alias: "Pía" }))?.hours).toEqual(hours);
});
