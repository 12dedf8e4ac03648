import { expect, test } from "vitest";
import { readStarts, stretchesOf, writeStarts } from "./starts.ts";

test("when the shifts begin is read as a person writes it, in the order of the day", () => {
  expect(readStarts("16, 8 y 0:00")).toEqual({ ok: true, starts: ["00:00", "08:00", "16:00"] });
  expect(readStarts("7:30; 19:30")).toEqual({ ok: true, starts: ["07:30", "19:30"] });
  expect(writeStarts(["07:30", "19:30"])).toBe("07:30, 19:30");
});

test("what cannot be is told by a code of its own", () => {
  const problem = (text: string) => {
    const read = readStarts(text);
    return read.ok ? null : read.problem;
  };
  expect(problem(" ")).toBe("none");
  for (const text of ["mañana", "24:00", "8:60", "8-16"]) expect(problem(text)).toBe("unreadable");
  expect(problem("8, 08:00")).toBe("twice");
  expect(problem("0,4,8,12,16,20,22")).toBe("too-many");
});

test("each shift ends when the next begins", () => {
  expect(stretchesOf(["00:00", "08:00"])).toEqual(["00:00–08:00", "08:00–00:00"]);
  expect(stretchesOf(["09:00"])).toEqual(["09:00–09:00"]);
});
