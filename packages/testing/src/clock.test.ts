import { expect, test } from "vitest";
import { testClock } from "./clock.ts";

test("the clock stands still until it is advanced", () => {
  const clock = testClock("2026-11-23T21:00:00.000Z");
  expect(clock.now().toISOString()).toBe("2026-11-23T21:00:00.000Z");
  clock.advance(90_000);
  expect(clock.now().toISOString()).toBe("2026-11-23T21:01:30.000Z");
});
