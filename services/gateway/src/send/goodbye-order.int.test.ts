import {
  contactScope,
  type Envelope,
  GoodbyeSaid,
  messageContext,
  PresenceRequested,
  SendRequested,
} from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { type FreshNats, freshNats } from "@liss/testing";
import { openVault, parseKey, type Vault, type VaultTables } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { GatewayTables } from "../database/tables.ts";
import { freshDatabases } from "../testing/bench.test-support.ts";
import {
  environment,
  type GatewayProcess,
  startGatewayProcess,
} from "../testing/gateway-process.test-support.ts";
import { acceptance, type Meta, refusal, startMeta } from "../testing/meta.test-support.ts";
import { deliver, phoneNumberId, textFrom } from "../testing/payloads.test-support.ts";
import { type Others, startOthers } from "../testing/stream.test-support.ts";

/** Two gateways on one database and one broker: her goodbye and what is asked for come to either, in any order. */
const soon = { timeout: 20_000, interval: 50 };
let databases: Awaited<ReturnType<typeof freshDatabases>>;
let nats: FreshNats;
let others: Others;
let meta: Meta;
let gateways: GatewayProcess[] = [];
let vault: Vault;
const open = <DB>(url: string) => openDatabase<DB>({ url, name: "test" });
let db: ReturnType<typeof open<GatewayTables>>;
let keys: ReturnType<typeof open<VaultTables>>;

beforeAll(async () => {
  [databases, nats, meta] = await Promise.all([freshDatabases(), freshNats(), startMeta()]);
  others = await startOthers(nats);
  const env = environment({
    databaseUrl: databases.own.url,
    vaultUrl: databases.keys.url,
    nats,
    graphUrl: meta.url,
  });
  db = open(databases.own.url);
  keys = open(databases.keys.url);
  vault = openVault({ db: keys, keyEncryptionKey: parseKey(env.LISS_KEY_ENCRYPTION_KEY!) });
  // One after the other: the first migrates.
  for (let count = 0; count < 2; count += 1) gateways.push(await startGatewayProcess(env));
});
afterEach(async () => {
  meta.answerWith(acceptance);
  meta.posts.length = 0;
  await lineIs("open");
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.kill("SIGTERM")));
  gateways = [];
  await others?.stop();
  await Promise.all([db?.destroy(), keys?.destroy(), meta?.stop(), nats?.stop()]);
  await Promise.all([databases?.own.drop(), databases?.keys.drop()]);
});

type Her = { phone: string; contactId: string; messageId: string };
let people = 0;
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1_000));
const ago = (s: number) => new Date(Math.floor(Date.now() / 1_000 - s) * 1_000);

/** She writes through one of the two. */
async function writes(phone: string, text: string, at: Date): Promise<Envelope> {
  const before = (await others.events("channel.message-received")).length;
  const { url } = gateways[people % 2]!;
  expect((await deliver(url, textFrom({ phone }, text, { timestamp: seconds(at) }))).status).toBe(200);
  await expect
    .poll(async () => (await others.events("channel.message-received")).length, soon)
    .toBe(before + 1);
  return (await others.events("channel.message-received")).at(-1)!;
}

/** Somebody new, whose last word of a minute ago has been heard. */
async function somebody(): Promise<Her> {
  people += 1;
  const phone = `569000077${String(people).padStart(2, "0")}`;
  const { contactId, data } = await writes(phone, "hola", ago(60));
  return { phone, contactId: contactId!, messageId: (data as { messageId: string }).messageId };
}

type Asked = { heardUntil?: Date; requestedAt: Date };

async function asks({ contactId }: Her, text: string, { heardUntil, requestedAt }: Asked) {
  const messageId = uuidv7();
  const content = await vault.seal(
    contactScope(contactId),
    messageContext(messageId),
    JSON.stringify({ kind: "text", text }),
  );
  const event = SendRequested.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: requestedAt.toISOString(),
    actor: { kind: "person", id: "ana", role: "executive" },
    contactId,
    data: {
      messageId,
      kind: "text",
      content,
      author: "executive",
      requestedAt: requestedAt.toISOString(),
      heardUntil: heardUntil?.toISOString(),
    },
  });
  return { messageId, publish: () => others.publish(event) };
}

const saysGoodbye = ({ contactId }: Her, saidAt: Date, heardAt = new Date()) =>
  others.publish(
    GoodbyeSaid.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: heardAt.toISOString(),
      actor: { kind: "contact" },
      contactId,
      data: { messageId: uuidv7(), saidAt: saidAt.toISOString(), word: "duress" },
    }),
  );

async function lineIs(state: "open" | "stopped"): Promise<void> {
  await db.deleteFrom("stopped_lines").execute();
  if (state === "open") return;
  const at = { stopped_at: new Date(), try_again_at: new Date(Date.now() + 3_600_000) };
  await db
    .insertInto("stopped_lines")
    .values({ phone_number_id: phoneNumberId, code: "0", ...at })
    .execute();
}

const rowOf = (messageId: string) =>
  db.selectFrom("outgoing_messages").selectAll().where("message_id", "=", messageId).executeTakeFirst();
const heard = async ({ contactId }: Her) => {
  const row = await db
    .selectFrom("contacts")
    .select("goodbye_said_at")
    .where("id", "=", contactId)
    .executeTakeFirst();
  return row?.goodbye_said_at ?? null;
};
const told = async (messageId: string) =>
  (await others.events("channel.delivery-changed"))
    .map(({ data }) => data as { messageId: string; state: string; reason?: { code: string } })
    .filter((change) => change.messageId === messageId)
    .map(({ state, reason }) => [state, reason?.code]);
const notSent = [["failed", "goodbye"]];

test("what was asked for before her goodbye does not leave, in whatever order the two are heard; what is decided after her next word does", async () => {
  await lineIs("stopped");
  const women: Her[] = [];
  for (let count = 0; count < 12; count += 1) women.push(await somebody());
  const asked = await Promise.all(
    women.map(async (her, index) => {
      // Every other one as it was asked for before requests said what they had heard.
      const heardUntil = index % 2 === 0 ? ago(60) : undefined;
      const request = await asks(her, "¿estás?", {
        requestedAt: ago(20),
        ...(heardUntil && { heardUntil }),
      });
      const bye = () => saysGoodbye(her, ago(30));
      if (index % 3 === 0) {
        await bye();
        await expect.poll(() => heard(her), soon).not.toBeNull();
        await request.publish();
      } else await Promise.all(index % 3 === 1 ? [bye(), request.publish()] : [request.publish(), bye()]);
      return { her, ...request };
    }),
  );
  for (const { her, messageId } of asked) {
    await expect.poll(() => heard(her), soon).not.toBeNull();
    await expect.poll(async () => (await rowOf(messageId))?.state, soon).toBe("failed");
  }
  await lineIs("open");
  for (const { messageId } of asked) await expect.poll(() => told(messageId), soon).toEqual(notSent);
  const again = await Promise.all(
    women.map((her) => asks(her, "volviste", { heardUntil: ago(10), requestedAt: ago(5) })),
  );
  for (const { publish } of again) await publish();
  for (const { messageId } of again)
    await expect.poll(async () => (await rowOf(messageId))?.state, soon).toBe("accepted");
  expect(new Set(meta.timesPosted().keys())).toEqual(new Set(again.map(({ messageId }) => messageId)));
}, 120_000);

test("a goodbye that comes late does not undo what was decided upon something that she wrote after it", async () => {
  const her = await somebody();
  const request = await asks(her, "te leo", { heardUntil: ago(20), requestedAt: ago(1) });
  await saysGoodbye(her, ago(30));
  await expect.poll(() => heard(her), soon).not.toBeNull();
  await request.publish();
  await expect.poll(async () => (await rowOf(request.messageId))?.state, soon).toBe("accepted");
});

test("what WhatsApp did not take is not tried again after her goodbye, whether it was heard between the tries or during one", async () => {
  const [between, during] = [await somebody(), await somebody()];
  const asked = [
    await asks(between, "uno", { heardUntil: ago(60), requestedAt: new Date() }),
    await asks(during, "dos", { heardUntil: ago(60), requestedAt: new Date() }),
  ] as const;
  // The first is refused at once, with a wait of minutes; the second while her goodbye is being heard.
  meta.answerWith(({ body }) => ({
    ...(refusal(131000, 500, { "retry-after": "2" }) as object & { status: number }),
    afterMs: body.biz_opaque_callback_data === asked[1].messageId ? 1_500 : 0,
  }));
  for (const { publish } of asked) await publish();
  await expect.poll(() => meta.posts.length, soon).toBe(2);
  await expect.poll(async () => (await rowOf(asked[0].messageId))?.dispatch, soon).toBe("queued");
  expect((await rowOf(asked[1].messageId))?.dispatch).toBe("attempting");
  await Promise.all([saysGoodbye(between, ago(0)), saysGoodbye(during, ago(0))]);
  for (const { messageId } of asked) await expect.poll(() => told(messageId), soon).toEqual(notSent);
  meta.answerWith(acceptance);
  await expect
    .poll(() => Promise.all(asked.map(({ messageId }) => rowOf(messageId))), soon)
    .toEqual(asked.map(() => expect.objectContaining({ dispatch: "done", attempts: 1 })));
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(meta.posts).toHaveLength(2);
}, 60_000);

test("her exit word is heard where it arrives: nothing waits for the others to say so, and no light shows on her screen", async () => {
  const her = await somebody();
  await lineIs("stopped");
  const request = await asks(her, "¿y ahora?", { heardUntil: ago(60), requestedAt: ago(3) });
  await request.publish();
  await expect.poll(async () => (await rowOf(request.messageId))?.dispatch, soon).toBe("queued");
  await writes(her.phone, "ya llegó, chao", ago(1));
  await expect.poll(() => told(request.messageId), soon).toEqual(notSent);
  const late = await asks(her, "¿sigues?", { heardUntil: ago(60), requestedAt: new Date() });
  await late.publish();
  await others.publish(
    PresenceRequested.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: new Date().toISOString(),
      actor: { kind: "person", id: "ana", role: "executive" },
      contactId: her.contactId,
      data: { messageId: her.messageId, typing: true, requestedAt: new Date().toISOString() },
    }),
  );
  await expect.poll(() => told(late.messageId), soon).toEqual(notSent);
  await lineIs("open");
  await expect
    .poll(async () => await db.selectFrom("presence_requests").selectAll().execute(), soon)
    .toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(meta.posts).toEqual([]);
}, 60_000);
