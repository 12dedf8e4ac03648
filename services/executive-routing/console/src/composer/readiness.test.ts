import { expect, test } from "vitest";
import { aCard, aConversation, at } from "../fixtures.test-support.ts";
import { notReady } from "./readiness.ts";

const now = Date.parse(at(0));
const ana = { me: "ana", connection: "online" as const, now };

test("the owner may write while the window is open and the connection lives", () => {
  expect(notReady(aConversation(), ana)).toBeNull();
  expect(notReady(aConversation(), { ...ana, connection: "reconnecting" })).toBe("offline");
  expect(notReady(aConversation({ windowClosesAt: at(0) }), ana)).toBe("window-closed");
});

test("nobody else may, and nobody at all once it is closed", () => {
  expect(notReady(aConversation(), { ...ana, me: "berta" })).toBe("not-owner");
  expect(notReady(aConversation({ card: aCard("session", { status: "closed" }) }), ana)).toBe("closed");
});
