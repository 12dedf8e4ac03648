import { expect, test } from "vitest";
import { at } from "../fixtures.test-support.ts";
import { stepsOf } from "./steps.ts";

const entry = (version: number, type: string) => ({
  version,
  type,
  at: at(version),
  actorName: null,
  detail: {},
});

test("messages between two steps are counted, and assessments are left to the steps they cause", () => {
  const types = [
    "session-opened",
    "message-recorded",
    "assessment-applied",
    "message-recorded",
    "tier-raised",
    "reply-requested",
  ];
  const steps = stepsOf(types.map((type, n) => entry(n + 1, type)));
  expect(steps.map((step) => (step.type === "messages" ? step.count : step.entry.type))).toEqual([
    "session-opened",
    2,
    "tier-raised",
    1,
  ]);
});

test("a step that this console does not know is still told", () => {
  expect(stepsOf([entry(1, "something-new")])).toHaveLength(1);
});
