import { expect, test } from "vitest";
import { nextDeliveryId } from "./delivery-id.ts";

test("ids are UUIDv7, in the order in which they were made, also within a millisecond and when the clock goes back", () => {
  const start = Date.now();
  const ids = Array.from({ length: 20_000 }, (_, n) =>
    nextDeliveryId(n === 10_000 ? start - 5_000 : start + (n >> 13)),
  );
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 100)) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
