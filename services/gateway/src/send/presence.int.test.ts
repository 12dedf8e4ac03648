import { type PhoneWithConversation, type Simulator, startSimulator } from "@liss/simulator";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { appSecret, phoneNumberId } from "../testing/payloads.test-support.ts";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";
import { showNext } from "./presence.ts";

const her = "56900000001";
let sending: SendingBench;
let simulator: Simulator;
let messageId: string;
let contactId: string;
beforeAll(async () => {
  sending = await startSendingBench();
  simulator = await startSimulator({
    webhookUrl: `${sending.bench.url}/webhook`,
    appSecret,
    phoneNumberId,
    accessToken: "t",
    now: sending.bench.now,
  });
  await control("POST", `/phones/${her}/messages`, { type: "text", text: "hola" });
  await vi.waitFor(async () => {
    await sending.bench.interpretAll();
    expect(await sending.bench.events("channel.message-received")).toHaveLength(1);
  });
  const received = (await sending.bench.events("channel.message-received"))[0]!;
  messageId = (received.data as { messageId: string }).messageId;
  contactId = received.contactId!;
});
afterEach(() => sending.bench.clock.set("2026-11-23T21:00:00.000Z"));
afterAll(async () => {
  await simulator.stop();
  await sending.stop();
});

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return (await response.json()) as T;
}
const requested = (typing: boolean) =>
  sending.bench.db
    .insertInto("presence_requests")
    .values({ contact_id: contactId, message_id: messageId, typing, requested_at: sending.bench.now() })
    .execute();
const show = () => showNext({ ...sending.bench, graph: sending.graph(2_000, simulator.url) });
const phone = async () => (await control<{ phone: PhoneWithConversation }>("GET", `/phones/${her}`)).phone;

test("nothing is shown by itself: reading her message is a decision of whoever reads", async () => {
  expect(await show()).toBe(false);
  expect((await phone()).conversation[0]?.status).toBe("delivered");
});

test("'typing…' that is asked for too late is not shown, but that she was read is", async () => {
  await requested(true);
  sending.bench.clock.advance(11_000);
  expect(await show()).toBe(true);
  const { conversation, typingUntil } = await phone();
  expect(conversation[0]?.status).toBe("read");
  expect(typingUntil).toBeUndefined();
});

test("in time, she sees that somebody is writing", async () => {
  await requested(true);
  expect(await show()).toBe(true);
  expect((await phone()).typingUntil).toBe("2026-11-23T21:00:25.000Z");
  expect(await show()).toBe(false);
});

test("when WhatsApp does not answer, or the line is stopped, it is forgotten", async () => {
  await control("POST", "/faults", { kind: "revoked-token", times: 1 });
  await requested(false);
  expect(await show()).toBe(true);
  expect(await show()).toBe(false);
});
