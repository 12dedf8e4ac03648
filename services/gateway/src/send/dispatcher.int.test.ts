import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Loop } from "../loop.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { acceptance, type Meta, refusal, startMeta } from "../testing/meta.test-support.ts";
import { phoneNumberId, textFrom } from "../testing/payloads.test-support.ts";
import { startDispatcher } from "./dispatcher.ts";
import { graphClient } from "./graph-client.ts";
import { createPacer } from "./pacing.ts";

let bench: Bench;
let meta: Meta;
let running: Loop[] = [];

beforeAll(async () => {
  bench = await startBench();
});
beforeEach(async () => {
  meta = await startMeta();
});
afterEach(async () => {
  await Promise.all(running.map((loop) => loop.stop()));
  running = [];
  await meta.stop();
  await bench.db.deleteFrom("stopped_lines").execute();
  await bench.db.deleteFrom("outgoing_messages").execute();
});
afterAll(() => bench.stop());

let people = 0;
async function contact(): Promise<string> {
  people += 1;
  await bench.receive(textFrom({ phone: `5690000300${people}` }, "hola"));
  return (await bench.events("channel.contact-created")).at(-1)!.contactId!;
}

function dispatch(more: { timeoutMs?: number } = {}): Loop {
  const graph = graphClient({
    url: meta.url,
    version: "v25.0",
    phoneNumberId,
    accessToken: "t",
    timeoutMs: more.timeoutMs ?? 2_000,
  });
  const loop = startDispatcher({
    ...bench,
    graph,
    pacer: createPacer(),
    abandonedAfterMs: 4_000,
    random: () => 0,
  });
  running.push(loop);
  return loop;
}

const say = (contactId: string, text: string, more: object = {}) =>
  bench.request(contactId, { kind: "text", text }, more);
const stateOf = async (id: string) => (await bench.stateOf(id)).state;
const becomes = (id: string, state: string) => expect.poll(() => stateOf(id), { timeout: 8_000 }).toBe(state);
const textsPosted = () => meta.posts.map(({ body }) => (body.text as { body: string }).body);
const alerts = async () =>
  (await bench.events("operations.alert-raised")).map(({ data }) => (data as { code: string }).code);

test("a request is posted once and accepted", async () => {
  const her = await contact();
  dispatch();
  const id = await say(her, "estoy contigo");
  await becomes(id, "accepted");
  expect(textsPosted()).toEqual(["estoy contigo"]);
  expect(meta.posts[0]!.body.to).toBe(`+5690000300${people}`);
});

test("messages of one contact leave in the order in which they were requested, one after the other", async () => {
  const her = await contact();
  const other = await contact();
  const ids = [];
  for (let n = 1; n <= 5; n += 1) {
    ids.push(await say(her, `${n}`));
    bench.clock.advance(10);
  }
  meta.answerWith((post) => {
    const answer = acceptance(post);
    return typeof answer === "string" ? answer : { ...answer, afterMs: 30 };
  });
  dispatch();
  dispatch();
  const quick = await say(other, "otra");
  for (const id of [...ids, quick]) await becomes(id, "accepted");
  expect(textsPosted().filter((text) => text !== "otra")).toEqual(["1", "2", "3", "4", "5"]);
});

test("three replicas post forty messages once each", async () => {
  const women = [await contact(), await contact(), await contact(), await contact()];
  for (let n = 0; n < 40; n += 1) await say(women[n % 4]!, `${n}`);
  for (let replica = 0; replica < 3; replica += 1) dispatch();
  await expect.poll(() => meta.posts.length, { timeout: 10_000 }).toBe(40);
  expect([...meta.timesPosted().values()]).toEqual(Array.from({ length: 40 }, () => 1));
});

test("replies accepted outside the 24-hour window and never delivered: refused before they leave, with the reason", async () => {
  const her = await contact();
  bench.clock.advance(24 * 3_600_000);
  dispatch();
  const id = await say(her, "¿cómo estás?");
  await becomes(id, "failed");
  expect(await bench.stateOf(id)).toMatchObject({ reason_code: "window-closed", attempts: 0 });
  expect(meta.posts).toHaveLength(0);
  bench.clock.set("2026-11-23T21:00:00.000Z");
});

test("a rate limit is waited out, and what follows does not overtake", async () => {
  const her = await contact();
  meta.answerWith((post, count) => (count === 1 ? refusal(130429, 429) : acceptance(post)));
  const first = await say(her, "primero");
  bench.clock.advance(1);
  const second = await say(her, "segundo");
  dispatch();
  await expect.poll(() => meta.posts.length).toBe(1);
  await expect.poll(async () => (await bench.stateOf(first)).dispatch).toBe("queued");
  expect(await stateOf(second)).toBe("queued");
  bench.clock.advance(2_000);
  await becomes(second, "accepted");
  expect(textsPosted()).toEqual(["primero", "primero", "segundo"]);
});

test("a time-out after the request left is shown as unknown and never sent again", async () => {
  const her = await contact();
  meta.answerWith((post, count) => (count === 1 ? "hang" : acceptance(post)));
  dispatch({ timeoutMs: 200 });
  const id = await say(her, "una sola vez");
  await becomes(id, "unknown");
  bench.clock.advance(60_000);
  const next = await say(her, "después");
  await becomes(next, "accepted");
  expect(textsPosted()).toEqual(["una sola vez", "después"]);
  expect((await bench.events("channel.delivery-changed")).map(({ data }) => data)).toContainEqual(
    expect.objectContaining({
      messageId: id,
      state: "unknown",
      reason: { code: "no-answer", retryable: false },
    }),
  );
});

test("an attempt whose process died is shown as unknown and never sent again", async () => {
  const her = await contact();
  const id = await say(her, "a medias");
  await bench.db
    .updateTable("outgoing_messages")
    .set({ dispatch: "attempting", attempting_since: bench.now(), attempts: 1 })
    .where("message_id", "=", id)
    .execute();
  dispatch();
  const next = await say(her, "sigue en la fila");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await stateOf(id)).toBe("queued");
  expect(await stateOf(next)).toBe("queued");
  bench.clock.advance(4_001);
  await becomes(id, "unknown");
  await becomes(next, "accepted");
  expect(textsPosted()).toEqual(["sigue en la fila"]);
});

test("a refusal fails with its code, and one that is our fault is also an alert", async () => {
  const her = await contact();
  const codes = [131026, 131009];
  meta.answerWith((_post, count) => refusal(codes[count - 1]!));
  dispatch();
  const refused = await say(her, "a");
  bench.clock.advance(1);
  const broken = await say(her, "b");
  await becomes(broken, "failed");
  expect(await bench.stateOf(refused)).toMatchObject({ reason_code: "131026" });
  expect(await bench.stateOf(broken)).toMatchObject({ reason_code: "131009" });
  expect((await alerts()).filter((code) => code === "message-not-sent")).toHaveLength(1);
});

test("a revoked token stops the line with one alert; one message tries it, and then all go", async () => {
  const women = [await contact(), await contact(), await contact()];
  let revoked = true;
  meta.answerWith((post) => (revoked ? refusal(190, 401) : acceptance(post)));
  const ids = [];
  ids.push(await say(women[0]!, "uno"));
  dispatch();
  await expect.poll(() => meta.posts.length).toBe(1);
  await expect.poll(alerts).toContain("line-stopped");
  ids.push(await say(women[1]!, "dos"), await say(women[2]!, "tres"));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(meta.posts).toHaveLength(1);
  bench.clock.advance(61_000);
  await expect.poll(() => meta.posts.length).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(meta.posts).toHaveLength(2);
  expect((await alerts()).filter((code) => code === "line-stopped")).toHaveLength(1);
  revoked = false;
  bench.clock.advance(61_000);
  for (const id of ids) await becomes(id, "accepted");
  expect(await alerts()).toContain("line-open-again");
});

test("content that is not WhatsApp's, or that nobody can open, fails instead of leaving", async () => {
  const her = await contact();
  dispatch();
  const long = await say(her, "x".repeat(4_097));
  const broken = await say(her, "y");
  await bench.db
    .updateTable("outgoing_messages")
    .set({ content_box: Buffer.from("broken") })
    .where("message_id", "=", broken)
    .execute();
  await becomes(long, "failed");
  expect(await bench.stateOf(long)).toMatchObject({ reason_code: "content-not-sendable" });
  await becomes(broken, "failed");
  expect(meta.posts).toHaveLength(0);
});

test("what could not leave for ten minutes does not leave late by itself: its author decides again", async () => {
  const her = await contact();
  const id = await say(her, "¿puedes hablar?");
  bench.clock.advance(10 * 60_000 + 1);
  dispatch();
  await becomes(id, "failed");
  expect(await bench.stateOf(id)).toMatchObject({ reason_code: "too-late" });
  expect(meta.posts).toHaveLength(0);
});
