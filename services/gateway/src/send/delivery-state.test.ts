import { deliveryStates } from "@liss/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { advances, furthest } from "./delivery-state.ts";

test("states only advance, `delivered` may be skipped, and `failed` wins over all but proof of arrival", () => {
  expect(advances("queued", "unknown")).toBe(true);
  expect(advances("unknown", "accepted")).toBe(true);
  expect(advances("sent", "read")).toBe(true);
  expect(advances("read", "delivered")).toBe(false);
  expect(advances("sent", "accepted")).toBe(false);
  expect(advances("accepted", "unknown")).toBe(false);
  for (const state of ["queued", "unknown", "accepted", "sent"] as const)
    expect(advances(state, "failed")).toBe(true);
  for (const state of ["delivered", "read"] as const) {
    expect(advances(state, "failed")).toBe(false);
    expect(advances("failed", state)).toBe(true);
  }
});

test("the same reports in any order, with repetitions, end in the same state", () => {
  const reports = fc.array(fc.constantFrom(...deliveryStates), { maxLength: 8 });
  fc.assert(
    fc.property(reports, fc.infiniteStream(fc.nat()), (states, seeds) => {
      const shuffled = states
        .flatMap((state) => [state, state])
        .map((state) => ({ state, at: seeds.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ state }) => state);
      expect(furthest(shuffled)).toBe(furthest(states));
    }),
  );
});
