import { expect, test } from "vitest";
import { dueFrom, dueNow, postponed } from "./due.ts";

const now = Date.parse("2026-11-29T06:00:00.000Z"); // 03:00 in Santiago (UTC−3)

test("a day and a time are Santiago's, however the time is written", () => {
  const at = "2026-12-03T13:00:00.000Z";
  for (const time of ["10:00", " 1000 "]) expect(dueFrom({ day: "2026-12-03", time }, now)).toEqual({ at });
  expect(dueFrom({ day: "2026-12-03", time: "9:30" }, now)).toEqual({ at: "2026-12-03T12:30:00.000Z" });
});

test("what is missing, wrong or over is said", () => {
  expect(dueFrom({ day: "", time: "10:00" }, now)).toEqual({ wrong: "day" });
  expect(dueFrom({ day: "2026-12-03", time: "mañana" }, now)).toEqual({ wrong: "time" });
  expect(dueFrom({ day: "2026-11-29", time: "02:59" }, now)).toEqual({ wrong: "past" });
});

test("postponed counts from today and keeps its time of day, over the change of the clocks too", () => {
  expect(postponed("2026-11-20T13:00:00.000Z", 1, now)).toBe("2026-11-30T13:00:00.000Z");
  const beforeWinter = Date.parse("2026-04-03T15:00:00.000Z");
  expect(postponed("2026-04-03T13:00:00.000Z", 7, beforeWinter)).toBe("2026-04-10T14:00:00.000Z");
});

test("due is what has come, not what comes", () => {
  const one = (id: string, dueAt: string) => ({
    id,
    dueAt,
    sessionId: "s",
    codeName: "Rosa-41",
    due: false,
    what: null,
  });
  const due = dueNow([one("a", "2026-11-29T05:59:00.000Z"), one("b", "2026-11-29T06:01:00.000Z")], now);
  expect(due.map(({ id }) => id)).toEqual(["a"]);
});
