import { expect, test } from "vitest";
import { stayState } from "./stay.ts";

const now = Date.parse("2026-11-23T21:00:00.000Z");
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const stay = (idle: number, end: number) => ({ idleEndsAt: inMinutes(idle), endsAt: inMinutes(end) });
const half = 30 * 60_000;

test("she is asked two minutes before an unused screen closes, and never told a negative time", () => {
  expect(stayState(stay(30, 600), half, now)).toEqual({ is: "fine" });
  expect(stayState(stay(2, 600), half, now)).toEqual({ is: "idle", left: 120_000 });
  expect(stayState(stay(-1, 600), half, now)).toEqual({ is: "idle", left: 0 });
});

test("of a short idle time she has at least half in peace", () => {
  expect(stayState(stay(1.5, 600), 2 * 60_000, now)).toEqual({ is: "fine" });
  expect(stayState(stay(1, 600), 2 * 60_000, now)).toEqual({ is: "idle", left: 60_000 });
});

test("the end that nothing moves is told ten minutes before", () => {
  expect(stayState(stay(30, 10), half, now)).toEqual({ is: "ending", at: inMinutes(10) });
});
