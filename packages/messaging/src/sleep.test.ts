import { expect, test } from "vitest";
import { backoff, bell, sleep } from "./sleep.ts";

test("a bell that rang while nobody slept wakes the next sleeper at once", async () => {
  const alarm = bell();
  alarm.ring();
  const start = performance.now();
  await alarm.heard(5_000);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test("a bell wakes its sleeper, and otherwise the time does", async () => {
  const alarm = bell();
  setTimeout(alarm.ring, 5);
  await alarm.heard(5_000);
  await alarm.heard(5);
});

test("a signal cuts sleep short, before it and during it", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5);
  await sleep(5_000, stop.signal);
  await sleep(5_000, stop.signal);
});

test("backoff doubles up to its longest, never under half of it", () => {
  const limits = { first: 100, longest: 1_000 };
  for (const [attempt, full] of [
    [0, 100],
    [1, 200],
    [3, 800],
    [4, 1_000],
    [60, 1_000],
  ] as const) {
    const wait = backoff(attempt, limits);
    expect(wait).toBeGreaterThanOrEqual(full / 2);
    expect(wait).toBeLessThanOrEqual(full);
  }
});
