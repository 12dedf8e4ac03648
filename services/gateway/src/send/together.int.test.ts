import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { acceptance, refusal, wamidOf } from "../testing/meta.test-support.ts";
import { statusesValue, webhook } from "../testing/payloads.test-support.ts";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";

let sending: SendingBench;
beforeAll(async () => {
  sending = await startSendingBench();
});
afterEach(() => sending.reset());
afterAll(() => sending.stop());

async function robotSays(contactId: string, ...texts: string[]): Promise<string[]> {
  const ids = [];
  for (const text of texts) {
    ids.push(await sending.say(contactId, text, { author: "robot" }));
    sending.bench.clock.advance(1);
  }
  return ids;
}
const changesOf = async (id: string) =>
  (await sending.bench.events("channel.delivery-changed"))
    .map(({ data }) => data as { messageId: string; state: string })
    .filter(({ messageId }) => messageId === id)
    .map(({ state }) => state);
const status = (wamid: string, name: string, more: object = {}) =>
  webhook(statusesValue({ id: wamid, status: name, timestamp: "1795467600", ...more }));

test("texts of the robot that wait for her become one message, and its statuses are those of all", async () => {
  const her = await sending.contact();
  const ids = await robotSays(her, "Uno.", "Dos.", "Tres.");
  sending.dispatch();
  for (const id of ids) await sending.becomes(id, "accepted");
  expect(sending.textsPosted()).toEqual(["Uno.\n\nDos.\n\nTres."]);
  const wamid = wamidOf(sending.meta.posts[0]!);
  await sending.bench.receive(status(wamid, "sent"), status(wamid, "delivered"), status(wamid, "read"));
  for (const id of ids) expect(await changesOf(id)).toEqual(["accepted", "sent", "delivered", "read"]);
});

test("only what fits into one message, only texts, and nothing around what a person wrote", async () => {
  const her = await sending.contact();
  const long = "a".repeat(4_000);
  const ids = await robotSays(her, "corto", long, "b".repeat(200));
  ids.push(await sending.say(her, "persona"));
  sending.bench.clock.advance(1);
  ids.push(...(await robotSays(her, "robot otra vez")));
  const menu = { kind: "buttons" as const, body: "¿?", buttons: [{ id: "a", title: "A" }] };
  ids.push(await sending.bench.request(her, menu, { author: "robot" }));
  sending.dispatch();
  for (const id of ids) await sending.becomes(id, "accepted");
  const texts = sending.meta.posts.map(({ body }) => (body.text as { body: string } | undefined)?.body);
  expect(texts).toEqual([`corto\n\n${long}`, "b".repeat(200), "persona", "robot otra vez", undefined]);
});

test("what WhatsApp did not take stays together: the retry says the same, and more is not put in", async () => {
  const her = await sending.contact();
  sending.meta.answerWith((post, count) => (count === 1 ? refusal(131000, 500) : acceptance(post)));
  const ids = await robotSays(her, "Uno.", "Dos.");
  sending.dispatch();
  await expect.poll(() => sending.meta.posts.length).toBe(1);
  await expect.poll(async () => (await sending.bench.stateOf(ids[0]!)).dispatch).toBe("queued");
  const later = await robotSays(her, "Tres.");
  sending.bench.clock.advance(2_000);
  for (const id of [...ids, ...later]) await sending.becomes(id, "accepted");
  expect(sending.textsPosted()).toEqual(["Uno.\n\nDos.", "Uno.\n\nDos.", "Tres."]);
});

test("a refusal, a time-out and a death befall all of them alike", async () => {
  const her = await sending.contact();
  sending.meta.answerWith((post, count) => {
    if (count === 1) return refusal(131026);
    return count === 2 ? "hang" : acceptance(post);
  });
  const refused = await robotSays(her, "a", "b");
  sending.dispatch({ timeoutMs: 300 });
  for (const id of refused) await sending.becomes(id, "failed");
  const unanswered = await robotSays(her, "c", "d");
  for (const id of unanswered) await sending.becomes(id, "unknown");
  for (const id of unanswered) expect(await changesOf(id)).toEqual(["unknown"]);
  // WhatsApp names the one whose id it was given; both were there.
  const [leader] = unanswered;
  await sending.bench.receive(status("wamid.X", "delivered", { biz_opaque_callback_data: leader }));
  for (const id of unanswered) expect(await sending.stateOf(id)).toBe("delivered");
  expect(sending.textsPosted()).toEqual(["a\n\nb", "c\n\nd"]);
});

test("a status for a group that waits to be sent again takes all of it out of the queue", async () => {
  const her = await sending.contact();
  sending.meta.answerWith(() => refusal(131000, 500));
  const ids = await robotSays(her, "a", "b");
  sending.dispatch();
  await expect.poll(async () => (await sending.bench.stateOf(ids[0]!)).attempts).toBe(1);
  await expect.poll(async () => (await sending.bench.stateOf(ids[0]!)).dispatch).toBe("queued");
  await sending.bench.receive(status("wamid.Y", "sent", { biz_opaque_callback_data: ids[0] }));
  for (const id of ids)
    expect(await sending.bench.stateOf(id)).toMatchObject({ state: "sent", dispatch: "done" });
});
