import { testClock } from "@liss/testing";
import { expect, test } from "vitest";
import { rateDefaults, webhookRates } from "./webhook-rates.ts";

const start = () => {
  const clock = testClock("2026-11-23T21:00:00.000Z");
  const rates = webhookRates(() => clock.now());
  const times = (count: number, kind: Parameters<typeof rates.record>[0]) => {
    for (let n = 0; n < count; n += 1) rates.record(kind);
  };
  const codes = () => rates.alarms().map(({ code }) => code);
  return { clock, times, codes };
};

test("a few wrong signatures among good ones are somebody trying; many are an alarm", () => {
  const { times, codes } = start();
  times(100, "accepted");
  times(rateDefaults.wrongSignatures - 1, "wrong-signature");
  expect(codes()).toEqual([]);
  times(1, "wrong-signature");
  expect(codes()).toEqual(["webhooks-refused"]);
});

test("when every signature is wrong the secret is, and every message is being refused: said at once", () => {
  const { times, codes } = start();
  times(rateDefaults.wrongSignaturesAlone, "wrong-signature");
  expect(codes()).toEqual(["webhooks-all-refused"]);
});

test("handshakes refused, bodies that cannot be read and answers of 503 have their own alarms", () => {
  const { times, codes } = start();
  times(rateDefaults.verifications, "verification");
  times(rateDefaults.unreadable, "unreadable");
  times(rateDefaults.deferred, "deferred");
  expect(codes()).toEqual(["webhooks-unreadable", "webhooks-deferred", "webhook-verification-failed"]);
});

test("what happened five minutes ago does not count any more", () => {
  const { clock, times, codes } = start();
  times(rateDefaults.deferred, "deferred");
  clock.advance(rateDefaults.windowMs / 2);
  expect(codes()).toEqual(["webhooks-deferred"]);
  clock.advance(rateDefaults.windowMs / 2 + 20_000);
  expect(codes()).toEqual([]);
});
