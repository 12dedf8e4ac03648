import { expect, test } from "vitest";
import { momentOf } from "./moment.ts";

const now = Date.parse("2026-11-24T15:00:00.000Z"); // noon in Santiago

test("a day and a time are Santiago's, in summer and in winter", () => {
  expect(momentOf("2026-11-23", "23:59", now)).toEqual({ at: "2026-11-24T02:59:00.000Z" });
  expect(momentOf("2026-11-24", "00:00", now)).toEqual({ at: "2026-11-24T03:00:00.000Z" });
  expect(momentOf("2026-07-01", "9:30", now)).toEqual({ at: "2026-07-01T13:30:00.000Z" });
});

test("what has not come yet, and what is no day or no time, is said as such", () => {
  expect(momentOf("2026-11-24", "12:01", now)).toEqual({ wrong: "not-yet" });
  expect(momentOf("", "12:00", now)).toEqual({ wrong: "day" });
  expect(momentOf("2026-11-24", "tarde", now)).toEqual({ wrong: "time" });
});
