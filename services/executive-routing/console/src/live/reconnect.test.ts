import { expect, test } from "vitest";
import { longestWait, waitBefore } from "./reconnect.ts";

test("the first try comes almost at once, later ones never after more than two seconds", () => {
  expect(waitBefore(0, 1)).toBeLessThanOrEqual(200);
  for (let attempt = 0; attempt < 50; attempt++) {
    expect(waitBefore(attempt, 1)).toBeLessThanOrEqual(longestWait);
    expect(waitBefore(attempt, 0)).toBeGreaterThanOrEqual(100);
  }
});

test("consoles that fell together do not come back together", () => {
  expect(waitBefore(5, 0.1)).not.toBe(waitBefore(5, 0.9));
});
