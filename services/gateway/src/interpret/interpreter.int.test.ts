import type { Envelope } from "@liss/contracts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import {
  deliver,
  her,
  messageOf,
  messagesValue,
  phoneNumberId,
  textFrom,
  webhook,
} from "../testing/payloads.test-support.ts";
import { interpretNext, startInterpreter } from "./interpreter.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const received = () => bench.events("channel.message-received");
const textsOf = (events: Envelope[]) =>
  Promise.all(events.map(async (event) => (await bench.contentOf(event)) as { text?: string })).then(
    (contents) => contents.map(({ text }) => text),
  );
const states = async () =>
  (await bench.db.selectFrom("raw_deliveries").select("state").execute()).map(({ state }) => state);

test("duplicates: the same webhook ten times is one message", async () => {
  const payload = textFrom(her, "hola, necesito ayuda");
  await bench.receive(...Array.from({ length: 10 }, () => payload));
  expect(await states()).toEqual(Array.from({ length: 10 }, () => "interpreted"));
  const events = await received();
  expect(await textsOf(events)).toEqual(["hola, necesito ayuda"]);
  expect(await bench.events("channel.contact-created")).toHaveLength(1);
});

test("duplicates: ten workers at once on ten copies still make one message, one contact, one session", async () => {
  const payload = textFrom(her, "hola");
  for (let copy = 0; copy < 10; copy += 1) await deliver(bench.url, payload);
  await Promise.all(Array.from({ length: 10 }, () => interpretNext(bench)));
  await bench.interpretAll();
  expect(await received()).toHaveLength(1);
  expect(await bench.events("channel.contact-created")).toHaveLength(1);
});

test("a message says who, when, in which session; its words are sealed and its phone is nowhere", async () => {
  await bench.receive(textFrom(her, "me tiene encerrada"));
  const [event] = await received();
  expect(event).toMatchObject({
    source: "gateway",
    actor: { kind: "contact" },
    contactId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    sessionId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    data: { kind: "text", sentAt: "2026-11-23T21:00:00.000Z", receivedAt: "2026-11-23T21:00:00.000Z" },
  });
  expect(await textsOf([event!])).toEqual(["me tiene encerrada"]);
  const { rows } = await sql<{ dump: string }>`
    select string_agg(t::text, E'\n') as dump from (
      select r::text as t from raw_deliveries r union all select c::text from contacts c
      union all select i::text from inbound_messages i union all select encode(body, 'escape') from outbox
      union all select s::text from contact_sessions s
    ) all_rows`.execute(bench.db);
  const dump = rows[0]!.dump;
  const hex = (text: string) => Buffer.from(text).toString("hex");
  for (const secret of ["encerrada", "56900000001", "wamid", "Inventada"]) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(hex(secret));
  }
});

test("first item of a batch only: every message of every entry and change becomes one", async () => {
  const women = Array.from({ length: 5 }, (_, index) => ({ phone: `5690000010${index}` }));
  const values = women.map((woman) =>
    messagesValue(
      woman,
      ...Array.from({ length: 20 }, (_, n) => messageOf(woman, { text: { body: `${woman.phone} ${n}` } })),
    ),
  );
  await bench.receive(webhook(...values));
  const events = await received();
  expect(events).toHaveLength(100);
  expect(new Set(await textsOf(events)).size).toBe(100);
  expect(await bench.events("channel.contact-created")).toHaveLength(5);
  for (const woman of women) {
    const hers = (await textsOf(events)).filter((text) => text?.startsWith(woman.phone));
    expect(hers).toEqual(Array.from({ length: 20 }, (_, n) => `${woman.phone} ${n}`));
  }
});

test("one bad item never affects its neighbours, and the engineer learns where it was", async () => {
  await bench.receive(webhook(messagesValue(her, messageOf(her), null, messageOf(her))));
  expect(await received()).toHaveLength(2);
  expect(await states()).toEqual(["not-understood"]);
  const [problem] = await bench.events("channel.not-understood");
  expect(problem?.data).toMatchObject({ reason: "malformed", path: "entry[0].changes[0].value.messages[1]" });
});

test("an item whose effect fails is set aside alone, after a second look item by item", async () => {
  const poison = messageOf({ phone: "56966600000" });
  const body = webhook(
    messagesValue(her, messageOf(her)),
    messagesValue({ phone: "56966600000" }, poison),
    messagesValue({ phone: "56900000002" }, messageOf({ phone: "56900000002" })),
  );
  const real = bench.indexes.phone("56966600000");
  await sql`alter table contacts add constraint poison check (phone_index <> ${sql.lit(`\\x${real.toString("hex")}`)}::bytea)`.execute(
    bench.db,
  );
  await bench.receive(body);
  expect(await received()).toHaveLength(0);
  bench.clock.advance(1_000);
  await bench.interpretAll();
  expect(await received()).toHaveLength(2);
  expect(await states()).toEqual(["not-understood"]);
  expect((await bench.events("operations.alert-raised"))[0]?.data).toMatchObject({
    code: "item-not-interpreted",
  });
});

test("messages lost after a 200: what was stored before a crash is interpreted by whoever starts next", async () => {
  for (let index = 0; index < 20; index += 1) await deliver(bench.url, textFrom(her, `mensaje ${index}`));
  // A process that died in the middle of one delivery: its transaction is gone, the delivery is not.
  await bench.db
    .transaction()
    .execute(async (tx) => {
      await tx.selectFrom("raw_deliveries").select("id").limit(1).forUpdate().execute();
      throw new Error("killed");
    })
    .catch(() => {});
  const interpreter = startInterpreter(bench);
  await expect.poll(async () => (await received()).length, { timeout: 10_000 }).toBe(20);
  await interpreter.stop();
  expect(new Set(await textsOf(await received())).size).toBe(20);
});

test("a body that can never be read is given up aloud, not retried for ever nor dropped", async () => {
  await deliver(bench.url, textFrom(her, "hola"));
  await sql`update raw_deliveries set box = ${Buffer.from("broken")}`.execute(bench.db);
  await bench.interpretAll();
  expect(await states()).toEqual(["failed"]);
  expect((await bench.events("operations.alert-raised"))[0]?.data).toMatchObject({
    code: "delivery-not-interpreted",
    severity: "critical",
  });
});

test("a message for a number that is not ours is recorded with an alert, not answered and not dropped", async () => {
  const body = JSON.stringify(textFrom(her, "hola")).replace(phoneNumberId, "999");
  await bench.receive(body, body);
  expect(await received()).toHaveLength(0);
  expect(await states()).toEqual(["not-understood", "not-understood"]);
  expect(await bench.events("operations.alert-raised")).toHaveLength(1);
  expect((await bench.events("operations.alert-raised"))[0]?.data).toMatchObject({
    code: "unknown-phone-number",
  });
});

test("two identities that contradict each other raise one alert, however much she writes", async () => {
  await bench.receive(textFrom({ phone: "56900000007" }, "a"), textFrom({ bsuid: "CL.seven" }, "b"));
  const both = { phone: "56900000007", bsuid: "CL.seven" };
  await bench.receive(textFrom(both, "c"), textFrom(both, "d"));
  expect(await received()).toHaveLength(4);
  const alerts = await bench.events("operations.alert-raised");
  expect(alerts.map(({ data }) => data)).toMatchObject([
    { code: "identity-conflict", detail: { kind: "two-contacts" } },
  ]);
});

test("an answer to a message knows which one it answers", async () => {
  const first = messageOf(her, { id: "wamid.first" });
  await bench.receive(
    webhook(messagesValue(her, first)),
    textFrom(her, "sobre eso", { context: { id: "wamid.first" } }),
    textFrom({ phone: "56900000009" }, "no es suyo", { context: { id: "wamid.first" } }),
    textFrom(her, "reenviado", { context: { forwarded: true } }),
  );
  const data = (await received()).map((event) => event.data as { messageId: string; replyTo?: string });
  expect(data[1]!.replyTo).toBe(data[0]!.messageId);
  expect(data[2]!.replyTo).toBeUndefined();
  expect(data[3]!.replyTo).toBeUndefined();
});

test("two deliveries with the same women in opposite order do not block each other", async () => {
  const women = Array.from({ length: 30 }, (_, index) => ({ phone: `569000020${10 + index}` }));
  const batch = (list: { phone: string }[]) =>
    webhook(...list.map((woman) => messagesValue(woman, messageOf(woman))));
  for (let round = 0; round < 4; round += 1) {
    await deliver(bench.url, batch(round % 2 === 0 ? women : women.toReversed()));
  }
  await Promise.all(Array.from({ length: 4 }, () => interpretNext(bench)));
  const attempts = await bench.db.selectFrom("raw_deliveries").select(["attempts", "state"]).execute();
  expect(attempts).toEqual(Array.from({ length: 4 }, () => ({ attempts: 0, state: "interpreted" })));
  expect(await received()).toHaveLength(120);
});
