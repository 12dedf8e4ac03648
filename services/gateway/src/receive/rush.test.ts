import { expect, test } from "vitest";
import { groupCommit } from "./group-commit.ts";
import { watchRush } from "./rush.ts";

test("a burst begins when many wait at once, goes on through its pauses, and ends when it has been calm", async () => {
  let now = 0;
  let release = () => {};
  const slow = () =>
    new Promise<void>((resolve) => {
      release = resolve;
    });
  const rush = watchRush(groupCommit<number>({ write: slow, bytesOf: () => 1, inFlight: 1 }), {
    waiting: 2,
    calmMs: 150,
    now: () => now,
  });
  const stored = [rush.deliveries.submit(1), rush.deliveries.submit(2)];
  expect(rush.isOn()).toBe(false);
  stored.push(rush.deliveries.submit(3));
  expect(rush.isOn()).toBe(true);
  release();
  await stored[0];
  release();
  await Promise.all(stored);
  expect(rush.deliveries.pending()).toBe(0);
  now = 149;
  expect(rush.isOn()).toBe(true);
  now = 150;
  expect(rush.isOn()).toBe(false);
});
