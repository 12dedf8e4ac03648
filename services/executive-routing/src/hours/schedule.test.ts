import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chileanHolidays } from "./holidays.ts";
import { closedPeriod, defaultSchedule, isOpen, Schedule } from "./schedule.ts";

const holiday = chileanHolidays();
/** A local time of Santiago in summer (UTC−3) or winter (UTC−4). */
const summer = (local: string) => new Date(`${local}:00-03:00`).toISOString();
const winter = (local: string) => new Date(`${local}:00-04:00`).toISOString();
const evenings: Schedule = {
  ...defaultSchedule,
  week: {
    ...defaultSchedule.week,
    mon: [
      { from: "08:00", to: "13:00" },
      { from: "14:00", to: "24:00" },
    ],
  },
};

describe("hours", () => {
  test("Monday to Friday, round the clock, by default", () => {
    expect(isOpen(defaultSchedule, summer("2026-11-23T00:00"), holiday)).toBe(true);
    expect(isOpen(defaultSchedule, summer("2026-11-27T23:59"), holiday)).toBe(true);
    expect(isOpen(defaultSchedule, summer("2026-11-28T00:00"), holiday)).toBe(false);
    expect(isOpen(defaultSchedule, summer("2026-11-29T23:59"), holiday)).toBe(false);
    expect(isOpen(defaultSchedule, winter("2026-07-06T00:00"), holiday)).toBe(true);
  });

  test("a day may have several parts, and an exception is stronger than its weekday", () => {
    expect(isOpen(evenings, summer("2026-11-23T13:30"), holiday)).toBe(false);
    expect(isOpen(evenings, summer("2026-11-23T14:00"), holiday)).toBe(true);
    const eve = { ...evenings, exceptions: [{ date: "2026-11-23", open: [{ from: "13:00", to: "14:00" }] }] };
    expect(isOpen(eve, summer("2026-11-23T13:30"), holiday)).toBe(true);
    expect(isOpen(eve, summer("2026-11-23T14:00"), holiday)).toBe(false);
  });

  test("the holidays of Chile close the desk only where it was decided so", () => {
    const closing: Schedule = { ...defaultSchedule, holidays: "closed" };
    for (const date of ["2026-09-18", "2026-12-25", "2026-04-03"]) {
      const noon = winter(`${date}T12:00`);
      expect([date, isOpen(defaultSchedule, noon, holiday)]).toEqual([date, true]);
      expect([date, isOpen(closing, noon, holiday)]).toEqual([date, false]);
    }
    expect(isOpen(closing, summer("2026-11-23T12:00"), holiday)).toBe(true);
  });

  test("a weekend is one closed period, a lunch another", () => {
    const weekend = ["2026-11-28T00:00", "2026-11-28T23:00", "2026-11-29T12:00"].map((local) =>
      closedPeriod(defaultSchedule, summer(local), holiday),
    );
    expect(weekend).toEqual(Array(3).fill("2026-11-27 24:00"));
    expect(closedPeriod(evenings, summer("2026-11-23T13:30"), holiday)).toBe("2026-11-23 13:00");
    expect(closedPeriod(defaultSchedule, summer("2026-11-23T13:30"), holiday)).toBeNull();
  });

  test("at any moment of years it is either open or in a closed period", () => {
    const from = Date.parse("2026-01-01T00:00:00Z");
    const moment = fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }).map((minutes) => from + minutes * 60_000);
    fc.assert(
      fc.property(moment, fc.constantFrom(defaultSchedule, evenings), (time, schedule) => {
        const at = new Date(time).toISOString();
        expect(isOpen(schedule, at, holiday)).toBe(closedPeriod(schedule, at, holiday) === null);
      }),
      { numRuns: 300 },
    );
  });

  test("nonsense is refused", () => {
    expect(Schedule.safeParse({ ...defaultSchedule, timeZone: "Chile/Nowhere" }).success).toBe(false);
    const backwards = { ...defaultSchedule.week, mon: [{ from: "13:00", to: "08:00" }] };
    expect(Schedule.safeParse({ ...defaultSchedule, week: backwards }).success).toBe(false);
  });
});
