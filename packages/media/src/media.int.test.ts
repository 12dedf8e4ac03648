import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type FreshNats, freshNats, type UserName } from "@liss/testing";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MediaBroken, MediaMissing } from "./errors.ts";
import { openMedia, storeMedia } from "./media.ts";
import { declareMediaBucket, type MediaStore, openMediaStore } from "./store.ts";
import { inPieces, startVault, whole } from "./testing.test-support.ts";

let keys: Awaited<ReturnType<typeof startVault>>;
let nats: FreshNats;
let admin: NatsConnection;
let gateway: NatsConnection;
let bot: NatsConnection;
let store: MediaStore;

beforeAll(async () => {
  nats = await freshNats();
  const as = (user: UserName) => {
    const { password: pass } = nats.users[user];
    return connect({ servers: nats.url, user, pass, inboxPrefix: `_INBOX.${user}`, timeout: 2_000 });
  };
  [admin, gateway, bot] = await Promise.all([as("admin"), as("gateway"), as("bot")]);
  await declareMediaBucket(admin);
  await declareMediaBucket(admin);
  store = openMediaStore(gateway);
  keys = await startVault();
});
afterAll(async () => {
  await Promise.all([admin.close(), gateway.close(), bot.close()]);
  await keys.stop();
  await nats.stop();
});

const contactId = randomUUID();
const sessionId = randomUUID();
const tools = () => ({ store, vault: keys.vault });
const place = () => ({ object: randomUUID(), messageId: randomUUID() });
const bytesStored = async () =>
  (await (await jetstreamManager(admin)).streams.info("OBJ_media", { subjects_filter: ">" })).state;

test("a file is stored sealed and comes back, with the permissions of a service", async () => {
  const file = randomBytes(3_000_000);
  const where = place();
  const stored = await storeMedia(tools(), { ...where, contactId, sessionId }, inPieces(file, 30_000));
  expect((await whole(await openMedia(tools(), where))).equals(file)).toBe(true);
  const raw = await whole(await store.get(where.object));
  // Whoever has no key can tell that it is still the same.
  const sealedSha256 = createHash("sha256").update(raw).digest("hex");
  expect(stored).toEqual({ keyId: expect.any(String), bytes: file.length, sealedSha256 });
  expect(raw.includes(file.subarray(0, 100))).toBe(false);
});

test("two files do not mix, and the same name twice keeps the second", async () => {
  const [one, two, again] = [randomBytes(900_000), randomBytes(900_000), randomBytes(700_000)];
  const [first, second] = [place(), place()];
  await Promise.all([
    storeMedia(tools(), { ...first, contactId, sessionId }, inPieces(one, 10_000)),
    storeMedia(tools(), { ...second, contactId, sessionId }, inPieces(two, 10_000)),
  ]);
  await storeMedia(tools(), { ...first, contactId, sessionId }, inPieces(again, 10_000));
  expect((await whole(await openMedia(tools(), first))).equals(again)).toBe(true);
  expect((await whole(await openMedia(tools(), second))).equals(two)).toBe(true);
});

test("a source that fails leaves nothing behind", async () => {
  const before = (await bytesStored()).messages;
  const where = place();
  const failing = (async function* () {
    yield randomBytes(2_000_000);
    throw new Error("too large");
  })();
  await expect(storeMedia(tools(), { ...where, contactId, sessionId }, failing)).rejects.toThrow("too large");
  await expect(openMedia(tools(), where)).rejects.toThrow(MediaMissing);
  expect((await bytesStored()).messages).toBe(before);
});

test("what is removed is gone, bytes and all", async () => {
  const where = place();
  await storeMedia(tools(), { ...where, contactId, sessionId }, inPieces(randomBytes(2_000_000), 10_000));
  const before = (await bytesStored()).messages;
  expect(await store.remove(where.object)).toBe(true);
  expect(await store.remove(where.object)).toBe(false);
  expect(await store.remove(randomUUID())).toBe(false);
  await expect(openMedia(tools(), where)).rejects.toThrow(MediaMissing);
  expect((await bytesStored()).messages).toBeLessThan(before - 2);
});

test("a file that lost a part never ends in order", async () => {
  const where = place();
  await storeMedia(tools(), { ...where, contactId, sessionId }, inPieces(randomBytes(2_000_000), 10_000));
  const { streams } = await jetstreamManager(admin);
  const { last_seq } = await bytesStored();
  await streams.deleteMessage("OBJ_media", last_seq - 1); // the last part before the file's own entry
  const opened = await openMedia(tools(), where);
  await expect(whole(opened)).rejects.toThrow(MediaBroken);
});

test("a service without these permissions reaches no file", async () => {
  const where = place();
  await storeMedia(tools(), { ...where, contactId, sessionId }, inPieces(Buffer.from("x"), 1));
  const others = openMediaStore(bot);
  await expect(others.get(where.object)).rejects.toThrow();
  await expect(others.put(where.object, inPieces(Buffer.from("y"), 1))).rejects.toThrow();
  expect((await whole(await openMedia(tools(), where))).toString()).toBe("x");
});

test("nobody can make the broker deliver a file's bytes to another's subject", async () => {
  const js = await jetstreamManager(gateway);
  const spoof = { deliver_subject: "channel.send-requested.v1", ack_policy: "none" as const };
  await expect(js.consumers.add("OBJ_media", spoof)).rejects.toThrow();
  gateway.publish("$JS.API.DIRECT.GET.OBJ_media", JSON.stringify({ seq: 1 }), {
    reply: "_INBOX.gateway.raw",
  });
  const heard: string[] = [];
  gateway.subscribe("_INBOX.gateway.raw", { callback: (_, { subject }) => void heard.push(subject) });
  await gateway.flush();
  expect(heard).toEqual([]);
}, 15_000);
