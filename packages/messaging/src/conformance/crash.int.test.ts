import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { MessageReceived } from "@liss/contracts";
import { nanos } from "@nats-io/nats-core";
import { afterEach, expect, test } from "vitest";
import { SEQUENCE_HEADER } from "../index.ts";
import { mark, messageReceived, sleep } from "./effects.ts";
import { createWorld, QUICK, type World } from "./world.ts";

const script = fileURLToPath(new URL("./replica.ts", import.meta.url));
let world: World;
let children: ChildProcess[] = [];
let supervised = true;

afterEach(async () => {
  supervised = false;
  for (const child of children) child.kill("SIGKILL");
  await world.destroy();
});

/** Starts a replica and starts it again whenever it dies, as an orchestrator would. Counts the deaths. */
function supervise(
  mode: string,
  extra: Record<string, string> = {},
  service: "triage" | "gateway" = "triage",
) {
  supervised = true;
  children = [];
  const life = { deaths: 0 };
  const start = () => {
    const { user, password } = world.nats.users[service];
    const child = spawn(process.execPath, [script], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        NATS_URL: world.nats.url,
        NATS_USER: user,
        NATS_PASSWORD: password,
        DATABASE_URL: world.places[service].url,
        MODE: mode,
        ...extra,
      },
    });
    children.push(child);
    child.once("exit", () => {
      life.deaths++;
      if (supervised) start();
    });
  };
  start();
  return life;
}

const publish = (nth: number) => {
  const event = messageReceived(nth);
  return world.publish(MessageReceived.subject, JSON.stringify(event), event.id);
};

test("kill -9 between the effect and its acknowledgement: delivered again, no second effect", async () => {
  world = await createWorld();
  for (let nth = 0; nth < 3; nth++) await publish(nth);
  const life = supervise("between");
  await expect.poll(() => world.pending(), { timeout: 50_000 }).toEqual({ unread: 0, underWay: 0 });
  expect((await world.effects()).map((effect) => effect.nth)).toEqual([0, 1, 2]);
  expect(life.deaths).toBeGreaterThanOrEqual(1);
});

test("a message that crashes its process becomes a dead letter and takes no neighbour with it", async () => {
  world = await createWorld();
  for (let nth = 0; nth < 20; nth++) await publish(nth);
  const life = supervise("poison", { POISON: "4" });
  await expect.poll(async () => (await world.deadLetters()).length, { timeout: 50_000 }).toBe(1);
  await expect.poll(() => world.pending(), { timeout: 10_000 }).toEqual({ unread: 0, underWay: 0 });
  const effects = (await world.effects()).map((effect) => effect.nth);
  expect(effects).toEqual(Array.from({ length: 20 }, (_, nth) => nth).filter((nth) => nth !== 4));
  const [letter] = await world.deadLetters();
  expect(letter?.reason).toContain("may crash the process");
  // Twice in company, three times alone.
  expect(life.deaths).toBe(5);
});

test("kill -9 of the relay in full flow, again and again: every event, every number once, no gap", async () => {
  world = await createWorld();
  const life = supervise("relay", {}, "gateway");
  const events = Array.from({ length: 600 }, (_, nth) => messageReceived(nth));
  const appending = (async () => {
    for (let start = 0; start < events.length; start += 10) {
      await world.append(events.slice(start, start + 10));
      await sleep(40);
    }
  })();
  for (let kill = 0; kill < 4; kill++) {
    const before = await onStream();
    await expect.poll(onStream, { timeout: 50_000, interval: 5 }).toBeGreaterThan(before);
    children.at(-1)?.kill("SIGKILL");
  }
  await appending;
  await expect.poll(onStream, { timeout: 50_000 }).toBe(events.length);
  const manager = await world.admin.jetstream.jetstreamManager();
  const stored = await Promise.all(
    events.map((_, nth) => manager.streams.getMessage("liss", { seq: nth + 1 })),
  );
  const numbers = stored.map((message) => Number(message?.header.get(SEQUENCE_HEADER)));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(events.map((_, nth) => nth + 1));
  expect(new Set(stored.map((message) => message?.header.get("Nats-Msg-Id")))).toEqual(
    new Set(events.map((event) => event.id)),
  );
  expect(life.deaths).toBe(4);
});

async function onStream(): Promise<number> {
  const manager = await world.admin.jetstream.jetstreamManager();
  return (await manager.streams.info("liss")).state.messages;
}

/** Uses up every delivery of what is on the stream without anybody handling it. */
async function exhaust(deliveries: number): Promise<void> {
  const consumer = await world.admin.jetstream.consumers.get("liss", "triage");
  // Once more than there are deliveries: only when asked again does the broker notice that it has given up.
  for (let delivery = 0; delivery <= deliveries; delivery++) {
    const messages = await consumer.fetch({ max_messages: 1, expires: 1_000 });
    for await (const message of messages) message.nak();
  }
}

test("a message that the broker gave up is fetched by its sequence and still done", async () => {
  world = await createWorld({ ...QUICK, maxDeliver: 3 });
  await publish(1);
  await exhaust(3);
  await world.consume(mark, { bus: await world.connect("triage", "admin") });
  await expect.poll(async () => (await world.effects()).length, { timeout: 10_000 }).toBe(1);
  expect(await world.deadLetters()).toEqual([]);
});

test("a message that the broker gave up and that still fails becomes a dead letter with an alert", async () => {
  world = await createWorld({ ...QUICK, maxDeliver: 3 });
  await publish(1);
  await exhaust(3);
  await world.consume(() => Promise.reject(new Error("never")), {
    bus: await world.connect("triage", "admin"),
  });
  await expect.poll(async () => (await world.deadLetters()).length, { timeout: 10_000 }).toBe(1);
  expect(await world.alerts()).toMatchObject([{ code: "dead-letter" }]);
});

test("a message that was given up and is gone from the stream is at least an alert", async () => {
  world = await createWorld({ ...QUICK, maxDeliver: 2 });
  await publish(1);
  await exhaust(2);
  const manager = await world.admin.jetstream.jetstreamManager();
  await manager.streams.purge("liss");
  await world.consume(mark, { bus: await world.connect("triage", "admin") });
  await expect.poll(async () => (await world.alerts()).length, { timeout: 10_000 }).toBe(1);
  expect(await world.alerts()).toMatchObject([
    { code: "message-given-up", severity: "critical", detail: { consumer: "triage", streamSequence: 1 } },
  ]);
});

test("a service that may not read the stream by sequence says so in its alert", async () => {
  world = await createWorld({ ...QUICK, maxDeliver: 2 });
  await publish(1);
  await exhaust(2);
  await world.consume(mark);
  await expect.poll(async () => (await world.alerts()).length, { timeout: 10_000 }).toBe(1);
  expect((await world.alerts())[0]?.detail.reason).toBe("not-permitted-to-read-it");
});

test("the broker's patience in production is ten seconds", async () => {
  world = await createWorld({});
  const manager = await world.admin.jetstream.jetstreamManager();
  const { config } = await manager.consumers.info("liss", "triage");
  expect(config.ack_wait).toBe(nanos(10_000));
});
