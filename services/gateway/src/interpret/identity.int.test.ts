import { openDatabase } from "@liss/database";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { GatewayTables } from "../database/tables.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import {
  deliver,
  type Her,
  messageOf,
  messagesValue,
  textFrom,
  webhook,
} from "../testing/payloads.test-support.ts";
import { interpretNext } from "./interpreter.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const old: Her = { phone: "56911111111", bsuid: "CL.old" };
const contactsOf = async (...types: string[]) => {
  const said = await bench.events();
  return said.filter(({ type }) => types.includes(type)).map(({ contactId }) => contactId);
};
const changes = async () =>
  (await bench.events("channel.identity-changed")).map(({ data }) => (data as { change: string }).change);
const writers = () => contactsOf("channel.message-received");
let wamids = 0;
const system = (node: object, from: object = { from: old.phone }) => {
  wamids += 1;
  return webhook({
    messages: [{ id: `wamid.s${wamids}`, type: "system", timestamp: "1795467600", system: node, ...from }],
  });
};
const field = (name: string, value: object) => ({
  object: "whatsapp_business_account",
  entry: [{ changes: [{ field: name, value }] }],
});

test("she changes her number: the contact keeps its id, and a person is asked to verify that it is she", async () => {
  await bench.receive(textFrom({ phone: "56911111111" }, "uno"));
  await bench.receive(system({ type: "user_changed_number", wa_id: "56922222222" }));
  await bench.receive(textFrom({ phone: "56922222222" }, "dos"));
  expect(new Set(await writers()).size).toBe(1);
  const [event] = await bench.events("channel.identity-changed");
  const [first] = await bench.events("channel.message-received");
  expect(event).toMatchObject({
    contactId: first?.contactId,
    sessionId: first?.sessionId,
    data: { change: "number-changed", changedAt: "2026-11-23T21:00:00.000Z" },
  });
  expect(await bench.contacts.recipientOf(bench.db, first!.contactId!)).toEqual({ phone: "56922222222" });
  // The old number is nobody's now: whoever writes from it next is another person.
  await bench.receive(textFrom({ phone: "56911111111" }, "tres"));
  expect(new Set(await writers()).size).toBe(2);
});

test("the same announcement again, in another delivery or as a replay, changes nothing", async () => {
  await bench.receive(textFrom({ phone: "56911111111" }, "uno"));
  const change = system({ type: "user_changed_number", wa_id: "56922222222" });
  await bench.receive(change, change, change);
  expect(await changes()).toEqual(["number-changed"]);
});

test("a change of number and the first message from the new one in the same batch are one contact", async () => {
  await bench.receive(textFrom({ phone: "56911111111" }, "uno"));
  const announced = { id: "wamid.c", type: "system", from: "56911111111", timestamp: "1795467600" };
  const node = { type: "user_changed_number", wa_id: "56922222222" };
  const now = { phone: "56922222222" };
  await bench.receive(
    webhook(messagesValue({}, { ...announced, system: node }), messagesValue(now, messageOf(now))),
  );
  expect(new Set(await writers()).size).toBe(1);
});

test("her BSUID rotates, told as a system message, as Chatwoot's shape, or as user_id_update: she stays who she is", async () => {
  const shapes = [
    system(
      { type: "user_changed_user_id", body: "User changed from CL.old to CL.new", user_id: "CL.new" },
      {},
    ),
    system({ type: "user_changed_user_id", previous_user_id: "CL.old", user_id: "CL.new" }, {}),
    field("user_id_update", { user_id_update: [{ user_id: { previous: "CL.old", current: "CL.new" } }] }),
    field("user_id_update", { wa_id: "56911111111", user_id: { previous: "CL.old", current: "CL.new" } }),
  ];
  for (const shape of shapes) {
    await bench.clear();
    await bench.receive(textFrom(old, "uno"), shape, textFrom({ bsuid: "CL.new" }, "dos"));
    expect(new Set(await writers()).size).toBe(1);
    expect(await changes()).toEqual(["bsuid-rotated"]);
  }
});

test("her number changes and the webhook brings no new BSUID: the next message does, without a conflict", async () => {
  await bench.receive(textFrom(old, "uno"), system({ type: "user_changed_number", wa_id: "56922222222" }));
  await bench.receive(
    textFrom({ phone: "56922222222", bsuid: "CL.other" }, "dos"),
    textFrom({ bsuid: "CL.other" }, "tres"),
  );
  expect(new Set(await writers()).size).toBe(1);
  expect(await changes()).toEqual(["number-changed"]);
});

test("a new key of her account asks for verification, once", async () => {
  await bench.receive(textFrom(old, "uno"));
  const change = system({ type: "customer_identity_changed", body: "x" });
  await bench.receive(change, change);
  expect(await changes()).toEqual(["identity-key-changed"]);
});

test("a new number that somebody else already writes from: nothing is merged, nothing taken away, a person decides", async () => {
  await bench.receive(textFrom({ phone: "56911111111" }, "uno"), textFrom({ phone: "56922222222" }, "otra"));
  const [her, other] = await writers();
  await bench.receive(system({ type: "user_changed_number", wa_id: "56922222222" }));
  await bench.receive(textFrom({ phone: "56922222222" }, "otra"), textFrom({ phone: "56911111111" }, "ella"));
  expect(await writers()).toEqual([her, other, other, her]);
  expect(await changes()).toEqual(["identities-conflict"]);
  expect((await bench.events("operations.alert-raised"))[0]?.data).toMatchObject({
    code: "identity-conflict",
  });
});

test("never merged by username: two accounts that show the same one stay two contacts", async () => {
  await bench.receive(
    textFrom({ bsuid: "CL.a", username: "ella" }, "uno"),
    textFrom({ bsuid: "CL.b", username: "ella" }, "dos"),
    textFrom({ phone: "56933333333", username: "ella" }, "tres"),
  );
  expect(new Set(await writers()).size).toBe(3);
});

test("somebody who never wrote and changes her number leaves no contact behind", async () => {
  await bench.receive(system({ type: "user_changed_number", wa_id: "56922222222" }));
  expect(await bench.db.selectFrom("contacts").select("id").execute()).toEqual([]);
  expect(await bench.events()).toEqual([]);
});

test("sixty-four first messages of one person over two replicas make one contact and one session", async () => {
  const second = openDatabase<GatewayTables>({ url: bench.databaseUrl, name: "second replica" });
  const replicas = [bench, { ...bench, db: second }];
  const bodies = Array.from({ length: 64 }, (_, index) =>
    textFrom(index % 3 === 0 ? { phone: old.phone! } : old, `n.º ${index}`),
  );
  await Promise.all(bodies.map((body) => deliver(bench.url, body)));
  // One delivery at a time in each of eight transactions, so that they truly meet.
  await bench.db.updateTable("raw_deliveries").set({ attempts: 1 }).execute();
  const drain = async (replica: (typeof replicas)[number]) => {
    while (await interpretNext(replica));
  };
  await Promise.all(replicas.flatMap((replica) => Array.from({ length: 4 }, () => drain(replica))));
  await bench.clock.advance(60_000);
  await bench.interpretAll();
  await second.destroy();
  expect(await bench.events("channel.message-received")).toHaveLength(64);
  expect(await bench.db.selectFrom("contacts").select("id").execute()).toHaveLength(1);
  expect(await bench.events("channel.contact-created")).toHaveLength(1);
  expect(await bench.db.selectFrom("contact_sessions").select("session_id").execute()).toHaveLength(1);
});
