import { expect, test } from "vitest";
import { judgeSilence, type TrafficHour } from "./silence.ts";

const hourMs = 3_600_000;
const now = new Date("2026-11-23T15:30:00.000Z"); // a Monday
const hoursBefore = (hours: number) => new Date(now.getTime() - hours * hourMs);

/** `perHour(hour of the day)` messages in every hour of the last `days` days. */
function history(days: number, perHour: (hour: number) => number): TrafficHour[] {
  const thisHour = Math.floor(now.getTime() / hourMs);
  return Array.from({ length: days * 24 }, (_, back) => new Date((thisHour - 1 - back) * hourMs))
    .map((hour) => ({ hour, messages: perHour(hour.getUTCHours()) }))
    .filter(({ messages }) => messages > 0);
}
const byDay = (busy: number, quiet: number) => (hour: number) => (hour >= 10 ? busy : quiet);

test("a busy hour in which nothing comes is silence, once so much is missing that it cannot be chance", () => {
  const hours = history(28, () => 12);
  expect(judgeSilence(hours, hoursBefore(0.5), now)).toMatchObject({ state: "normal", expected: 6 });
  expect(judgeSilence(hours, hoursBefore(0.75), now)).toMatchObject({ state: "silent", expected: 9 });
});

test("a quiet night is not silence: hours are compared with their like", () => {
  const hours = history(28, byDay(30, 0.25));
  const night = new Date("2026-11-23T08:00:00.000Z");
  expect(judgeSilence(hours, new Date("2026-11-22T23:55:00.000Z"), night)).toMatchObject({ state: "normal" });
  expect(
    judgeSilence(hours, new Date("2026-11-23T10:05:00.000Z"), new Date("2026-11-23T10:25:00.000Z")),
  ).toMatchObject({ state: "silent" });
});

test("an hour of the week has its own expectation: a Sunday's pause says nothing about a Monday", () => {
  const hours = history(28, () => 20).filter(({ hour }) => hour.getUTCDay() !== 0);
  const sunday = new Date("2026-11-22T15:30:00.000Z");
  expect(judgeSilence(hours, new Date("2026-11-21T23:50:00.000Z"), sunday)).toMatchObject({
    state: "normal",
  });
  expect(judgeSilence(hours, hoursBefore(1), now)).toMatchObject({ state: "silent" });
});

test("with less than two days of history there is no verdict, and with less than two weeks days are compared", () => {
  expect(judgeSilence([], undefined, now)).toMatchObject({ state: "learning", historyFrom: undefined });
  expect(
    judgeSilence(
      history(1, () => 50),
      hoursBefore(10),
      now,
    ),
  ).toMatchObject({ state: "learning" });
  expect(
    judgeSilence(
      history(3, () => 12),
      hoursBefore(1),
      now,
    ),
  ).toMatchObject({ state: "silent", expected: 12 });
});

test("a line with little traffic takes longer to be called silent, and is called so in the end", () => {
  const hours = history(28, (hour) => (hour % 6 === 0 ? 1 : 0));
  expect(judgeSilence(hours, hoursBefore(24), now)).toMatchObject({ state: "normal" });
  expect(judgeSilence(hours, hoursBefore(60), now)).toMatchObject({ state: "silent" });
});

test("a pause of minutes is nobody's fault, however busy the line is", () => {
  const hours = history(28, () => 3_600);
  expect(judgeSilence(hours, new Date(now.getTime() - 4 * 60_000), now)).toMatchObject({ state: "normal" });
  expect(judgeSilence(hours, new Date(now.getTime() - 6 * 60_000), now)).toMatchObject({ state: "silent" });
});
