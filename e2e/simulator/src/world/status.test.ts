import { expect, test } from "vitest";
import { furthest, statusesOnArrival } from "./status.ts";

test("ticks only advance, whatever the order in which the news arrives", () => {
  expect(furthest("sent", "delivered")).toBe("delivered");
  expect(furthest("read", "delivered")).toBe("read");
  expect(furthest("pending", "sent")).toBe("sent");
});

test("a message that arrives unseen is delivered, one that is seen is delivered and read", () => {
  expect(statusesOnArrival({ visible: false, skipDelivered: false })).toEqual(["delivered"]);
  expect(statusesOnArrival({ visible: true, skipDelivered: false })).toEqual(["delivered", "read"]);
});

test("delivered may be skipped only when it is read at once", () => {
  expect(statusesOnArrival({ visible: true, skipDelivered: true })).toEqual(["read"]);
  expect(statusesOnArrival({ visible: false, skipDelivered: true })).toEqual(["delivered"]);
});
