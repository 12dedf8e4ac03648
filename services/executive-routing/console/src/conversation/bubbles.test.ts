import { expect, test } from "vitest";
import { aMessage } from "../fixtures.test-support.ts";
import { firstUnreadOf, firstWhileAway, linesOf } from "./bubbles.ts";

const drawn = (messages: Parameters<typeof linesOf>[0], unread: string | null = null) =>
  linesOf(messages, unread).map((line) =>
    line.type === "bubble" ? `${line.first ? "[" : ""}${line.message.id}${line.last ? "]" : ""}` : line.type,
  );

test("one author without a pause is one group; another author or a pause begins the next", () => {
  const messages = [
    aMessage("1", { sentAt: "2026-11-23T21:00:00.000Z" }),
    aMessage("2", { sentAt: "2026-11-23T21:01:00.000Z" }),
    aMessage("3", { sentAt: "2026-11-23T21:02:00.000Z", author: "executive", direction: "out" }),
    aMessage("4", { sentAt: "2026-11-23T21:20:00.000Z", author: "executive", direction: "out" }),
  ];
  expect(drawn(messages)).toEqual(["day", "[1", "2]", "[3]", "[4]"]);
});

test("days change at Santiago's midnight, not at Greenwich's", () => {
  const messages = [
    aMessage("evening", { sentAt: "2026-11-24T02:59:00.000Z" }),
    aMessage("night", { sentAt: "2026-11-24T03:00:30.000Z" }),
  ];
  expect(drawn(messages)).toEqual(["day", "[evening]", "day", "[night]"]);
});

test("the divider stands before the first message that nobody had seen", () => {
  const messages = [
    aMessage("old", { seenAt: "2026-11-23T21:00:00.000Z" }),
    aMessage("ours", { direction: "out", author: "executive" }),
    aMessage("new"),
    aMessage("newer"),
  ];
  expect(firstUnreadOf(messages)).toBe("new");
  expect(drawn(messages, "new")).toEqual(["day", "[old]", "[ours]", "unread", "[new", "newer]"]);
});

test("two robots' and two executives' messages are not one group", () => {
  const out = { author: "executive" as const, direction: "out" as const };
  const messages = [
    aMessage("1", { ...out, authorName: "Ana" }),
    aMessage("2", { ...out, authorName: "Berta" }),
  ];
  expect(drawn(messages)).toEqual(["day", "[1]", "[2]"]);
});

test("what arrived while there was no connection has its own divider, unless it is where the unread begin", () => {
  const messages = [
    aMessage("before", { receivedAt: "2026-11-23T21:00:00.000Z", seenAt: "2026-11-23T21:00:00.000Z" }),
    aMessage("ours", { direction: "out", author: "executive", receivedAt: "2026-11-23T21:02:00.000Z" }),
    aMessage("missed", { receivedAt: "2026-11-23T21:03:00.000Z" }),
  ];
  const away = { from: Date.parse("2026-11-23T21:01:00.000Z"), to: Date.parse("2026-11-23T21:04:00.000Z") };
  expect(firstWhileAway(messages, away)).toBe("missed");
  expect(firstWhileAway(messages, { from: away.to, to: away.to + 1 })).toBeNull();
  expect(linesOf(messages, null, "missed").map(({ type }) => type)).toContain("away");
  expect(linesOf(messages, "missed", "missed").map(({ type }) => type)).not.toContain("away");
});
