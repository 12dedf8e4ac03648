import { AlertRaised, MessageReceived } from "@liss/contracts";
import { trace } from "@opentelemetry/api";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { alert } from "../alert.ts";
import { type HandlerContext, onMany, Permanent } from "../index.ts";
import { messageReceived, nthOf, type Received, type Tables, untouched } from "./effects.ts";
import { createWorld, type World } from "./world.ts";

/** Messages that share a transaction: what holds for one holds for each of them. */

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => world.clear());
afterAll(() => world.destroy());

type Refuse = (nths: number[]) => Error | undefined;

/** Marks each message and tells of it, unless it is refused. Remembers the lists that came. */
function marking(lists: number[][], refuse: Refuse = () => undefined) {
  return onMany<typeof MessageReceived, Tables>(MessageReceived, async (arrived, context) => {
    const events = arrived.map(({ event }) => event);
    lists.push(events.map(nthOf));
    await markAll(events, context);
    for (const { within } of arrived)
      within(() => context.emit(alert("triage", "dead-letter", "warning", { span: spanId() })));
    const refusal = refuse(events.map(nthOf));
    if (refusal) throw refusal;
  });
}

const spanId = () => trace.getActiveSpan()?.spanContext().spanId ?? "none";

async function markAll(events: readonly Received[], { tx }: HandlerContext<Tables>): Promise<void> {
  await tx
    .insertInto("effects")
    .values(events.map((event) => ({ event_id: event.id, nth: nthOf(event) })))
    .execute();
}

async function publish(count: number, repeat = false): Promise<void> {
  const events = Array.from({ length: count }, (_, nth) => messageReceived(nth));
  for (const event of events)
    for (const copy of repeat ? ["a", "b"] : [""])
      await world.publish(MessageReceived.subject, JSON.stringify(event), `${event.id}${copy}`);
}

const allDone = () =>
  expect.poll(() => world.pending(), { timeout: 15_000 }).toEqual({ unread: 0, underWay: 0 });
const nths = async () => (await world.effects()).map(({ nth }) => nth);
const upTo = (count: number) => Array.from({ length: count }, (_, nth) => nth);
const emitted = async () =>
  (await world.triage.selectFrom("outbox").select("subject").execute()).filter(
    ({ subject }) => subject === AlertRaised.subject,
  ).length;

test("what waits is done in lists: each once, each with its entry in the inbox and what it emits", async () => {
  await publish(100);
  const lists: number[][] = [];
  await world.consume(async () => {}, { handlers: [marking(lists), ...untouched] });
  await allDone();
  expect(await nths()).toEqual(upTo(100));
  expect(Math.max(...lists.map((list) => list.length))).toBeGreaterThan(4);
  expect(await world.triage.selectFrom("inbox").selectAll().execute()).toHaveLength(100);
  expect(await emitted()).toBe(100);
});

test("the same event twice in one list, and on two replicas, has one effect", async () => {
  await publish(60, true);
  const handlers = [marking([]), ...untouched];
  await Promise.all([
    world.consume(async () => {}, { handlers }),
    world.consume(async () => {}, { handlers }),
  ]);
  await allDone();
  expect(await nths()).toEqual(upTo(60));
  expect(await emitted()).toBe(60);
});

test("one that can never be done is buried alone: its neighbours in the list are done", async () => {
  await publish(40);
  const refuse: Refuse = (list) => (list.includes(17) ? new Permanent("not this one") : undefined);
  await world.consume(async () => {}, { handlers: [marking([], refuse), ...untouched] });
  await allDone();
  expect(await nths()).toEqual(upTo(40).filter((nth) => nth !== 17));
  expect(await world.deadLetters()).toHaveLength(1);
});

test("one that cannot be read is buried alone", async () => {
  await publish(10);
  await world.publish(MessageReceived.subject, "{");
  await publish(10);
  await world.consume(async () => {}, { handlers: [marking([]), ...untouched] });
  await allDone();
  expect(await world.effects()).toHaveLength(20);
  expect(await world.deadLetters()).toHaveLength(1);
});

test("a list whose commit fails leaves nothing behind; each of it is done by itself", async () => {
  await publish(40);
  let failed = false;
  const refuse: Refuse = (list) => {
    if (failed || list.length < 2) return undefined;
    failed = true;
    return new Error("the first list does not get through");
  };
  await world.consume(async () => {}, { handlers: [marking([], refuse), ...untouched] });
  await allDone();
  expect(failed).toBe(true);
  expect(await nths()).toEqual(upTo(40));
  expect(await emitted()).toBe(40);
});
