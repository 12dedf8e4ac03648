import { expect, test } from "vitest";
import { type Bucket, numberRate, pairRate, takeToken } from "./pacing.ts";

test("a pair takes a burst of 45 and then one message every 6 seconds", () => {
  const buckets = new Map<string, Bucket>();
  const take = (now: number) => takeToken(buckets, "569", pairRate, now);
  for (let count = 0; count < 45; count += 1) expect(take(0)).toBe(true);
  expect(take(0)).toBe(false);
  expect(take(5_999)).toBe(false);
  expect(take(6_000)).toBe(true);
  expect(take(6_001)).toBe(false);
});

test("the number sustains 80 messages a second", () => {
  const buckets = new Map<string, Bucket>();
  let granted = 0;
  for (let ms = 0; ms < 10_000; ms += 5) granted += takeToken(buckets, "line", numberRate, ms) ? 1 : 0;
  expect(granted).toBeGreaterThanOrEqual(800);
  expect(granted).toBeLessThanOrEqual(880);
});
