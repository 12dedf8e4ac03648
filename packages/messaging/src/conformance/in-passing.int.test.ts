import { AlertRaised, MessageReceived } from "@liss/contracts";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { alert } from "../alert.ts";
import { appendEvents, onMany, SEQUENCE_HEADER, startRelay } from "../index.ts";
import { messageReceived, nthOf, silent, type Tables, untouched } from "./effects.ts";
import { createWorld, type World } from "./world.ts";

/** Events that are numbered in the transaction that appends them, beside those that the relay numbers. */

let world: World;
const endings: (() => Promise<void>)[] = [];
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
  await world.clear();
  await sql`update outbox_counter set last = 0`.execute(world.triage);
});
afterAll(() => world.destroy());

/** A replica of triage that answers each message with an alert, some of them appended by the handler's own statement. */
async function replica({
  fails = () => false,
  poll = 20,
}: {
  fails?: (list: number[]) => boolean;
  poll?: number;
} = {}) {
  const bus = await world.connect("triage");
  const relay = startRelay({ db: world.triage, bus, logger: silent, poll, candidacy: 20 });
  endings.push(() => relay.stop());
  const answering = onMany<typeof MessageReceived, Tables>(MessageReceived, async (arrived, { tx, emit }) => {
    for (const { event } of arrived) {
      const answer = alert("triage", "dead-letter", "warning", { nth: nthOf(event) });
      if (nthOf(event) % 5 === 0) await appendEvents(tx, [answer]);
      else emit(answer);
    }
    if (fails(arrived.map(({ event }) => nthOf(event)))) throw new Error("not this list");
  });
  await world.consume(async () => {}, { bus, relay, handlers: [answering, ...untouched] });
  return relay;
}

async function receive(from: number, count: number): Promise<void> {
  for (let nth = from; nth < from + count; nth += 1) {
    const event = messageReceived(nth);
    await world.publish(MessageReceived.subject, JSON.stringify(event), event.id);
  }
}

/** What triage said, as it is on the stream: its number and what it answers. */
async function answers(): Promise<{ number: number; nth: number }[]> {
  const manager = await world.admin.jetstream.jetstreamManager();
  const { state } = await manager.streams.info("liss");
  const found = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage("liss", { seq });
    if (message?.subject !== AlertRaised.subject) continue;
    const { nth } = JSON.parse(message.string()).data.detail;
    found.push({ number: Number(message.header.get(SEQUENCE_HEADER)), nth });
  }
  return found;
}

const everythingSaid = (count: number) =>
  expect
    .poll(async () => (await answers()).length, { timeout: 20_000, interval: 100 })
    .toBeGreaterThanOrEqual(count);
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => index + from);
const ascending = (numbers: number[]) => numbers.sort((a, b) => a - b);

async function expectEachOnceWithoutGap(count: number): Promise<void> {
  const said = await answers();
  expect(ascending(said.map(({ nth }) => nth))).toEqual(upTo(count));
  expect(ascending(said.map(({ number }) => number))).toEqual(upTo(count, 1));
  await expect
    .poll(async () => await world.triage.selectFrom("outbox").select("event_id").execute(), {
      timeout: 5_000,
    })
    .toEqual([]);
}

test("numbers have no gap and no double, whoever gives them, and lists that fail take none", async () => {
  await replica({ fails: (list) => list.length > 1 && list.some((nth) => nth % 17 === 0) });
  await receive(0, 120);
  await everythingSaid(120);
  await expectEachOnceWithoutGap(120);
});

test("two replicas, of which one publishes; when it stops the other goes on counting", async () => {
  const first = await replica();
  await replica();
  await receive(0, 60);
  await everythingSaid(30);
  await first.stop();
  await receive(60, 60);
  await everythingSaid(120);
  await expectEachOnceWithoutGap(120);
});

test("what the broker has leaves the outbox with the next list, though the relay does not look", async () => {
  const relay = await replica({ poll: 60_000 });
  for (const nth of [1, 2, 3, 4]) {
    await receive(nth, 1);
    await everythingSaid(nth);
    await expect.poll(() => relay.taken()).toEqual([nth]);
    const left = await world.triage.selectFrom("outbox").select("number").execute();
    expect(left).toEqual([{ number: nth }]);
  }
});

test("a list that publishes nothing by itself has its handler's own events numbered at once", async () => {
  await replica({ poll: 60_000 });
  await receive(5, 1);
  await everythingSaid(1);
  expect(await answers()).toEqual([{ number: 1, nth: 5 }]);
});

test("what was numbered in passing and never published is published by whoever comes next", async () => {
  const relay = await replica();
  await receive(1, 1);
  await everythingSaid(1);
  await relay.stop();
  const answer = alert("triage", "dead-letter", "warning", { nth: 0 });
  // As a process leaves it that dies right after the commit.
  await world.triage.transaction().execute((tx) => appendEvents(tx, [answer]));
  await sql`update outbox set number = 2`.execute(world.triage);
  await sql`update outbox_counter set last = 2`.execute(world.triage);
  await replica();
  await everythingSaid(2);
  await receive(2, 10);
  await everythingSaid(12);
  await expectEachOnceWithoutGap(12);
});
