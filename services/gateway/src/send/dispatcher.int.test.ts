import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { acceptance, refusal, wamidOf } from "../testing/meta.test-support.ts";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";

let sending: SendingBench;
beforeAll(async () => {
  sending = await startSendingBench();
});
afterEach(() => sending.reset());
afterAll(() => sending.stop());

test("a request is posted once and accepted", async () => {
  const her = await sending.contact();
  sending.dispatch();
  const id = await sending.say(her, "estoy contigo");
  await sending.becomes(id, "accepted");
  expect(sending.textsPosted()).toEqual(["estoy contigo"]);
  expect(sending.meta.posts[0]!.body.to).toMatch(/^\+569000030\d\d$/);
});

test("messages of one contact leave in the order in which they were requested, one after the other", async () => {
  const her = await sending.contact();
  const other = await sending.contact();
  const ids = [];
  for (let n = 1; n <= 5; n += 1) {
    ids.push(await sending.say(her, `${n}`));
    sending.bench.clock.advance(10);
  }
  sending.meta.answerWith((post) => {
    const answer = acceptance(post);
    return typeof answer === "string" ? answer : { ...answer, afterMs: 30 };
  });
  sending.dispatch();
  sending.dispatch();
  const quick = await sending.say(other, "otra");
  for (const id of [...ids, quick]) await sending.becomes(id, "accepted");
  expect(sending.textsPosted().filter((text) => text !== "otra")).toEqual(["1", "2", "3", "4", "5"]);
});

test("three replicas post forty messages once each", async () => {
  const women = [
    await sending.contact(),
    await sending.contact(),
    await sending.contact(),
    await sending.contact(),
  ];
  for (let n = 0; n < 40; n += 1) await sending.say(women[n % 4]!, `${n}`);
  for (let replica = 0; replica < 3; replica += 1) sending.dispatch();
  await expect.poll(() => sending.meta.posts.length, { timeout: 10_000 }).toBe(40);
  expect([...sending.meta.timesPosted().values()]).toEqual(Array.from({ length: 40 }, () => 1));
});

test("replies accepted outside the 24-hour window and never delivered: refused before they leave, with the reason", async () => {
  const her = await sending.contact();
  sending.bench.clock.advance(24 * 3_600_000);
  sending.dispatch();
  const id = await sending.say(her, "¿cómo estás?");
  await sending.becomes(id, "failed");
  expect(await sending.bench.stateOf(id)).toMatchObject({ reason_code: "window-closed", attempts: 0 });
  expect(sending.meta.posts).toHaveLength(0);
});

test("a rate limit is waited out, and what follows does not overtake", async () => {
  const her = await sending.contact();
  sending.meta.answerWith((post, count) => (count === 1 ? refusal(130429, 429) : acceptance(post)));
  const first = await sending.say(her, "primero");
  sending.bench.clock.advance(1);
  const second = await sending.say(her, "segundo");
  sending.dispatch();
  await expect.poll(() => sending.meta.posts.length).toBe(1);
  await expect.poll(async () => (await sending.bench.stateOf(first)).dispatch).toBe("queued");
  expect(await sending.stateOf(second)).toBe("queued");
  sending.bench.clock.advance(2_000);
  await sending.becomes(second, "accepted");
  expect(sending.textsPosted()).toEqual(["primero", "primero", "segundo"]);
});

test("a time-out after the request left is shown as unknown and never sent again", async () => {
  const her = await sending.contact();
  sending.meta.answerWith((post, count) => (count === 1 ? "hang" : acceptance(post)));
  sending.dispatch({ timeoutMs: 200 });
  const id = await sending.say(her, "una sola vez");
  await sending.becomes(id, "unknown");
  sending.bench.clock.advance(60_000);
  const next = await sending.say(her, "después");
  await sending.becomes(next, "accepted");
  expect(sending.textsPosted()).toEqual(["una sola vez", "después"]);
  expect((await sending.bench.events("channel.delivery-changed")).map(({ data }) => data)).toContainEqual(
    expect.objectContaining({
      messageId: id,
      state: "unknown",
      reason: { code: "no-answer", retryable: false },
    }),
  );
});

test("an attempt whose process died is shown as unknown and never sent again", async () => {
  const her = await sending.contact();
  const id = await sending.say(her, "a medias");
  await sending.bench.db
    .updateTable("outgoing_messages")
    .set({ dispatch: "attempting", attempting_since: sending.bench.now(), attempts: 1 })
    .where("message_id", "=", id)
    .execute();
  sending.dispatch();
  const next = await sending.say(her, "sigue en la fila");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await sending.stateOf(id)).toBe("queued");
  expect(await sending.stateOf(next)).toBe("queued");
  sending.bench.clock.advance(4_001);
  await sending.becomes(id, "unknown");
  await sending.becomes(next, "accepted");
  expect(sending.textsPosted()).toEqual(["sigue en la fila"]);
});

test("a refusal fails with its code, and one that is our fault is also an alert", async () => {
  const her = await sending.contact();
  const codes = [131026, 131009];
  sending.meta.answerWith((_post, count) => refusal(codes[count - 1]!));
  sending.dispatch();
  const refused = await sending.say(her, "a");
  sending.bench.clock.advance(1);
  const broken = await sending.say(her, "b");
  await sending.becomes(broken, "failed");
  expect(await sending.bench.stateOf(refused)).toMatchObject({ reason_code: "131026" });
  expect(await sending.bench.stateOf(broken)).toMatchObject({ reason_code: "131009" });
  expect((await sending.alerts()).filter((code) => code === "message-not-sent")).toHaveLength(1);
});

test("a revoked token stops the line with one alert; one message tries it, and then all go", async () => {
  const women = [await sending.contact(), await sending.contact(), await sending.contact()];
  let revoked = true;
  sending.meta.answerWith((post) => (revoked ? refusal(190, 401) : acceptance(post)));
  const ids = [];
  ids.push(await sending.say(women[0]!, "uno"));
  sending.dispatch();
  await expect.poll(() => sending.meta.posts.length).toBe(1);
  await expect.poll(sending.alerts).toContain("line-stopped");
  ids.push(await sending.say(women[1]!, "dos"), await sending.say(women[2]!, "tres"));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sending.meta.posts).toHaveLength(1);
  sending.bench.clock.advance(61_000);
  await expect.poll(() => sending.meta.posts.length).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sending.meta.posts).toHaveLength(2);
  expect((await sending.alerts()).filter((code) => code === "line-stopped")).toHaveLength(1);
  revoked = false;
  sending.bench.clock.advance(61_000);
  for (const id of ids) await sending.becomes(id, "accepted");
  expect(await sending.alerts()).toContain("line-open-again");
});

test("content that is not WhatsApp's, or that nobody can open, fails instead of leaving", async () => {
  const her = await sending.contact();
  sending.dispatch();
  const long = await sending.say(her, "x".repeat(4_097));
  const broken = await sending.say(her, "y");
  await sending.bench.db
    .updateTable("outgoing_messages")
    .set({ content_box: Buffer.from("broken") })
    .where("message_id", "=", broken)
    .execute();
  await sending.becomes(long, "failed");
  expect(await sending.bench.stateOf(long)).toMatchObject({ reason_code: "content-not-sendable" });
  await sending.becomes(broken, "failed");
  expect(sending.meta.posts).toHaveLength(0);
});

test("what could not leave for ten minutes does not leave late by itself: its author decides again", async () => {
  const her = await sending.contact();
  const id = await sending.say(her, "¿puedes hablar?");
  sending.bench.clock.advance(10 * 60_000 + 1);
  sending.dispatch();
  await sending.becomes(id, "failed");
  expect(await sending.bench.stateOf(id)).toMatchObject({ reason_code: "too-late" });
  expect(sending.meta.posts).toHaveLength(0);
});

test("WhatsApp says slower: nobody else's message leaves from the number either, until then", async () => {
  const [one, other] = [await sending.contact(), await sending.contact()];
  sending.meta.answerWith((post, count) =>
    count === 1 ? refusal(130429, 429, { "retry-after": "20" }) : acceptance(post),
  );
  const first = await sending.say(one, "a");
  sending.dispatch();
  await expect.poll(() => sending.meta.posts.length).toBe(1);
  await expect.poll(async () => (await sending.bench.stateOf(first)).dispatch).toBe("queued");
  const second = await sending.say(other, "b");
  sending.bench.clock.advance(15_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sending.meta.posts).toHaveLength(1);
  sending.bench.clock.advance(5_100);
  for (const id of [first, second]) await sending.becomes(id, "accepted");
});

test("a woman is written to 45 times at once and then once in six seconds, by three replicas too", async () => {
  const her = await sending.contact();
  const ids = [];
  for (let n = 0; n < 48; n += 1) ids.push(await sending.say(her, `${n}`));
  for (let replica = 0; replica < 3; replica += 1) sending.dispatch();
  await sending.becomes(ids[44]!, "accepted");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sending.meta.posts).toHaveLength(45);
  for (const id of ids.slice(45)) {
    sending.bench.clock.advance(6_101);
    await sending.becomes(id, "accepted");
  }
  expect(sending.textsPosted()).toEqual(ids.map((_, n) => `${n}`));
});

test("what she is not sent says which field breaks which limit, and nothing of what was written", async () => {
  const her = await sending.contact();
  sending.dispatch();
  const id = await sending.bench.request(her, {
    kind: "buttons",
    body: "Elige",
    buttons: [{ id: "a", title: "una frase secreta demasiado larga" }],
  });
  await sending.becomes(id, "failed");
  const alert = (await sending.bench.events("operations.alert-raised")).at(-1)!;
  expect(alert.data).toMatchObject({
    code: "message-not-sent",
    detail: { messageId: id, field: "buttons[0].title", limit: "at most 20 characters" },
  });
  expect(JSON.stringify(await sending.bench.events())).not.toContain("secreta");
});

describe("templates", () => {
  const template = { name: "saludo_neutro", language: "es_CL", text: "Hola, ¿cómo estás?" };

  test("none by default", async () => {
    const her = await sending.contact();
    sending.dispatch();
    const id = await sending.bench.request(her, { kind: "template", ...template });
    await sending.becomes(id, "failed");
    expect(await sending.bench.stateOf(id)).toMatchObject({ reason_code: "template-not-allowed" });
    expect(sending.meta.posts).toHaveLength(0);
  });

  test("only the allowed ones, word by word, and those outside the 24 hours too", async () => {
    const her = await sending.contact();
    sending.bench.clock.advance(30 * 3_600_000);
    sending.dispatch({ templates: [template] });
    const id = await sending.bench.request(her, { kind: "template", ...template });
    const other = await sending.bench.request(her, {
      kind: "template",
      ...template,
      text: "Hola, ¿te pegó?",
    });
    await sending.becomes(id, "accepted");
    await sending.becomes(other, "failed");
    expect(sending.meta.posts.map(({ body }) => body.template)).toEqual([
      { name: "saludo_neutro", language: { code: "es_CL" } },
    ]);
  });
});

describe("replies and reactions", () => {
  const herMessage = async () =>
    ((await sending.bench.events("channel.message-received")).at(-1)!.data as { messageId: string })
      .messageId;

  test("a reply quotes her message, a reaction names it", async () => {
    const her = await sending.contact();
    const messageId = await herMessage();
    sending.dispatch();
    const reply = await sending.say(her, "sobre esto", { replyTo: messageId });
    sending.bench.clock.advance(1);
    const heart = await sending.bench.request(her, { kind: "reaction", emoji: "❤️" }, { replyTo: messageId });
    for (const id of [reply, heart]) await sending.becomes(id, "accepted");
    const [quote, reaction] = sending.meta.posts.map(({ body }) => body);
    const wamid = (quote!.context as { message_id: string }).message_id;
    expect(wamid).toMatch(/^wamid\.TEST/);
    expect(reaction!.reaction).toEqual({ message_id: wamid, emoji: "❤️" });
  });

  test("ours can be quoted as well, once WhatsApp has it", async () => {
    const her = await sending.contact();
    sending.dispatch();
    const first = await sending.say(her, "primero");
    await sending.becomes(first, "accepted");
    const second = await sending.say(her, "segundo", { replyTo: first });
    await sending.becomes(second, "accepted");
    expect(sending.meta.posts[1]!.body.context).toEqual({ message_id: wamidOf(sending.meta.posts[0]!) });
  });

  test("a message that nobody knows, or another woman's, is not quoted: its author decides again", async () => {
    const other = await sending.contact();
    const hers = await herMessage();
    const her = await sending.contact();
    sending.dispatch();
    const quoting = await sending.say(her, "a", { replyTo: hers });
    await sending.becomes(quoting, "failed");
    const reacting = await sending.bench.request(other, { kind: "reaction", emoji: "👍" });
    await sending.becomes(reacting, "failed");
    for (const id of [quoting, reacting]) {
      expect(await sending.bench.stateOf(id)).toMatchObject({ reason_code: "quoted-message-unknown" });
    }
    expect(sending.meta.posts).toHaveLength(0);
  });
});
