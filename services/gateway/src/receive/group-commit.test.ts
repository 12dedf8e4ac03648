import { expect, test } from "vitest";
import { groupCommit, QueueFull, TooSlow } from "./group-commit.ts";

/** A disk that writes when told to. */
function disk() {
  const batches: { items: string[]; done: () => void; fail: (error: Error) => void }[] = [];
  return {
    batches,
    write: (items: string[]) =>
      new Promise<void>((done, fail) => {
        batches.push({ items, done, fail });
      }),
  };
}
const bytesOf = (item: string) => item.length;

test("a lone delivery does not wait for company, and those that come meanwhile share one commit", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, inFlight: 1 });
  const all = ["a", "b", "c"].map((item) => commit.submit(item));
  expect(batches.map(({ items }) => items)).toEqual([["a"]]);
  batches[0]!.done();
  await all[0];
  expect(batches.map(({ items }) => items)).toEqual([["a"], ["b", "c"]]);
  batches[1]!.done();
  await Promise.all(all);
});

test("at most two batches are under way", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf });
  for (const item of ["a", "b", "c", "d"]) void commit.submit(item);
  expect(batches).toHaveLength(2);
  batches[1]!.done();
  await expect.poll(() => batches.length).toBe(3);
  expect(batches[2]!.items).toEqual(["c", "d"]);
});

test("those that come one by one within the pace share a commit, and whoever comes after a quiet moment waits for nothing", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, paceMs: 40, enough: 3 });
  const items = () => batches.map((batch) => batch.items.join(""));
  void commit.submit("a");
  expect(items()).toEqual(["a"]);
  batches[0]!.done();
  const began = performance.now();
  void commit.submit("b");
  void commit.submit("c");
  expect(items()).toEqual(["a"]);
  await expect.poll(items).toEqual(["a", "bc"]);
  expect(performance.now() - began).toBeGreaterThan(20);
  batches[1]!.done();
  await new Promise((resolve) => setTimeout(resolve, 50));
  void commit.submit("d");
  expect(items()).toEqual(["a", "bc", "d"]);
});

test("enough of them do not wait for the pace, nor twice as many in all for the batch before", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, paceMs: 10_000, enough: 2 });
  const items = () => batches.map((batch) => batch.items.join(""));
  const first = commit.submit("a");
  for (const item of ["b", "c"]) void commit.submit(item);
  expect(items()).toEqual(["a"]);
  batches[0]!.done();
  await first;
  expect(items()).toEqual(["a", "bc"]);
  void commit.submit("d");
  expect(items()).toEqual(["a", "bc"]);
  void commit.submit("e");
  expect(items()).toEqual(["a", "bc", "de"]);
  for (const { done } of batches) done();
});

test("nobody is told yes before the commit, and a failed commit says no to all of its own and to nobody else", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, inFlight: 1 });
  const outcomes: string[] = [];
  const note = (item: string) =>
    commit.submit(item).then(
      () => outcomes.push(`${item} stored`),
      () => outcomes.push(`${item} refused`),
    );
  const all = ["a", "b", "c"].map(note);
  await Promise.resolve();
  expect(outcomes).toEqual([]);
  batches[0]!.done();
  await all[0];
  batches[1]!.fail(new Error("disk full"));
  await Promise.all(all);
  expect(outcomes).toEqual(["a stored", "b refused", "c refused"]);
  void note("d");
  await Promise.resolve();
  expect(batches.at(-1)!.items).toEqual(["d"]);
});

test("a batch stays within its limits, and one big item still goes", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, inFlight: 1, batchItems: 2, batchBytes: 5 });
  for (const item of ["first", "xxx", "yyy", "a", "b", "c", "enormous"]) void commit.submit(item);
  for (let index = 0; index < batches.length; index += 1) {
    batches[index]!.done();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(batches.map(({ items }) => items)).toEqual([
    ["first"],
    ["xxx"],
    ["yyy", "a"],
    ["b", "c"],
    ["enormous"],
  ]);
});

test("a full queue refuses at once instead of growing, and recovers", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, inFlight: 1, queuedItems: 2, queuedBytes: 10 });
  const first = commit.submit("a");
  void commit.submit("b");
  await expect(commit.submit("123456789X")).rejects.toBeInstanceOf(QueueFull);
  void commit.submit("c");
  await expect(commit.submit("d")).rejects.toBeInstanceOf(QueueFull);
  batches[0]!.done();
  await first;
  void commit.submit("e");
  let drained = false;
  const drain = commit.drain().then(() => {
    drained = true;
  });
  expect(drained).toBe(false);
  batches[1]!.done();
  await expect.poll(() => batches.length).toBe(3);
  batches[2]!.done();
  await drain;
});

test("whoever waits too long is told so, written or not, and the queue goes on", async () => {
  const { batches, write } = disk();
  const commit = groupCommit({ write, bytesOf, inFlight: 1, withinMs: 100 });
  const written = commit.submit("a");
  const queued = commit.submit("b");
  await Promise.all([
    expect(written).rejects.toBeInstanceOf(TooSlow),
    expect(queued).rejects.toBeInstanceOf(TooSlow),
  ]);
  const later = commit.submit("c");
  batches[0]!.done();
  await expect.poll(() => batches.map(({ items }) => items)).toEqual([["a"], ["c"]]);
  batches[1]!.done();
  await later;
  expect(commit.pending()).toBe(0);
});
