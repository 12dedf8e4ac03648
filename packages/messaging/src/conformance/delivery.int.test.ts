import { type Envelope, MessageReceived } from "@liss/contracts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { attempt } from "../inbox/attempt.ts";
import {
  appendEvents,
  Conflict,
  on,
  onAny,
  onAnyFenced,
  Permanent,
  replayDeadLetter,
  Transient,
} from "../index.ts";
import { type Context, mark, messageReceived, nthOf, sleep } from "./effects.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => world.clear());
afterAll(() => world.destroy());

const SUBJECT = MessageReceived.subject;
const publish = (event: Envelope, id?: string) => world.publish(SUBJECT, JSON.stringify(event), id);
const handled = (count: number) =>
  expect.poll(async () => (await world.effects()).length, { timeout: 10_000, interval: 20 }).toBe(count);
const settled = () =>
  expect.poll(() => world.pending(), { timeout: 10_000 }).toEqual({ unread: 0, underWay: 0 });

test("an event reaches the handler within milliseconds of the commit", async () => {
  const relay = await world.relay();
  const arrived = new Map<string, number>();
  await world.consume(async (event, context) => {
    arrived.set(event.id, performance.now());
    await mark(event, context);
  });
  await sleep(300);
  const waits: number[] = [];
  for (let nth = 0; nth < 20; nth++) {
    const event = messageReceived(nth);
    await world.append([event]);
    const committed = performance.now();
    relay.wake();
    await expect.poll(() => arrived.get(event.id), { interval: 1 }).toBeDefined();
    waits.push(arrived.get(event.id)! - committed);
  }
  const median = waits.sort((a, b) => a - b)[10]!;
  // A few milliseconds on an idle machine; the limit only catches a wake that does not wake (75 ms).
  expect(median).toBeLessThan(50);
});

test("a handler that fails once gets its message again, and its effect happens once", async () => {
  const deliveries: number[] = [];
  await world.consume(async (event, context) => {
    await mark(event, context);
    deliveries.push(context.deliveries);
    if (context.deliveries === 1) throw new Error("a mistake of ours");
  });
  await publish(messageReceived(1));
  await handled(1);
  expect(deliveries).toEqual([1, 2]);
  await settled();
});

test("a handler that takes longer than the broker's patience is not delivered twice", async () => {
  const deliveries: number[] = [];
  await world.consume(async (event, context) => {
    deliveries.push(context.deliveries);
    await sleep(1_500);
    await mark(event, context);
  });
  await publish(messageReceived(1));
  await handled(1);
  await settled();
  expect(deliveries).toEqual([1]);
});

test("messages in any order are each handled once", async () => {
  await world.consume(mark);
  const events = Array.from({ length: 60 }, (_, nth) => messageReceived(nth));
  for (const event of events.toReversed()) await publish(event);
  await handled(60);
  expect((await world.effects()).map((effect) => effect.nth)).toEqual(events.map((_, nth) => nth));
});

test("the same event ten times, past the broker's own memory, has one effect", async () => {
  await world.consume(mark);
  const event = messageReceived(1);
  for (let copy = 0; copy < 10; copy++) await publish(event, `copy-${copy}`);
  await settled();
  expect(await world.effects()).toHaveLength(1);
});

test("two replicas share the work, and a message in both their hands has one effect", async () => {
  const by = { a: 0, b: 0 };
  const replica = (name: "a" | "b") => async (event: Envelope, context: Context) => {
    by[name]++;
    await sleep(2);
    await mark(event, context);
  };
  await world.consume(replica("a"));
  await world.consume(replica("b"), { db: world.open("triage") });
  const events = Array.from({ length: 150 }, (_, nth) => messageReceived(nth));
  await Promise.all(
    events.flatMap((event) => [publish(event, `${event.id}-1`), publish(event, `${event.id}-2`)]),
  );
  await handled(150);
  await settled();
  expect(await world.effects()).toHaveLength(150);
  expect(by.a).toBeGreaterThan(10);
  expect(by.b).toBeGreaterThan(10);
});

test("the fence is the inbox: of two transactions with one message the second waits and finds it done", async () => {
  const event = messageReceived(1);
  const order: string[] = [];
  const race = (name: string) =>
    attempt(
      world.triage as never,
      "triage",
      {
        key: event.id,
        run: async (context) => {
          order.push(name);
          await sleep(100);
          await mark(event, context as never);
        },
      },
      { eventId: event.id, deliveries: 1 },
    );
  const outcomes = await Promise.all([race("a"), race("b")]);
  expect(outcomes.toSorted()).toEqual(["done", "duplicate"]);
  expect(order).toHaveLength(1);
  expect(await world.effects()).toHaveLength(1);
});

test("Transient holds the message and tries again in place, without costing a delivery", async () => {
  const deliveries: number[] = [];
  let tries = 0;
  await world.consume(async (event, context) => {
    deliveries.push(context.deliveries);
    // Long enough to pass the broker's patience twice: the signs of life keep it here.
    if (++tries < 20) throw new Transient("the vault is away");
    await mark(event, context);
  });
  await publish(messageReceived(1));
  await handled(1);
  expect(new Set(deliveries)).toEqual(new Set([1]));
  expect(tries).toBe(20);
});

test("Conflict decides again at once, within one delivery", async () => {
  const deliveries: number[] = [];
  await world.consume(async (event, context) => {
    deliveries.push(context.deliveries);
    if (deliveries.length < 4) throw new Conflict("somebody else was faster");
    await mark(event, context);
  });
  await publish(messageReceived(1));
  await handled(1);
  expect(deliveries).toEqual([1, 1, 1, 1]);
});

test("Permanent makes a dead letter and an alert in one transaction, and nothing of the attempt remains", async () => {
  let calls = 0;
  await world.consume(async (event, context) => {
    calls++;
    await mark(event, context);
    context.emit(messageReceived(99));
    throw new Permanent("the session does not exist");
  });
  const event = messageReceived(1);
  await publish(event, event.id);
  await expect.poll(async () => (await world.deadLetters()).length).toBe(1);
  await settled();
  const [letter] = await world.deadLetters();
  expect(letter).toMatchObject({ consumer: "triage", event_id: event.id, subject: SUBJECT, deliveries: 1 });
  expect(letter?.reason).toBe("Permanent: the session does not exist");
  expect(Buffer.from(letter!.body).toString()).toBe(JSON.stringify(event));
  expect(await world.alerts()).toMatchObject([
    { code: "dead-letter", severity: "critical", detail: { consumer: "triage", eventId: event.id } },
  ]);
  expect(await world.effects()).toEqual([]);
  expect(await world.triage.selectFrom("outbox").selectAll().execute()).toHaveLength(1);
  expect(calls).toBe(1);
});

test("a handler that always fails gives its message up after five deliveries, and its neighbours pass", async () => {
  let calls = 0;
  await world.consume(async (event, context) => {
    if (nthOf(event) === 3) {
      calls++;
      throw new TypeError("undefined is not what she wrote");
    }
    await mark(event, context);
  });
  for (let nth = 0; nth < 8; nth++) await publish(messageReceived(nth));
  await expect.poll(async () => (await world.deadLetters()).length, { timeout: 10_000 }).toBe(1);
  await settled();
  expect(calls).toBe(5);
  expect((await world.effects()).map((effect) => effect.nth)).toEqual([0, 1, 2, 4, 5, 6, 7]);
  const [letter] = await world.deadLetters();
  expect(letter?.deliveries).toBe(5);
  // The words of a foreign error may quote content: its class and place are enough.
  expect(letter?.reason).toMatch(/^TypeError at delivery\.int\.test\.ts:\d+$/);
  expect(await world.triage.selectFrom("lone_attempts").selectAll().execute()).toEqual([]);
});

test.each([
  [
    "an unknown version",
    "channel.message-received.v2",
    JSON.stringify({ hola: "necesito ayuda" }),
    /v2 is not known/,
  ],
  ["a body that is not JSON", SUBJECT, "hola, necesito ayuda", /not-json/],
  ["a body that does not fit", SUBJECT, JSON.stringify({ hola: "necesito ayuda" }), /invalid/],
])("%s is a dead letter at once, without its content in the reason", async (_what, subject, body, reason) => {
  await world.consume(mark);
  await world.publish(subject, body);
  await expect.poll(async () => (await world.deadLetters()).length).toBe(1);
  const [letter] = await world.deadLetters();
  expect(letter?.reason).toMatch(reason);
  expect(letter?.reason).not.toContain("ayuda");
  expect(JSON.stringify(await world.alerts())).not.toContain("ayuda");
  await settled();
});

test("a dead letter can be replayed, once", async () => {
  await world.consume(async () => {
    throw new Permanent("a mistake of ours");
  });
  const event = messageReceived(7);
  await publish(event, event.id);
  await expect.poll(async () => (await world.deadLetters()).length).toBe(1);

  const replay = (handle: typeof mark) =>
    replayDeadLetter(world.triage, event.id, {
      service: "triage",
      handlers: [on(MessageReceived, handle as never)],
    });
  await expect(replay(() => Promise.reject(new Permanent("still broken")))).rejects.toThrow("still broken");
  expect((await world.deadLetters())[0]?.resolved_at).toBeNull();

  expect(await replay(mark)).toBe("done");
  expect(await replay(mark)).toBe("duplicate");
  expect(await world.effects()).toHaveLength(1);
  expect((await world.deadLetters())[0]?.resolved_at).toBeInstanceOf(Date);
  await expect(
    replayDeadLetter(world.triage, "no-such", { service: "triage", handlers: [] }),
  ).rejects.toThrow("has no dead letter");
});

test("stopping finishes what is under way, and leaves the rest to another replica at once", async () => {
  let started = 0;
  const released = Promise.withResolvers<void>();
  const slow = async (event: Envelope, context: Context) => {
    started++;
    await released.promise;
    await mark(event, context);
  };
  const subscription = await world.consume(slow);
  for (let nth = 0; nth < 20; nth++) await publish(messageReceived(nth));
  await expect.poll(() => started).toBe(8);
  const stopped = subscription.stop();
  released.resolve();
  await stopped;
  expect(await world.effects()).toHaveLength(8);
  expect(started).toBe(8);

  await world.consume(slow);
  await handled(20);
  expect(started).toBe(20);
});

test("what a handler emits is published if it commits, and only then", async () => {
  const asked: string[] = [];
  await world.consume(
    async (event, context) => {
      await appendEvents(context.tx, [messageReceived(100)]);
      context.emit(messageReceived(101));
      if (context.deliveries === 1) throw new Error("rolled back");
      await mark(event, context);
    },
    { relay: { wake: () => asked.push("wake") } },
  );
  await publish(messageReceived(1));
  await handled(1);
  await settled();
  expect(await world.triage.selectFrom("outbox").selectAll().execute()).toHaveLength(2);
  expect(asked).toEqual(["wake"]);
});

test("a raw handler sees every message of every type, repetitions only when their bytes differ", async () => {
  const seen: string[] = [];
  await world.consume(async () => {}, {
    bus: await world.connect("audit"),
    service: "audit",
    handlers: [
      onAny(async (message, context: Context) => {
        seen.push(
          `${message.subject} ${Buffer.from(message.body)} ${message.headers["Liss-Sequence"] ?? "-"}`,
        );
        await context.tx
          .insertInto("effects")
          .values({ event_id: crypto.randomUUID(), nth: message.streamSequence })
          .execute();
      }),
    ],
  });
  const id = crypto.randomUUID();
  await world.publish("channel.something-of-tomorrow.v9", "one", id);
  await world.admin.jetstream.publish("channel.something-of-tomorrow.v9", "one", { msgID: id });
  await handled(1);
  // The broker's memory of ids is short; the inbox's is not.
  const manager = await world.admin.jetstream.jetstreamManager();
  await manager.streams.update("liss", { duplicate_window: 100_000_000 });
  await sleep(300);
  await world.publish("channel.something-of-tomorrow.v9", "one", id);
  await sleep(200);
  await world.publish("channel.something-of-tomorrow.v9", "two", id);
  await handled(2);
  expect(seen).toEqual(["channel.something-of-tomorrow.v9 one -", "channel.something-of-tomorrow.v9 two -"]);
});

test("a fenced handler has transactions of its own, and is acknowledged when it is done, not before", async () => {
  const seen: string[] = [];
  let away = true;
  await world.consume(async () => {}, {
    bus: await world.connect("audit"),
    service: "audit",
    handlers: [
      onAnyFenced(async (message) => {
        if (away) throw new Transient("no room");
        seen.push(Buffer.from(message.body).toString());
      }),
    ],
  });
  await world.publish("channel.something-of-tomorrow.v9", "one");
  await expect.poll(() => world.pending("audit"), { timeout: 10_000 }).toEqual({ unread: 0, underWay: 1 });
  await sleep(300);
  expect(seen).toEqual([]);
  away = false;
  await expect.poll(() => world.pending("audit"), { timeout: 10_000 }).toEqual({ unread: 0, underWay: 0 });
  expect(seen).toEqual(["one"]);
  expect(await world.triage.selectFrom("inbox").selectAll().execute()).toEqual([]);
});

test("a backlog comes to a fenced handler as lists; one that fails comes again message by message", async () => {
  const lists: number[] = [];
  const seen: string[] = [];
  let refusals = 0;
  for (let nth = 0; nth < 300; nth++) await world.publish("channel.something-of-tomorrow.v9", `n${nth}`);
  await world.consume(async () => {}, {
    bus: await world.connect("audit"),
    service: "audit",
    concurrency: 64,
    reach: 200,
    handlers: [
      onAnyFenced(
        async ({ body }) => {
          if (lists.length === 1) refusals++;
          seen.push(Buffer.from(body).toString());
        },
        async (messages) => {
          lists.push(messages.length);
          if (lists.length === 1) throw new Error("one of these is bad");
          seen.push(...messages.map(({ body }) => Buffer.from(body).toString()));
        },
      ),
    ],
  });
  await expect.poll(() => world.pending("audit"), { timeout: 10_000 }).toEqual({ unread: 0, underWay: 0 });
  expect(lists.length).toBeGreaterThan(1);
  expect(refusals).toBeGreaterThan(0);
  expect(new Set(seen).size).toBe(300);
  expect(seen).toHaveLength(300);
});
