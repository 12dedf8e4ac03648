import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type OtherWindows, watchUntouched } from "./untouched.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching(afterMs = 60_000) {
  const hand = new EventTarget();
  const others: OtherWindows & { told: unknown[] } = {
    told: [],
    postMessage: (message) => void others.told.push(message),
    onmessage: null,
    close: () => {},
  };
  const said: boolean[] = [];
  const stop = watchUntouched({ afterMs, hand, others, onChange: (untouched) => said.push(untouched) });
  return { said, stop, others, touch: (name = "keydown") => hand.dispatchEvent(new Event(name)) };
}

test("whoever touches nothing is away after the time, once, and back at the first key", () => {
  const { said, touch } = watching();
  vi.advanceTimersByTime(59_000);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(600_000);
  expect(said).toEqual([true]);
  touch();
  touch("wheel");
  expect(said).toEqual([true, false]);
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([true, false, true]);
});

test("each touch begins the time anew", () => {
  const { said, touch } = watching();
  for (let n = 0; n < 10; n += 1) {
    vi.advanceTimersByTime(50_000);
    touch("pointermove");
  }
  expect(said).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual([true]);
});

test("a hand on another window of hers counts here, and ours is told there without a flood", () => {
  const { said, others, touch } = watching();
  vi.advanceTimersByTime(50_000);
  others.onmessage?.(new MessageEvent("message"));
  vi.advanceTimersByTime(59_000);
  expect(said).toEqual([]);
  for (let n = 0; n < 100; n += 1) touch("pointermove");
  expect(others.told).toHaveLength(1);
});

test("stopped, it says nothing more", () => {
  const { said, stop, touch } = watching();
  stop();
  vi.advanceTimersByTime(120_000);
  touch();
  expect(said).toEqual([]);
});
