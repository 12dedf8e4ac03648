import fc from "fast-check";
import { expect, test } from "vitest";
import { turns } from "./turns.ts";

const pause = (milliseconds = 0) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test("several run together, and never more than the limit", async () => {
  const gate = turns(3);
  let most = 0;
  let now = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await pause(5);
    now--;
  };
  await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => gate.together(work)));
  expect(most).toBe(3);
});

test("of those that must be alone, the one tried least often goes first", async () => {
  const gate = turns(4);
  const order: number[] = [];
  const first = gate.together(() => pause(5));
  const lonely = [2, 0, 1].map((rank) =>
    gate.alone(rank, async () => {
      order.push(rank);
    }),
  );
  await Promise.all([first, ...lonely]);
  expect(order).toEqual([0, 1, 2]);
});

test("a failure gives the turn back", async () => {
  const gate = turns(4);
  await expect(gate.alone(0, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(gate.together(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await gate.alone(0, async () => "mine")).toBe("mine");
});

test("whoever is alone is never in company, and everybody has a turn", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ alone: fc.boolean(), rank: fc.nat(3) }), { maxLength: 30 }),
      async (jobs) => {
        const gate = turns(4);
        let running = 0;
        let finished = 0;
        const work = (alone: boolean) => async () => {
          running++;
          if (alone) expect(running).toBe(1);
          await Promise.resolve();
          if (alone) expect(running).toBe(1);
          running--;
          finished++;
        };
        await Promise.all(
          jobs.map(({ alone, rank }) => (alone ? gate.alone(rank, work(true)) : gate.together(work(false)))),
        );
        expect(finished).toBe(jobs.length);
      },
    ),
    { numRuns: 100 },
  );
});
