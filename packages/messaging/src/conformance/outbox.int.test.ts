import { MessageReceived } from "@liss/contracts";
import { nanos } from "@nats-io/nats-core";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { appendEvents, Permanent, SEQUENCE_HEADER, takeUpAgain } from "../index.ts";
import { messageReceived, sleep } from "./effects.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => world.clear());
afterAll(() => world.destroy());

type Published = { sequence: number; id: string; subject: string; body: string };

/** Everything on the stream, in its order. */
async function published(): Promise<Published[]> {
  const manager = await world.admin.jetstream.jetstreamManager();
  const { state } = await manager.streams.info("liss");
  const found: Published[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await manager.streams.getMessage("liss", { seq });
    if (!message) continue;
    found.push({
      sequence: Number(message.header.get(SEQUENCE_HEADER)),
      id: message.header.get("Nats-Msg-Id"),
      subject: message.subject,
      body: message.string(),
    });
  }
  return found;
}
const outbox = () => world.gateway.selectFrom("outbox").selectAll().orderBy("position").execute();
const emptied = () => expect.poll(async () => (await outbox()).length, { timeout: 15_000 }).toBe(0);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("events are published in the order of appending, numbered from one, byte for byte", async () => {
  const events = Array.from({ length: 300 }, (_, nth) => messageReceived(nth));
  await world.append(events.slice(0, 100));
  await world.relay();
  await world.append(events.slice(100));
  await emptied();
  const found = await published();
  expect(found.map((message) => message.id)).toEqual(events.map((event) => event.id));
  expect(found.map((message) => message.sequence)).toEqual(upTo(300));
  expect(found.map((message) => message.body)).toEqual(events.map((event) => JSON.stringify(event)));
});

test("a transaction that rolls back publishes nothing and leaves no gap", async () => {
  await world.relay({ poll: 5 });
  for (let nth = 0; nth < 40; nth++) {
    const work = world.gateway.transaction().execute(async (tx) => {
      await appendEvents(tx, [messageReceived(nth)]);
      if (nth % 3 === 0) throw new Error("changed her mind");
    });
    await work.catch(() => {});
  }
  await emptied();
  const found = await published();
  expect(found).toHaveLength(26);
  expect(found.map((message) => message.sequence)).toEqual(upTo(26));
});

test("two replicas, and the leader's connection cut again and again: no gap, no double, nothing lost", async () => {
  const settings = { poll: 5, candidacy: 20, window: 16 };
  const relays = [
    await world.relay(settings),
    await world.relay({ ...settings, bus: await world.connect("gateway") }),
  ];
  const ids: string[] = [];
  const appending = (async () => {
    for (let batch = 0; batch < 60; batch++) {
      const events = Array.from({ length: 5 }, (_, nth) => messageReceived(batch * 5 + nth));
      ids.push(...events.map((event) => event.id));
      await world.append(events);
      await sleep(10);
    }
  })();
  for (let cut = 0; cut < 12; cut++) {
    await sleep(50);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'gateway relay' and datname = current_database()`.execute(world.gateway);
  }
  await appending;
  await emptied();
  const found = await published();
  expect(new Set(found.map((message) => message.id))).toEqual(new Set(ids));
  expect(found.map((message) => message.sequence).toSorted((a, b) => a - b)).toEqual(upTo(300));
  expect(await relays[0]!.backlog()).toMatchObject({ events: 0, setAside: 0 });
});

test("only one of two replicas publishes, and the other takes over when it stops", async () => {
  const first = await world.relay({ candidacy: 50 });
  await world.append([messageReceived(1)]);
  await emptied();
  await world.relay({ candidacy: 50, bus: await world.connect("gateway") });
  await sleep(150);
  const holders = sql<{ count: number }>`select count(*) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  expect((await holders.execute(world.gateway)).rows[0]?.count).toBe(1);
  await first.stop();
  await world.append([messageReceived(2)]);
  await emptied();
  expect((await published()).map((message) => message.sequence)).toEqual([1, 2]);
});

test("what a dead predecessor numbered and published is published again, and recognised", async () => {
  const events = [messageReceived(1), messageReceived(2)];
  await world.append(events);
  await sql`update outbox set number = position`.execute(world.gateway);
  await sql`update outbox_counter set last = 2`.execute(world.gateway);
  await world.publish(MessageReceived.subject, JSON.stringify(events[0]), events[0]!.id);
  await world.relay();
  await world.append([messageReceived(3)]);
  await emptied();
  expect(await published()).toHaveLength(3);
  expect((await published()).slice(1).map((message) => message.sequence)).toEqual([2, 3]);
});

test("an event too large is refused where it is made", async () => {
  const event = messageReceived(1);
  const huge = { ...event, data: { box: "x".repeat(600_000) } };
  await expect(world.append([huge])).rejects.toThrow(Permanent);
});

test("an event that the broker's size would not allow is set aside without a number, with an alert", async () => {
  const [before, after] = [messageReceived(1), messageReceived(2)];
  await world.append([before]);
  await sql`insert into outbox (event_id, subject, body, headers)
    values (gen_random_uuid(), ${MessageReceived.subject}, convert_to(repeat('x', 1100000), 'utf8'), '{}')`.execute(
    world.gateway,
  );
  await world.append([after]);
  const relay = await world.relay();
  await expect.poll(async () => (await published()).length).toBe(3);
  const found = await published();
  expect(found.map((message) => message.sequence)).toEqual([1, 2, 3]);
  const alert = found.find((message) => message.subject === "operations.alert-raised.v1");
  expect(JSON.parse(alert!.body).data).toMatchObject({
    code: "event-not-published",
    detail: { reason: "too-large" },
  });
  // What is published is forgotten together with the next look for more.
  await expect.poll(() => relay.backlog()).toMatchObject({ events: 0, setAside: 1 });
});

test("an event that the broker refuses is set aside after some attempts and can be taken up again", async () => {
  const relay = await world.relay({ refusalWait: 10, refusals: 3 });
  // The gateway may not speak for triage.
  await sql`insert into outbox (event_id, subject, body, headers)
    values (gen_random_uuid(), 'triage.assessed.v1', '{}', '{}')`.execute(world.gateway);
  await world.append([messageReceived(1), messageReceived(2)]);
  await expect.poll(async () => (await relay.backlog()).setAside, { timeout: 10_000 }).toBe(1);
  await expect.poll(async () => (await published()).length).toBe(3);
  const [row] = await outbox();
  expect(row).toMatchObject({ subject: "triage.assessed.v1", number: 1, set_aside_reason: "not-permitted" });

  await world.gateway.updateTable("outbox").set({ subject: MessageReceived.subject }).execute();
  expect(await takeUpAgain(world.gateway)).toBe(1);
  await emptied();
  expect((await published()).map((message) => message.sequence).toSorted()).toEqual([1, 2, 3, 4]);
});

test("an alert that cannot be published raises no alert about itself", async () => {
  const relay = await world.relay({ refusalWait: 10, refusals: 2 });
  await sql`insert into outbox (event_id, subject, body, headers) values
    (gen_random_uuid(), 'operations.alert-raised.v1', convert_to(repeat('x', 1100000), 'utf8'), '{}')`.execute(
    world.gateway,
  );
  await expect.poll(async () => (await relay.backlog()).setAside, { timeout: 5_000 }).toBe(1);
  await sleep(200);
  expect(await relay.backlog()).toMatchObject({ events: 0, setAside: 1 });
});

test("the backlog says how much waits and for how long", async () => {
  const relay = await world.relay();
  await world.nats.kill();
  await world.append([messageReceived(1), messageReceived(2)]);
  await sleep(100);
  const backlog = await relay.backlog();
  expect(backlog.events).toBe(2);
  expect(backlog.oldestSeconds).toBeGreaterThan(0.05);
  await world.nats.restart();
  await emptied();
});

test("declaring the topology again keeps messages and positions, and changes what is new", async () => {
  const { declareTopology } = await import("../topology.ts");
  await world.publish(MessageReceived.subject, "{}");
  await declareTopology(world.admin, { ackWait: nanos(700), catalogue: [MessageReceived] });
  await declareTopology(world.admin, { ackWait: nanos(800) });
  const manager = await world.admin.jetstream.jetstreamManager();
  const info = await manager.consumers.info("liss", "executive-routing");
  expect(info.config.ack_wait).toBe(nanos(800));
  expect(info.config.filter_subjects).toContain("triage.assessed.*");
  expect(info.num_pending).toBe(1);
  expect((await manager.streams.info("liss")).state.messages).toBe(1);
});
