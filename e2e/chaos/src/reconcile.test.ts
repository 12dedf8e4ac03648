import { expect, test } from "vitest";
import { isWhole, reconcile } from "./reconcile.ts";
import type { Record } from "./record.ts";

const written = ["mensaje 0", "mensaje 1"];
const whole: Record = {
  interpreted: ["a", "b"],
  timeline: [
    { messageId: "a", text: "mensaje 0" },
    { messageId: "b", text: "mensaje 1" },
  ],
  audited: ["b", "a"],
  auditedOnTimeline: ["a", "b"],
  deadLetters: 0,
  notInterpreted: 0,
};
const of = (change: Partial<Record>, acknowledged = written) =>
  reconcile(written, acknowledged, { ...whole, ...change });

test("accepted = interpreted = on the timeline = in the audit", () => {
  const result = of({});
  expect(isWhole(result)).toBe(true);
  expect(result.stages.audited).toEqual({ count: 2, lost: 0, doubled: 0 });
});

test("a message that is missing, or there twice, is counted at its stage", () => {
  expect(of({}, ["mensaje 0"]).stages.accepted).toEqual({ count: 1, lost: 1, doubled: 0 });
  expect(of({ interpreted: ["a"] }).stages.interpreted.lost).toBe(1);
  const twice = [...whole.timeline, { messageId: "c", text: "mensaje 1" }];
  expect(of({ timeline: twice }).stages.timeline).toEqual({ count: 3, lost: 0, doubled: 1 });
  expect(of({ audited: ["a", "a", "b"] }).stages.audited.doubled).toBe(1);
  expect(of({ auditedOnTimeline: ["a"] }).stages.audited.lost).toBe(1);
});

test("one that nobody wrote, a dead letter, or a delivery that was not understood is not whole either", () => {
  expect(isWhole(of({ interpreted: ["a", "b", "z"] }))).toBe(false);
  expect(isWhole(of({ deadLetters: 1 }))).toBe(false);
  expect(isWhole(of({ notInterpreted: 1 }))).toBe(false);
});
