import { expect, test } from "vitest";
import { aMessage, at } from "../fixtures.test-support.ts";
import { signalsOf } from "./signals.ts";

const shows = (id: string, seconds: number, indicators: ("arma_blanca" | "amenaza_muerte")[]) =>
  aMessage(id, { sentAt: at(seconds), assessment: { tier: "high", indicators, evidence: [] } });

test("each sign once, at the message that showed it first, and how often it came", () => {
  const messages = [
    shows("one", 0, ["amenaza_muerte"]),
    aMessage("two", { sentAt: at(10) }),
    shows("three", 20, ["amenaza_muerte", "arma_blanca"]),
  ];
  expect(signalsOf({ messages, timeline: [] })).toMatchObject([
    { indicator: "amenaza_muerte", at: at(0), messageId: "one", times: 2 },
    { indicator: "arma_blanca", at: at(20), messageId: "three", times: 1 },
  ]);
});

test("what a person decided stands among them by its time; the other steps of the session do not", () => {
  const step = (type: string, version: number, seconds: number) => ({
    version,
    type,
    at: at(seconds),
    actorName: "Ana",
    detail: {},
  });
  const timeline = [step("session-claimed", 2, 5), step("risk-set", 3, 10), step("contact-marked", 4, 30)];
  const found = signalsOf({ messages: [shows("one", 20, ["arma_blanca"])], timeline });
  expect(found.map(({ key }) => key)).toEqual(["v3", "arma_blanca", "v4"]);
});
