import { expect, test } from "vitest";
import { draftOf, readHours, type Schedule, scheduleOf, withException, writeHours } from "./draft.ts";

const allDay = [{ from: "00:00", to: "24:00" }];
const schedule: Schedule = {
  timeZone: "America/Santiago",
  week: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: [], sun: [] },
  holidays: "open",
  exceptions: [{ date: "2026-12-31", open: [{ from: "09:00", to: "13:00" }] }],
};

test.each([
  ["", []],
  ["0-24", allDay],
  [
    "9-13, 14:30-18",
    [
      { from: "09:00", to: "13:00" },
      { from: "14:30", to: "18:00" },
    ],
  ],
  [
    "14 a 18 y 9 a 13",
    [
      { from: "09:00", to: "13:00" },
      { from: "14:00", to: "18:00" },
    ],
  ],
  ["20:00–24:00", [{ from: "20:00", to: "24:00" }]],
])("%j is read as a person means it", (text, open) => {
  expect(readHours(text)).toEqual({ ok: true, open });
});

test.each([
  ["mañana", "unreadable"],
  ["9-25", "unreadable"],
  ["24-24", "unreadable"],
  ["18-9", "backwards"],
  ["9-13, 12-15", "overlap"],
  ["1-2,3-4,5-6,7-8,9-10,11-12,13-14", "too-many"],
] as const)("%j is not, and says why", (text, problem) => {
  expect(readHours(text)).toEqual({ ok: false, problem });
});

test("what was not touched stays exactly as it was", () => {
  expect(scheduleOf(draftOf(schedule), schedule)).toEqual(schedule);
});

test("a draft that cannot be read is no schedule", () => {
  const draft = draftOf(schedule);
  expect(scheduleOf({ ...draft, week: { ...draft.week, sat: "9-" } }, schedule)).toBeNull();
});

test("a date has one exception, in its place", () => {
  const draft = withException(withException(draftOf(schedule), "2026-12-24", "9-13"), "2026-12-31", "");
  expect(draft.exceptions).toEqual([
    { date: "2026-12-24", open: "9-13" },
    { date: "2026-12-31", open: "" },
  ]);
  expect(scheduleOf(draft, schedule)?.exceptions[1]).toEqual({ date: "2026-12-31", open: [] });
  expect(writeHours([])).toBe("");
});
