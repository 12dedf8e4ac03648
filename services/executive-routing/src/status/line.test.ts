import { expect, test } from "vitest";
import { troublesOfLine } from "./line.ts";

const at = (minute: number) => `2026-11-28T12:${String(minute).padStart(2, "0")}:00.000Z`;
const told = (code: string, minute: number, alarm: string | null = null) => ({ code, alarm, at: at(minute) });

test("a line of which nobody complained is well", () => {
  expect(troublesOfLine([])).toEqual([]);
  expect(troublesOfLine([told("line-open-again", 1), told("some-other-alarm", 2)])).toEqual([]);
});

test("a stopped line is stopped since it was first said, until a message gets through", () => {
  const stopped = [told("line-stopped", 1), told("line-stopped", 4)];
  expect(troublesOfLine(stopped)).toEqual([{ kind: "line-stopped", since: at(1) }]);
  expect(troublesOfLine([...stopped, told("line-open-again", 5)])).toEqual([]);
  expect(troublesOfLine([...stopped, told("line-open-again", 5), told("line-stopped", 9)])).toEqual([
    { kind: "line-stopped", since: at(9) },
  ]);
});

test("the end of one alarm does not end another", () => {
  const both = [
    told("line-limited", 1),
    told("channel-not-reached", 2),
    told("line-alarm-over", 3, "line-limited"),
  ];
  expect(troublesOfLine(both)).toEqual([{ kind: "line-away", since: at(2) }]);
});

test("two causes of the same trouble are one, and it lasts until both are over", () => {
  const both = [told("line-blocked", 2), told("number-not-connected", 1)];
  expect(troublesOfLine(both)).toEqual([{ kind: "line-stopped", since: at(1) }]);
  expect(troublesOfLine([...both, told("line-alarm-over", 3, "number-not-connected")])).toEqual([
    { kind: "line-stopped", since: at(2) },
  ]);
});
