import { expect, test } from "vitest";
import { clockFieldOf, instantOfClockField } from "./clock-field.ts";

const night = Date.parse("2026-11-24T03:10:20.000Z"); // 00:10 in Santiago

test("a time of the field is the last time that Santiago's clock showed it", () => {
  expect(clockFieldOf(night)).toBe("00:10");
  expect(instantOfClockField("00:05", night)).toBe("2026-11-24T03:05:00.000Z");
  expect(instantOfClockField("00:10", night)).toBe("2026-11-24T03:10:00.000Z");
});

test("before midnight is yesterday, never tomorrow", () => {
  expect(instantOfClockField("23:55", night)).toBe("2026-11-24T02:55:00.000Z");
});

test("it may be written in haste", () => {
  expect(instantOfClockField(" 0:05", night)).toBe("2026-11-24T03:05:00.000Z");
  expect(instantOfClockField("2355", night)).toBe("2026-11-24T02:55:00.000Z");
});

test("what is not a time is refused", () => {
  expect(instantOfClockField("", night)).toBeNull();
  expect(instantOfClockField("ayer", night)).toBeNull();
  expect(instantOfClockField("24:00", night)).toBeNull();
  expect(instantOfClockField("12:60", night)).toBeNull();
});
