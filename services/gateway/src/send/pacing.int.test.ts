import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { phoneNumberId } from "../testing/payloads.test-support.ts";
import { createPacer, type Pacer } from "./pacing.ts";

let bench: Bench;
let replicas: Pacer[];
beforeAll(async () => {
  bench = await startBench();
  replicas = [1, 2, 3].map(() => createPacer({ db: bench.db, phoneNumberId }));
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const at = (ms: number) => new Date(Date.UTC(2026, 10, 23) + ms);
const replica = (turn: number) => replicas[turn % replicas.length]!;
const takePair = (turn: number, contactId: string, when: Date) =>
  bench.db.transaction().execute((tx) => replica(turn).takePair(tx, contactId, when));

test("to one person: a burst of 45 from all replicas together, then one every six seconds", async () => {
  const her = randomUUID();
  const burst = await Promise.all(Array.from({ length: 60 }, (_, turn) => takePair(turn, her, at(0))));
  expect(burst.filter(Boolean)).toHaveLength(45);
  expect(await takePair(0, randomUUID(), at(0))).toBe(true);
  expect(await takePair(1, her, at(5_900))).toBe(false);
  expect(await takePair(2, her, at(6_101))).toBe(true);
  expect(await takePair(0, her, at(6_102))).toBe(false);
});

test("to everybody: never more than 80 in any second from all replicas together, and about 72 for ever", async () => {
  const sent: number[] = [];
  for (let ms = 0; ms < 5_000; ms += 10) {
    const { granted } = await replica(ms / 10).reserve(40, at(ms));
    for (let count = 0; count < granted; count += 1) sent.push(ms);
  }
  expect(sent.length).toBeGreaterThanOrEqual(72 * 5);
  for (const from of sent) {
    expect(sent.filter((ms) => ms >= from && ms < from + 1_000).length).toBeLessThanOrEqual(80);
  }
});

test("many replicas at the same instant share what there is", async () => {
  const all = await Promise.all(Array.from({ length: 12 }, (_, turn) => replica(turn).reserve(3, at(0))));
  expect(all.reduce((sum, { granted }) => sum + granted, 0)).toBe(8);
  expect(all.every(({ waitMs }) => waitMs <= 14)).toBe(true);
});

test("a replica whose clock is behind gives nothing away", async () => {
  const her = randomUUID();
  await replica(0).reserve(80, at(10_000));
  for (let sent = 0; sent < 45; sent += 1) await takePair(0, her, at(10_000));
  expect((await replica(1).reserve(1, at(0))).granted).toBe(0);
  expect(await takePair(1, her, at(0))).toBe(false);
  expect((await replica(1).reserve(80, at(10_050))).granted).toBe(3);
});

test("when WhatsApp says slower, nothing leaves from the number until then", async () => {
  await bench.db.transaction().execute((tx) => replica(0).pause(tx, at(5_000)));
  const paused = await replica(1).reserve(10, at(0));
  expect(paused).toEqual({ granted: 0, waitMs: 5_014 });
  expect((await replica(1).reserve(10, at(4_999))).granted).toBe(0);
  expect((await replica(1).reserve(10, at(5_100))).granted).toBeGreaterThan(0);
});

test("whom nobody has written to for a while is forgotten", async () => {
  await takePair(0, randomUUID(), at(0));
  await replica(0).forget(at(60_000));
  expect(await bench.db.selectFrom("pacing").select("scope").execute()).toHaveLength(1);
  await replica(0).forget(at(11 * 60_000));
  expect(await bench.db.selectFrom("pacing").select("scope").execute()).toEqual([]);
});
