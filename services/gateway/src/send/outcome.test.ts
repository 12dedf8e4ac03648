import { expect, test } from "vitest";
import { remedyFor } from "./error-table.ts";
import { type Answer, decide, reasonOfStatus, retryLimits } from "./outcome.ts";

const now = new Date("2026-11-23T21:00:00.000Z");
const facts = { attempts: 1, requestedAt: now, now, random: 0.5 };
const refused = (code: number, status = 400, retryAfterMs?: number): Answer => ({
  kind: "refused",
  code,
  status,
  retryAfterMs,
});

test("a message that left and was not answered is never sent again by itself", () => {
  for (const why of ["no-answer", "unreadable-answer"] as const) {
    expect(decide({ kind: "unanswered", why }, facts)).toEqual({
      do: "leave-unknown",
      reason: { code: why, retryable: false },
    });
  }
});

test("rate limits and passing faults are retried with growing waits and some chance", () => {
  for (const code of [2, 131000, 131016, 133004]) {
    expect(decide(refused(code), facts)).toEqual({ do: "retry", afterMs: 750 });
  }
  expect(decide(refused(131000), { ...facts, attempts: 4 })).toEqual({ do: "retry", afterMs: 6_000 });
  expect(decide(refused(131000), { ...facts, attempts: 40 })).toEqual({ do: "retry", afterMs: 45_000 });
  expect(decide({ kind: "not-taken" }, facts)).toEqual({ do: "retry", afterMs: 750 });
});

test("a rate of the whole number, or of the account, slows everything down", () => {
  const slower = { do: "retry", afterMs: 750, slowDown: true };
  for (const code of [4, 80007, 130429, 131057]) expect(decide(refused(code), facts)).toEqual(slower);
  expect(decide(refused(613, 429), facts)).toEqual(slower);
  expect(decide({ kind: "not-taken", status: 429 }, facts)).toEqual(slower);
});

test("Retry-After is honoured", () => {
  expect(decide(refused(130429, 429, 30_000), facts)).toMatchObject({ do: "retry", afterMs: 30_000 });
  expect(decide({ kind: "not-taken", retryAfterMs: 9_000 }, facts)).toEqual({ do: "retry", afterMs: 9_000 });
});

test("HTTP 429 and 5xx with a code that nobody knows mean later", () => {
  expect(decide(refused(613, 429), facts)).toMatchObject({ do: "retry" });
  expect(decide(refused(99_999, 500), facts)).toMatchObject({ do: "retry" });
  expect(decide(refused(99_999, 400), facts)).toMatchObject({ do: "fail", alert: true });
});

test("a pair that is too fast waits 4^n seconds", () => {
  expect(decide(refused(131056), facts)).toEqual({ do: "retry", afterMs: 4_000 });
  expect(decide(refused(131056), { ...facts, attempts: 3 })).toEqual({ do: "retry", afterMs: 64_000 });
});

test("what is worth one more try gets one", () => {
  expect(decide(refused(131053), facts)).toMatchObject({ do: "retry" });
  expect(decide(refused(131053), { ...facts, attempts: 2 })).toMatchObject({ do: "fail" });
});

test("a refusal that no repetition changes fails at once with WhatsApp's code", () => {
  for (const code of [131047, 131026, 130403, 131050, 131049, 130472, 137000]) {
    expect(decide(refused(code), facts)).toEqual({
      do: "fail",
      reason: { code: String(code), retryable: false },
      alert: false,
    });
  }
  expect(decide(refused(131009), facts)).toMatchObject({ do: "fail", alert: true });
});

test("a revoked token, a blocked account or an unpaid bill stops the line", () => {
  for (const code of [0, 3, 10, 190, 200, 299, 131005, 368, 131031, 131042, 133010]) {
    expect(decide(refused(code, 401), facts)).toMatchObject({ do: "stop-line", code: String(code) });
  }
  // Not a wrong parameter but a wrong number, or a token without right to it: nothing else would get through.
  expect(decide({ kind: "refused", status: 400, code: 100, subcode: 33 }, facts)).toMatchObject({
    do: "stop-line",
  });
});

test("nothing is retried so late that the answer would come at the wrong moment", () => {
  const late = { ...facts, now: new Date(now.getTime() + retryLimits.giveUpMs) };
  expect(decide(refused(130429), late)).toEqual({
    do: "fail",
    reason: { code: "130429", retryable: true },
    alert: true,
  });
  expect(decide(refused(130429, 429, 3_600_000), facts)).toMatchObject({ do: "fail" });
  expect(decide(refused(190), late)).toMatchObject({ do: "fail", reason: { code: "190", retryable: true } });
});

test("the reason of a failed status says whether asking again makes sense", () => {
  expect(reasonOfStatus(131056)).toEqual({ code: "131056", retryable: true });
  expect(reasonOfStatus(131026)).toEqual({ code: "131026", retryable: false });
  expect(reasonOfStatus(null)).toEqual({ code: "unspecified", retryable: false });
  expect(remedyFor(250)).toBe("stop-line");
});
