import { expect, test } from "vitest";
import { aCard, aDesk, aMessage } from "../fixtures.test-support.ts";
import { announcementOf } from "./announcement.ts";

const desk = aDesk({ queue: [aCard("a", { tier: "high" })], mine: [aCard("session", { unread: 1 })] });
const quiet = { desk, open: null, known: false };

test("only a case that becomes imminent interrupts, and once", () => {
  const imminent = aCard("a", { tier: "imminent", version: 2 });
  const frame = { type: "session" as const, sequence: 11, card: imminent, place: "queue" as const };
  expect(announcementOf(frame, quiet)).toMatchObject({ tone: "assertive", key: "imminent" });
  expect(announcementOf(frame, { ...quiet, desk: aDesk({ queue: [imminent] }) })).toBeNull();
});

test("a message in the open conversation is read out; elsewhere it is only told that she wrote", () => {
  const frame = { type: "message" as const, sequence: 11, message: aMessage("m") };
  expect(announcementOf(frame, { ...quiet, open: "session" })).toMatchObject({
    key: "message",
    text: "hola",
  });
  expect(announcementOf(frame, quiet)).toBeNull();
  const card = aCard("session", { unread: 2, version: 2 });
  expect(announcementOf({ type: "session", sequence: 12, card, place: "mine" }, quiet)).toMatchObject({
    tone: "polite",
    key: "wrote",
    text: "",
  });
});

test("ticks, messages of ours and what is known already are silent", () => {
  const open = { ...quiet, open: "session" };
  const ours = aMessage("m", { direction: "out", author: "executive" });
  expect(announcementOf({ type: "message", sequence: 11, message: ours }, open)).toBeNull();
  expect(
    announcementOf({ type: "message", sequence: 11, message: aMessage("m") }, { ...open, known: true }),
  ).toBeNull();
});
