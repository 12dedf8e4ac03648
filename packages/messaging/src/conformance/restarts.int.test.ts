import { migrate, openDatabase } from "@liss/database";
import { freshPostgres } from "@liss/testing";
import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { connectBus } from "../index.ts";
import { mark, messageReceived, migrations, silent, sleep } from "./effects.ts";
import { createWorld, QUICK, type World } from "./world.ts";

let world: World;
afterEach(() => world.destroy());

const distinct = async () => {
  const count = sql<{ effects: number; events: number }>`
    select count(*) as effects, count(distinct event_id) as events from effects`;
  return (await count.execute(world.triage)).rows[0];
};
const appended = async (count: number, from = 0) => {
  for (let start = from; start < from + count; start += 250) {
    await world.append(
      Array.from({ length: Math.min(250, from + count - start) }, (_, nth) => messageReceived(start + nth)),
    );
  }
};

test("ten thousand events arrive, none lost and none twice", async () => {
  world = await createWorld();
  const relay = await world.relay();
  await world.consume(mark);
  await world.consume(mark, { db: world.open("triage") });
  const start = performance.now();
  await appended(10_000);
  relay.wake();
  await expect
    .poll(distinct, { timeout: 80_000, interval: 200 })
    .toEqual({ effects: 10_000, events: 10_000 });
  const seconds = (performance.now() - start) / 1_000;
  process.stdout.write(`10,000 events from outbox to effect in ${seconds.toFixed(1)} s\n`);
  expect(await relay.backlog()).toMatchObject({ events: 0, setAside: 0 });
  expect(await world.deadLetters()).toEqual([]);
}, 90_000);

test("SIGKILL of the broker in full flow, twice: nothing lost, nothing twice", async () => {
  world = await createWorld();
  const relay = await world.relay();
  const deliveries: number[] = [];
  await world.consume(async (event, context) => {
    deliveries.push(context.deliveries);
    await mark(event, context);
  });
  for (const round of [0, 1]) {
    await appended(500, round * 500);
    relay.wake();
    await sleep(60);
    await world.nats.kill();
    await appended(250, 1_000 + round * 250);
    await sleep(200);
    await world.nats.restart();
  }
  await expect.poll(distinct, { timeout: 50_000 }).toEqual({ effects: 1_500, events: 1_500 });
  await expect.poll(async () => (await relay.backlog()).events).toBe(0);
  expect(await world.deadLetters()).toEqual([]);
});

test("SIGKILL of Postgres in full flow: nothing lost, nothing twice, and no delivery spent on the outage", async () => {
  const server = await freshPostgres({ databases: ["gateway", "triage"] });
  const place = async (name: string) => {
    const url = server.urlOf(name);
    const db = openDatabase({ url, name });
    await migrate(db, migrations);
    await db.destroy();
    return { url, drop: async () => {} };
  };
  world = await createWorld(QUICK, { gateway: await place("gateway"), triage: await place("triage") });
  const relay = await world.relay({ candidacy: 50 });
  const worst = new Map<string, number>();
  await world.consume(async (event, context) => {
    worst.set(event.id, Math.max(worst.get(event.id) ?? 0, context.deliveries));
    await mark(event, context);
  });
  await appended(1_000);
  relay.wake();
  await sleep(150);
  await server.kill();
  // Several times the broker's patience.
  await sleep(2_500);
  await server.restart();
  await appended(500, 1_000);
  relay.wake();
  await expect.poll(distinct, { timeout: 50_000 }).toEqual({ effects: 1_500, events: 1_500 });
  expect(Math.max(...worst.values())).toBe(1);
  expect(await world.deadLetters()).toEqual([]);
  await world.destroy();
  await server.stop();
});

test("a wrong password and a broker that is not there are told apart, in one sentence without the password", async () => {
  world = await createWorld();
  const options = { url: world.nats.url, user: "triage", service: "triage", logger: silent } as const;
  await expect(connectBus({ ...options, password: "guessed" })).rejects.toThrow(
    /does not know the user "triage" with this password/,
  );
  await expect(
    connectBus({ ...options, url: "nats://127.0.0.1:1", password: "guessed", patience: 300 }),
  ).rejects.toThrow(/does not answer/);
});

test("readiness follows the connection, and draining ends it", async () => {
  world = await createWorld();
  const bus = await world.connect("triage");
  await bus.ready();
  await world.nats.kill();
  await expect.poll(() => bus.status()).toBe("disconnected");
  await expect(bus.ready()).rejects.toThrow("NATS is disconnected");
  await world.nats.restart();
  await expect.poll(() => bus.status(), { timeout: 5_000 }).toBe("connected");
  await bus.drain();
  expect(await bus.closed()).toBeUndefined();
  expect(bus.status()).toBe("closed");
});
