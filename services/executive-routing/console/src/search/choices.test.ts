import { expect, test } from "vitest";
import { endOfDay, startOfDay } from "./choices.ts";

test("a day is Santiago's, in summer and in winter", () => {
  expect(startOfDay("2026-11-23")).toBe("2026-11-23T03:00:00.000Z");
  expect(startOfDay("2026-07-01")).toBe("2026-07-01T04:00:00.000Z");
  expect(endOfDay("2026-11-23")).toBe("2026-11-24T02:59:59.999Z");
});
