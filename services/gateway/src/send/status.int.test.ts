import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { her, statusesValue, textFrom, webhook } from "../testing/payloads.test-support.ts";
import { settle } from "./settle.ts";

let bench: Bench;
let contactId: string;
let messageId: string;
let wamid: string;
let counter = 0;

beforeAll(async () => {
  bench = await startBench();
  await bench.receive(textFrom(her, "hola"));
  contactId = (await bench.events("channel.contact-created"))[0]!.contactId!;
});
beforeEach(async () => {
  counter += 1;
  wamid = `wamid.OUT${counter}`;
  messageId = await bench.request(contactId, { kind: "text", text: "te leo" });
});
afterAll(() => bench.stop());

const status = (name: string, more: object = {}) =>
  webhook(
    statusesValue({ id: wamid, status: name, timestamp: "1795467600", recipient_id: her.phone, ...more }),
  );
const accept = () =>
  bench.db
    .transaction()
    .execute((tx) => settle(tx, messageId, { do: "accept", wamid }, { ...bench, now: bench.now() }));
const changes = async () =>
  (await bench.events("channel.delivery-changed"))
    .map(({ data }) => data as { messageId: string; state: string; reason?: object })
    .filter((data) => data.messageId === messageId)
    .map(({ state }) => state);
const state = async () => (await bench.stateOf(messageId)).state;

test("statuses advance and are told once each", async () => {
  await accept();
  await bench.receive(
    status("sent"),
    status("delivered"),
    status("sent"),
    status("delivered"),
    status("read"),
  );
  expect(await changes()).toEqual(["accepted", "sent", "delivered", "read"]);
});

test("in any order the last word is the furthest", async () => {
  await accept();
  await bench.receive(status("read"), status("delivered"), status("sent"));
  expect(await changes()).toEqual(["accepted", "read"]);
});

test("`failed` carries its reason and loses only against proof that it arrived", async () => {
  await accept();
  await bench.receive(status("failed", { errors: [{ code: 131026 }] }), status("sent"));
  expect(await bench.stateOf(messageId)).toMatchObject({ state: "failed", reason_code: "131026" });
  const told = (await bench.events("channel.delivery-changed")).at(-1);
  expect(told?.data).toMatchObject({ state: "failed", reason: { code: "131026", retryable: false } });
  await bench.receive(status("delivered"));
  expect(await state()).toBe("delivered");
  await bench.receive(status("failed", { errors: [{ code: 131026 }] }));
  expect(await state()).toBe("delivered");
});

test("a status that comes before the answer to our POST waits for it", async () => {
  await bench.receive(status("delivered"), status("sent"));
  expect(await changes()).toEqual([]);
  await accept();
  expect(await state()).toBe("delivered");
  expect(await bench.db.selectFrom("waiting_statuses").select("status").execute()).toEqual([]);
});

test("the answer and the status in the same instant: neither misses the other", async () => {
  const ids: string[] = [];
  for (let round = 0; round < 15; round += 1) {
    wamid = `wamid.RACE${round}`;
    messageId = await bench.request(contactId, { kind: "text", text: "x" });
    ids.push(messageId);
    await Promise.all([accept(), bench.receive(status("delivered"))]);
  }
  for (const id of ids) expect((await bench.stateOf(id)).state).toBe("delivered");
});

test("stuck in sending: a message whose answer was lost is reconciled by our own id in the status", async () => {
  const lost = { do: "leave-unknown", reason: { code: "no-answer", retryable: false } } as const;
  await bench.db.transaction().execute((tx) => settle(tx, messageId, lost, { ...bench, now: bench.now() }));
  expect(await state()).toBe("unknown");
  await bench.receive(status("sent", { biz_opaque_callback_data: messageId }), status("delivered"));
  expect(await changes()).toEqual(["unknown", "sent", "delivered"]);
});

test("a status for a message that waits to be sent again takes it out of the queue", async () => {
  await bench.receive(status("sent", { biz_opaque_callback_data: messageId }));
  expect(await bench.stateOf(messageId)).toMatchObject({ state: "sent", dispatch: "done" });
});

test("a status of nobody's message does not disturb anything", async () => {
  await bench.receive(status("read", { id: "wamid.STRANGER", biz_opaque_callback_data: "not-a-uuid" }));
  expect(await state()).toBe("queued");
});

test("an account that was restricted, said by webhook, stops the line and alerts once", async () => {
  await accept();
  const restricted = status("failed", { errors: [{ code: 131031 }] });
  await bench.receive(restricted, restricted);
  const stopped = await bench.db.selectFrom("stopped_lines").select("code").execute();
  expect(stopped).toEqual([{ code: "131031" }]);
  const alerts = (await bench.events("operations.alert-raised")).map(({ data }) => data);
  expect(alerts).toMatchObject([{ code: "line-stopped", severity: "critical" }]);
});
