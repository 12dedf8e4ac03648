import { expect, test } from "vitest";
import { contactId, firstMessageId, sessionOpened, wrote } from "../session/facts.test-support.ts";
import { evolve, type Session } from "../session/session.ts";
import { isDangerous, settlementOf } from "./taken-back-policy.ts";

const calm = [sessionOpened(), wrote(firstMessageId)].reduce<Session | null>(evolve, null) as Session;

test.each([
  ["keep-sealed", false, "kept-sealed", "defence-of-rights"],
  ["keep-sealed", true, "kept-sealed", "defence-of-rights"],
  ["keep-in-danger", false, "destroyed", "her-will"],
  ["keep-in-danger", true, "kept-sealed", "vital-interest"],
  ["destroy", false, "destroyed", "her-will"],
  ["destroy", true, "destroyed", "her-will"],
] as const)(
  "%s, danger %s: %s for %s; held by somebody it is always kept",
  (policy, danger, outcome, ground) => {
    expect(settlementOf(policy, { held: false, danger })).toEqual({ outcome, ground });
    expect(settlementOf(policy, { held: true, danger })).toEqual({
      outcome: "kept-sealed",
      ground: "legal-hold",
    });
  },
);

test("danger is what was seen, what a person opened, and a doubt about who takes the words back", () => {
  expect(calm.contactId).toBe(contactId);
  expect(isDangerous({ ...calm, tier: "support" })).toBe(false);
  expect(isDangerous({ ...calm, tier: "imminent" })).toBe(true);
  expect(isDangerous({ ...calm, tier: "support", assessed: "high" })).toBe(true);
  expect(isDangerous({ ...calm, tier: "support", identityDoubt: "number-changed" })).toBe(true);
  expect(isDangerous({ ...calm, tier: "support", marks: ["aggressor-probing"] })).toBe(true);
});
