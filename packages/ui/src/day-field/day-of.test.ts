import { expect, test } from "vitest";
import { dayOf } from "./day-of.ts";

test("a day is read as it is written in Chile, day first", () => {
  for (const written of ["03-04-2026", "3-4-2026", "03/04/2026", " 3/4/2026 ", "2026-04-03"])
    expect(dayOf(written)).toBe("2026-04-03");
});

test("what is no day is none: no month slips into the next", () => {
  for (const written of ["", "31-02-2026", "13-13-2026", "mañana", "04-2026"])
    expect(dayOf(written)).toBeNull();
});
