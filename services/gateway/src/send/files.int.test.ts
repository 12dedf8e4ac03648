import { randomUUID } from "node:crypto";
import { storeMedia } from "@liss/media";
import { type PhoneWithConversation, type Simulator, startSimulator } from "@liss/simulator";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { piecesOf, startMediaStore } from "../testing/media-store.test-support.ts";
import { appSecret, phoneNumberId, textFrom } from "../testing/payloads.test-support.ts";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";

const her = "56900000001";
const accessToken = "t";
const picture = Buffer.concat([Buffer.from("ffd8ffe000104a464946", "hex"), Buffer.alloc(200_000, 7)]);

let sending: SendingBench;
let simulator: Simulator;
let files: Awaited<ReturnType<typeof startMediaStore>>;
beforeAll(async () => {
  [sending, files] = await Promise.all([startSendingBench(), startMediaStore()]);
  simulator = await startSimulator({
    webhookUrl: `${sending.bench.url}/webhook`,
    appSecret,
    phoneNumberId,
    accessToken,
    now: sending.bench.now,
  });
  await control("POST", `/phones/${her}/messages`, { type: "text", text: "hola" });
});
afterEach(async () => {
  await control("DELETE", "/faults");
  await sending.reset();
});
afterAll(async () => {
  await sending.stop();
  await simulator.stop();
  await files.stop();
});

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text ? JSON.parse(text) : {}) as T;
}

/** Her, as the gateway knows her; the picture, sealed for a message of ours. */
async function herself(): Promise<string> {
  await sending.bench.receive(textFrom({ phone: her }, "hola"));
  return (await sending.bench.events("channel.contact-created")).at(-1)!.contactId!;
}
async function image(contactId: string, more: object = {}): Promise<{ messageId: string; content: never }> {
  const messageId = uuidv7();
  const object = randomUUID();
  const tools = { store: files.store, vault: sending.bench.vault };
  const { bytes } = await storeMedia(
    tools,
    { object, messageId, contactId, sessionId: uuidv7() },
    piecesOf(picture),
  );
  const content = { kind: "image", object, mimeType: "image/jpeg", bytes, caption: "así se llega", ...more };
  return { messageId, content: content as never };
}
const dispatch = () => sending.dispatch({ graphUrl: simulator.url, store: files.store });
const uploads = async () => {
  const rows = await sending.bench.db.selectFrom("outgoing_messages").select("uploaded_media").execute();
  return rows.map(({ uploaded_media }) => uploaded_media);
};

test("a picture of ours is opened, uploaded and shown on her phone, byte by byte", async () => {
  const contactId = await herself();
  const { messageId, content } = await image(contactId);
  dispatch();
  await sending.bench.request(contactId, content, { messageId });
  await sending.becomes(messageId, "accepted");
  type Shown = { phone: PhoneWithConversation };
  const shown = async () =>
    (await control<Shown>("GET", `/phones/${her}`)).phone.conversation.at(-1)?.content as {
      kind: string;
      url: string;
      caption: string;
    };
  await expect.poll(async () => (await shown()).caption).toBe("así se llega");
  const received = await fetch(`${simulator.url}${(await shown()).url}`);
  expect(Buffer.from(await received.arrayBuffer()).equals(picture)).toBe(true);
});

test("a message that is tried again shows the same upload", async () => {
  const contactId = await herself();
  const { messageId, content } = await image(contactId);
  await control("POST", "/faults", { kind: "refusal", code: 131016, how: "answer", times: 1 });
  dispatch();
  await sending.bench.request(contactId, content, { messageId });
  // Refused, and written down: the wait of the next attempt counts from there.
  const waits = expect.objectContaining({ attempts: 1, dispatch: "queued" });
  await expect.poll(() => sending.bench.stateOf(messageId)).toEqual(waits);
  const [first] = await uploads();
  sending.bench.clock.advance(2_000);
  await sending.becomes(messageId, "accepted");
  expect(await uploads()).toEqual([first]);
});

test("an upload that cannot be done now waits, and the message was never claimed", async () => {
  const contactId = await herself();
  const { messageId, content } = await image(contactId);
  await control("POST", "/faults", { kind: "revoked-token", times: 1 });
  dispatch();
  await sending.bench.request(contactId, content, { messageId });
  await expect.poll(async () => (await control<{ faults: unknown[] }>("GET", "/faults")).faults).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await sending.bench.stateOf(messageId)).toMatchObject({ state: "queued", attempts: 0 });
  sending.bench.clock.advance(3_000);
  await sending.becomes(messageId, "accepted");
});

test("a file that is gone, is another message's, or is larger than it says, is not sent", async () => {
  const contactId = await herself();
  dispatch();
  const gone = await image(contactId, { object: randomUUID() });
  const stranger = await image(contactId);
  const larger = await image(contactId, { bytes: 1_000 });
  const ids = [
    await sending.bench.request(contactId, gone.content, { messageId: gone.messageId }),
    await sending.bench.request(contactId, stranger.content),
    await sending.bench.request(contactId, larger.content, { messageId: larger.messageId }),
  ];
  for (const id of ids) await sending.becomes(id, "failed");
  const reasons = await Promise.all(ids.map(async (id) => (await sending.bench.stateOf(id)).reason_code));
  expect(reasons).toEqual(["media-unreadable", "media-unreadable", "content-not-sendable"]);
});
