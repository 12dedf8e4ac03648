import { expect, test } from "vitest";
import { chileanHolidays } from "../hours/holidays.ts";
import { dueAt, extended } from "./clock.ts";

const isHoliday = chileanHolidays();
const due = (kind: "access" | "blocking", date: string) =>
  dueAt(kind, `${date}T15:00:00.000Z`, date, isHoliday);

test("a request is answered within thirty calendar days, and once as many again", () => {
  expect(due("access", "2026-12-01")).toBe("2026-12-31T15:00:00.000Z");
  expect(extended(due("access", "2026-12-01"))).toBe("2027-01-30T15:00:00.000Z");
});

test("a blocking within two working days: neither weekends nor Chile's holidays count", () => {
  expect(due("blocking", "2026-12-01")).toBe("2026-12-03T15:00:00.000Z"); // Tuesday → Thursday
  expect(due("blocking", "2026-12-03")).toBe("2026-12-07T15:00:00.000Z"); // Thursday → Monday
  expect(due("blocking", "2026-12-04")).toBe("2026-12-09T15:00:00.000Z"); // the 8th is a holiday
  expect(due("blocking", "2026-09-17")).toBe("2026-09-22T15:00:00.000Z"); // national holidays and a weekend
});
