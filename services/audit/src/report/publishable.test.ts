import { describe, expect, test } from "vitest";
import { attention, report } from "../fixtures/day.ts";
import { csv, tableOf } from "./csv.ts";
import { publishable } from "./publishable.ts";

describe("what leaves the house", () => {
  test("no cell under ten, nor one from which it could be reckoned", () => {
    const many = Array.from({ length: 12 }, () => attention().events).flat();
    const few = Array.from({ length: 3 }, () => attention("closed", "high").events).flat();
    const cells = new Map(publishable(report([...many, ...few])).map(({ name, value }) => [name, value]));
    expect(cells.get("sessions")).toBe(15);
    expect(cells.get("closed.risk")).toBeNull();
    expect(cells.get("closed.guidance")).toBeNull();
  });

  test("nor what is missing to a sum: few without an answer, few that are still open", () => {
    const many = Array.from({ length: 12 }, () => attention().events).flat();
    const few = Array.from({ length: 2 }, () => attention("queued").events).flat();
    const cells = new Map(publishable(report([...many, ...few])).map(({ name, value }) => [name, value]));
    expect(cells.get("messages.accepted")).toBe(26);
    expect(cells.get("messages.unanswered")).toBeNull();
    expect(cells.get("messages.answered")).toBeNull();
    expect(cells.get("sessions")).toBe(14);
    expect(cells.get("still-open")).toBeNull();
    expect(cells.get("closed.guidance")).toBeNull();
    const whole = new Map(publishable(report(many)).map(({ name, value }) => [name, value]));
    expect(whole.get("closed.guidance")).toBe(12);
    expect(whole.get("messages.answered")).toBe(24);
  });

  test("no cell of a table is a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"]) {
      expect(csv(["a"], [[text]])).toContain(`'${text}`);
    }
    expect(csv(["a", "b"], [['say "a, b"', -3]])).toBe('a,b\r\n"say ""a, b""",-3\r\n');
    expect(tableOf(report(attention().events), "sessions").split("\r\n")[1]).toContain("guidance");
  });
});
