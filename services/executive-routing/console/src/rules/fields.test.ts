import { defaultPolicy as policy } from "@liss/executive-routing/policy";
import { expect, test } from "vitest";
import { changeOf, draftOf, problemWith } from "./fields.ts";

test("numbers are written as in Chile, and read so", () => {
  expect(draftOf(policy)["weights.standard"]).toBe("0,5");
  const draft = {
    ...draftOf(policy),
    "weights.standard": "0.750",
    reopenMinutes: "1.440",
    offerSeconds: " 25 ",
  };
  expect(changeOf(draft, policy)).toEqual({
    weights: { danger: 1, standard: 0.75, delegated: 0.25 },
    reopenMinutes: 1_440,
    offerSeconds: 25,
  });
});

test("what is left as it is does not travel; a group travels whole", () => {
  expect(changeOf(draftOf(policy), policy)).toEqual({});
  const draft = { ...draftOf(policy), "care.inARow": "3", "care.pauseMinutes": "15" };
  expect(changeOf(draft, policy)).toEqual({ care: { inARow: 3, perShift: 4, pauseMinutes: 15 } });
});

test("what cannot be read, has a fraction or lies outside is told with its bounds, and changes nothing", () => {
  for (const text of ["", "veinte", "-1", "1,2,3", "1e3"])
    expect(problemWith("offerSeconds", text)?.code).toBe("unreadable");
  expect(problemWith("offerSeconds", "2,5")).toEqual({ code: "whole", min: "1", max: "86.400" });
  expect(problemWith("offerSeconds", "0")?.code).toBe("outside");
  expect(problemWith("historyDays", "367")).toEqual({ code: "outside", min: "1", max: "366" });
  expect(problemWith("answerMinutes.imminent", "0,5")).toBeNull();
  expect(problemWith("awayMinutes", "0")).toBeNull();
  expect(changeOf({ ...draftOf(policy), awayMinutes: "diez" }, policy)).toBeNull();
});
