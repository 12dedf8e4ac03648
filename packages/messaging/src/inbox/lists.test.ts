import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Delivery } from "./delivery.ts";
import { inLists, type ListSettings } from "./lists.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes numbers; each list lasts until it is finished by hand. */
function taking(settings: ListSettings) {
  const lists: number[][] = [];
  const endings: (() => void)[] = [];
  const take = inLists(settings, (deliveries) => {
    lists.push(deliveries.map(({ streamSequence }) => streamSequence));
    return new Promise((resolve) => endings.push(resolve));
  });
  return {
    lists,
    arrives: (...numbers: number[]) =>
      Promise.all(numbers.map((streamSequence) => take({ streamSequence } as Delivery))),
    finish: async (nth: number) => {
      endings[nth]?.();
      await vi.advanceTimersByTimeAsync(0);
    },
    passes: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

test("what comes in one piece is one list, and is done when the list is", async () => {
  const { lists, arrives, finish, passes } = taking({ most: 10, underWay: 2 });
  let isDone = false;
  void arrives(1, 2, 3).then(() => {
    isDone = true;
  });
  await passes(0);
  expect(lists).toEqual([[1, 2, 3]]);
  expect(isDone).toBe(false);
  await finish(0);
  expect(isDone).toBe(true);
});

test("the next list grows while one is under way, and starts when that is done", async () => {
  const { lists, arrives, finish, passes } = taking({ most: 10, underWay: 2, patience: 50 });
  void arrives(1);
  await passes(0);
  void arrives(2);
  await passes(10);
  void arrives(3);
  await passes(10);
  expect(lists).toEqual([[1]]);
  await finish(0);
  expect(lists).toEqual([[1], [2, 3]]);
});

test("what is slow holds nobody up for longer than the patience, and more than the limit never run", async () => {
  const { lists, arrives, finish, passes } = taking({ most: 10, underWay: 2, patience: 50 });
  void arrives(1);
  await passes(0);
  void arrives(2);
  await passes(60);
  expect(lists).toEqual([[1], [2]]);
  void arrives(3);
  await passes(500);
  expect(lists).toEqual([[1], [2]]);
  await finish(1);
  expect(lists).toEqual([[1], [2], [3]]);
});

test("the more are under way, the longer the next one grows", async () => {
  const { lists, arrives, passes } = taking({ most: 10, underWay: 3, patience: 50 });
  void arrives(1);
  await passes(0);
  void arrives(2);
  await passes(50);
  void arrives(3);
  await passes(90);
  expect(lists).toEqual([[1], [2]]);
  void arrives(4);
  await passes(10);
  expect(lists).toEqual([[1], [2], [3, 4]]);
});

test("lists keep their pace: the first starts at once, the next is what came meanwhile", async () => {
  const { lists, arrives, finish, passes } = taking({ most: 10, underWay: 2, patience: 50, pace: 15 });
  void arrives(1);
  await passes(0);
  expect(lists).toEqual([[1]]);
  await finish(0);
  void arrives(2);
  await passes(5);
  void arrives(3);
  await passes(5);
  expect(lists).toEqual([[1]]);
  await passes(5);
  expect(lists).toEqual([[1], [2, 3]]);
  await finish(1);
  await passes(15);
  void arrives(4);
  await passes(0);
  expect(lists).toEqual([[1], [2, 3], [4]]);
});

test("a list that was patient with another keeps only the pace once that has ended", async () => {
  const { lists, arrives, finish, passes } = taking({ most: 10, underWay: 2, patience: 50, pace: 15 });
  void arrives(1);
  await passes(0);
  void arrives(2);
  await passes(5);
  await finish(0);
  expect(lists).toEqual([[1]]);
  await passes(10);
  expect(lists).toEqual([[1], [2]]);
});

test("a full list does not wait for company", async () => {
  const { lists, arrives, passes } = taking({ most: 2, underWay: 3, patience: 50 });
  void arrives(1);
  await passes(0);
  void arrives(2, 3, 4);
  await passes(0);
  expect(lists).toEqual([[1], [2, 3]]);
  await passes(100);
  expect(lists).toEqual([[1], [2, 3], [4]]);
});
