import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHolding, holdMs } from "./holding.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a message leaves by itself after five seconds, and not before", async () => {
  const holding = createHolding();
  let sent: boolean | undefined;
  void holding.hold("rosa", "1").then((send) => {
    sent = send;
  });
  await vi.advanceTimersByTimeAsync(holdMs - 1);
  expect(sent).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toBe(true);
  expect(holding.last("rosa")).toBeUndefined();
});

test("taken back it never leaves", async () => {
  const holding = createHolding();
  const sent = holding.hold("rosa", "1");
  holding.takeBack("1");
  expect(await sent).toBe(false);
  await vi.advanceTimersByTimeAsync(holdMs);
  expect(holding.last("rosa")).toBeUndefined();
});

test("what comes next lets it go at once, in its own conversation only", async () => {
  const holding = createHolding();
  const rosa = holding.hold("rosa", "1");
  let luz: boolean | undefined;
  void holding.hold("luz", "2").then((send) => {
    luz = send;
  });
  holding.release("rosa");
  expect(await rosa).toBe(true);
  expect(luz).toBeUndefined();
  expect(holding.last("luz")).toBe("2");
});
