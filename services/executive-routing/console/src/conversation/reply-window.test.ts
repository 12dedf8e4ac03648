import { expect, test } from "vitest";
import { windowLeft } from "./reply-window.ts";

const now = Date.parse("2026-11-23T21:00:00.000Z");

test("the window is open, then ending in its last hour, then closed", () => {
  expect(windowLeft("2026-11-24T20:00:00.000Z", now)?.state).toBe("open");
  expect(windowLeft("2026-11-23T21:59:59.000Z", now)?.state).toBe("ending");
  expect(windowLeft("2026-11-23T21:00:00.000Z", now)).toEqual({ ms: 0, state: "closed" });
  expect(windowLeft("2026-11-22T21:00:00.000Z", now)?.ms).toBe(0);
});

test("there is no window for somebody who never wrote", () => {
  expect(windowLeft(null, now)).toBeNull();
});
