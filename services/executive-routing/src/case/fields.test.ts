import { describe, expect, test } from "vitest";
import { mayChangeField } from "./fields.ts";

const executive = { id: "ana", role: "executive" } as const;
const supervisor = { id: "carla", role: "supervisor" } as const;
const closedAt = "2026-11-23T21:00:00.000Z";
const hoursLater = (hours: number) => new Date(Date.parse(closedAt) + hours * 3_600_000).toISOString();
const open = { owner: "ana", lastOwner: "ana", closedAt: null };
const closed = { owner: null, lastOwner: "ana", closedAt };

describe("a field of the case", () => {
  test("is changed by whoever attends, and by nobody else's executive", () => {
    expect(mayChangeField("home.commune", executive, open, closedAt)).toBe(true);
    expect(mayChangeField("home.commune", { ...executive, id: "berta" }, open, closedAt)).toBe(false);
  });

  test("is corrected for some hours after closing, each for its own time, and later by a supervisor", () => {
    expect(mayChangeField("home.commune", executive, closed, hoursLater(23))).toBe(true);
    expect(mayChangeField("home.commune", executive, closed, hoursLater(25))).toBe(false);
    expect(mayChangeField("legal.measures", executive, closed, hoursLater(71))).toBe(true);
    expect(mayChangeField("home.commune", supervisor, closed, hoursLater(1_000))).toBe(true);
  });
});
