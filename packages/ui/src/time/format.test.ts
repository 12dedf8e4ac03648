import { expect, test } from "vitest";
import {
  dayOf,
  daysAgo,
  formatDay,
  formatDuration,
  formatNumber,
  formatStopwatch,
  formatTime,
} from "./format.ts";

const summerNight = "2026-11-24T01:04:05.000Z"; // 22:04 of the 23rd in Santiago (UTC−3)

test("times and days are Santiago's, whatever the computer's zone", () => {
  expect(formatTime(summerNight)).toBe("22:04");
  expect(dayOf(summerNight)).toBe("2026-11-23");
  expect(formatDay(summerNight)).toMatch(/lunes,? 23 de noviembre/);
});

test("numbers are written as in Chile, with a formatter and without one", () => {
  const chile = new Intl.NumberFormat("es-CL");
  for (const value of [0, 2, 1.5, 0.07, 2.25, 12.345, 999, -3, 1000, 12_345, 1_234_567.8])
    expect(formatNumber(value)).toBe(chile.format(value));
});

test("midnight is 00:00, never 24:00", () => {
  expect(formatTime("2026-11-23T03:00:00.000Z")).toBe("00:00");
});

test("today and yesterday are calendar days of Santiago", () => {
  expect(daysAgo(summerNight, "2026-11-24T02:30:00.000Z")).toBe(0);
  expect(daysAgo(summerNight, "2026-11-24T03:30:00.000Z")).toBe(1);
  expect(daysAgo(summerNight, "2026-11-26T03:30:00.000Z")).toBeNull();
});

test("a waiting clock keeps its digits in place and passes the hour", () => {
  expect(formatStopwatch(18_000)).toBe("00:18");
  expect(formatStopwatch(59 * 60_000 + 59_999)).toBe("59:59");
  expect(formatStopwatch(3_725_000)).toBe("1:02:05");
});

test("a clock never runs backwards past zero", () => {
  expect(formatStopwatch(-4000)).toBe("00:00");
  expect(formatDuration(-4000)).toBe("0 s");
});

test("durations are said in the two units that matter", () => {
  expect(formatDuration(12_000)).toBe("12 s");
  expect(formatDuration(4 * 60_000)).toBe("4 min");
  expect(formatDuration(65 * 60_000)).toBe("1 h 05 min");
  expect(formatDuration(51 * 3_600_000)).toBe("2 d 3 h");
});
