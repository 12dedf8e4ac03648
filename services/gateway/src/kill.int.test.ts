import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@liss/database";
import { type FreshNats, freshNats } from "@liss/testing";
import { openVault, parseKey, type Vault, type VaultTables } from "@liss/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatewayTables } from "./database/tables.ts";
import { freshDatabases } from "./testing/bench.test-support.ts";
import {
  environment,
  type GatewayProcess,
  startGatewayProcess,
} from "./testing/gateway-process.test-support.ts";
import { acceptance, type Meta, startMeta } from "./testing/meta.test-support.ts";
import { deliver, textFrom } from "./testing/payloads.test-support.ts";
import { type Others, startOthers } from "./testing/stream.test-support.ts";

const women = Array.from({ length: 6 }, (_, index) => ({ phone: `5690000500${index}` }));

let databases: Awaited<ReturnType<typeof freshDatabases>>;
let nats: FreshNats;
let others: Others;
let meta: Meta;
let env: NodeJS.ProcessEnv;
let gateway: GatewayProcess;
let vault: Vault;

const open = <DB>(url: string) => openDatabase<DB>({ url, name: "test" });
let db: ReturnType<typeof open<GatewayTables>>;
let keys: ReturnType<typeof open<VaultTables>>;

beforeAll(async () => {
  [databases, nats, meta] = await Promise.all([freshDatabases(), freshNats(), startMeta()]);
  others = await startOthers(nats);
  env = environment({
    databaseUrl: databases.own.url,
    vaultUrl: databases.keys.url,
    nats,
    graphUrl: meta.url,
    more: { WHATSAPP_TIMEOUT: "0.5" },
  });
  db = open(databases.own.url);
  keys = open(databases.keys.url);
  vault = openVault({ db: keys, keyEncryptionKey: parseKey(env.LISS_KEY_ENCRYPTION_KEY!) });
  gateway = await startGatewayProcess(env);
});
afterAll(async () => {
  await gateway?.kill("SIGTERM");
  await others.stop();
  await Promise.all([db.destroy(), keys.destroy(), meta.stop(), nats.stop()]);
  await Promise.all([databases.own.drop(), databases.keys.drop()]);
});

/** As WhatsApp does: again and again until it is 200. */
async function deliverUntilStored(payload: object): Promise<void> {
  for (;;) {
    const status = await deliver(gateway.url, payload).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(50);
  }
}

async function killAndRestart(): Promise<void> {
  await gateway.kill("SIGKILL");
  gateway = await startGatewayProcess(env);
}

const receivedTexts = async () =>
  await Promise.all(
    (await others.events("channel.message-received")).map(async (event) => {
      const data = event.data as { content: { keyId: string; box: string }; messageId: string };
      const opened = await vault.open(data.content, `message:${data.messageId}`);
      return (JSON.parse(opened.toString("utf8")) as { text: string }).text;
    }),
  );

test("messages lost after a 200, or doubled: none, with the gateway killed in the middle of its work", async () => {
  const expected: string[] = [];
  const traffic = (async () => {
    for (let round = 0; round < 30; round += 1) {
      await Promise.all(
        women.map(async (woman) => {
          const text = `${woman.phone} ${round}`;
          // Now by WhatsApp's clock too: the window in which she can be answered counts from here.
          const payload = textFrom(woman, text, { timestamp: String(Math.floor(Date.now() / 1_000)) });
          await deliverUntilStored(payload);
          if (round % 3 === 0) await deliverUntilStored(payload);
          expected.push(text);
        }),
      );
      await sleep(60);
    }
  })();
  for (let kill = 0; kill < 3; kill += 1) {
    await sleep(500 + 300 * kill);
    await killAndRestart();
  }
  await traffic;
  await expect.poll(async () => (await receivedTexts()).length, { timeout: 60_000 }).toBe(expected.length);
  expect((await receivedTexts()).sort()).toEqual(expected.sort());
}, 180_000);

test("the same text is never posted twice, and none is lost without being shown as unknown, with kill -9 anywhere", async () => {
  const created = await others.events("channel.contact-created");
  const contactIds = created.map(({ contactId }) => contactId!);
  expect(contactIds).toHaveLength(women.length);
  // Slow answers, so that kills fall before the POST, during it, and between its answer and the commit.
  meta.answerWith((post) => {
    const answer = acceptance(post);
    return typeof answer === "string" ? answer : { ...answer, afterMs: Math.random() * 80 };
  });
  const requested: string[] = [];
  const asking = (async () => {
    for (let round = 0; round < 20; round += 1) {
      for (const contactId of contactIds)
        requested.push(await others.requestSend(vault, contactId, `${round}`));
      await sleep(120);
    }
  })();
  for (let kill = 0; kill < 5; kill += 1) {
    await sleep(150 + Math.random() * 400);
    await killAndRestart();
  }
  await asking;

  const rows = async () =>
    await db.selectFrom("outgoing_messages").select(["message_id", "state", "dispatch"]).execute();
  await expect
    .poll(async () => (await rows()).filter(({ dispatch }) => dispatch === "done").length, {
      timeout: 90_000,
    })
    .toBe(requested.length);

  const posted = meta.timesPosted();
  expect([...posted.entries()].filter(([, times]) => times > 1)).toEqual([]);
  const known = await rows();
  for (const { message_id, state } of known) {
    expect(["accepted", "unknown"]).toContain(state);
    if (state === "accepted") expect(posted.get(message_id)).toBe(1);
  }
  // What was never posted, or posted without our learning so, is shown to its author.
  const shown = async () =>
    new Map(
      (await others.events("channel.delivery-changed")).map(({ data }) => {
        const { messageId, state } = data as { messageId: string; state: string };
        return [messageId, state] as const;
      }),
    );
  await expect.poll(async () => (await shown()).size, { timeout: 10_000 }).toBe(requested.length);
  const told = await shown();
  for (const { message_id, state } of known) expect(told.get(message_id)).toBe(state);
}, 180_000);
