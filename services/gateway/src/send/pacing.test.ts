import { expect, test } from "vitest";
import { createPacer } from "./pacing.ts";

const at = (ms: number) => new Date(Date.UTC(2026, 10, 23) + ms);

test("to one person: a burst of 45, then one every six seconds", () => {
  const pacer = createPacer();
  for (let sent = 0; sent < 45; sent += 1) expect(pacer.take("a", at(0))).toBe(0);
  expect(pacer.take("a", at(0))).toBe(6_000);
  expect(pacer.take("b", at(0))).toBe(0);
  expect(pacer.take("a", at(5_900))).toBeGreaterThan(0);
  expect(pacer.take("a", at(6_001))).toBe(0);
  expect(pacer.take("a", at(6_002))).toBeGreaterThan(5_000);
});

test("to everybody: 80 a second", () => {
  const pacer = createPacer();
  let sent = 0;
  for (let ms = 0; ms < 10_000; ms += 5) {
    for (let burst = 0; burst < 3; burst += 1) {
      if (pacer.take(`contact ${ms} ${burst}`, at(ms)) === 0) sent += 1;
    }
  }
  expect(sent).toBeGreaterThanOrEqual(80 * 10);
  expect(sent).toBeLessThanOrEqual(80 * 11);
});

test("a clock that goes back gives nothing away", () => {
  const pacer = createPacer();
  for (let sent = 0; sent < 45; sent += 1) pacer.take("a", at(10_000));
  expect(pacer.take("a", at(0))).toBeGreaterThan(0);
});
