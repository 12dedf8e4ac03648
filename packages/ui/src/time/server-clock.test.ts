import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createServerClock } from "./server-clock.ts";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-23T21:00:00.400Z") }));
afterEach(() => void vi.useRealTimers());

test("follows the server although the computer's clock is an hour off", () => {
  const clock = createServerClock();
  clock.heard("2026-11-23T20:00:00.000Z");
  vi.advanceTimersByTime(5000);
  expect(new Date(clock.now()).toISOString()).toBe("2026-11-23T20:00:05.000Z");
});

test("trusts the word that travelled least", () => {
  const clock = createServerClock();
  clock.heard("2026-11-23T21:00:00.300Z");
  clock.heard("2026-11-23T20:59:59.100Z");
  expect(clock.now() - Date.now()).toBe(-100);
});

test("ticks at the server's whole seconds, and only while somebody looks", () => {
  const clock = createServerClock();
  clock.heard("2026-11-23T21:00:00.400Z");
  const seconds: number[] = [];
  const stop = clock.everySecond(() => seconds.push(clock.second() % 60_000));
  vi.advanceTimersByTime(2600);
  stop();
  vi.advanceTimersByTime(5000);
  expect(seconds).toEqual([0, 1000, 2000, 3000]);
  expect(vi.getTimerCount()).toBe(0);
});
