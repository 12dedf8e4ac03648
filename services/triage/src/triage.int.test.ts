import { randomBytes } from "node:crypto";
import {
  AlertRaised,
  Assessed,
  assessmentContext,
  CodeWordAgreed,
  codeWordContext,
  contactScope,
  type EventContract,
  type EventOf,
  type MessageContent,
  MessageReceived,
  messageContext,
  parseEnvelope,
  type Sealed,
  TriageEvidence,
} from "@liss/contracts";
import { migrate, openDatabase } from "@liss/database";
import { type Bus, connectBus, declareTopology, STREAM } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { type FreshDatabase, type FreshNats, freshDatabase, freshNats } from "@liss/testing";
import { KeySettings, openVault, type Vault, type VaultTables, vaultMigrations } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTriage, type Triage } from "./service.ts";

const logger = createLogger("triage");
logger.level = "silent";
const keyEncryptionKey = randomBytes(32);

let nats: FreshNats;
let databases: { own: FreshDatabase; vault: FreshDatabase };
let admin: Bus;
let gateway: Bus;
let vault: Vault;
let keys: ReturnType<typeof openDatabase<VaultTables>>;
let routing: Bus;
let triage: Triage;

beforeAll(async () => {
  nats = await freshNats();
  databases = { own: await freshDatabase(), vault: await freshDatabase() };
  keys = openDatabase<VaultTables>({ url: databases.vault.url, name: "test vault" });
  await migrate(keys, vaultMigrations);
  vault = openVault({ db: keys, keyEncryptionKey, sealWindowMs: 250 });
  admin = await connectBus({ url: nats.url, ...nats.users.admin, service: "admin", logger });
  await declareTopology(admin);
  gateway = await connectBus({ url: nats.url, ...nats.users.gateway, service: "gateway", logger });
  routing = await connectBus({
    url: nats.url,
    ...nats.users["executive-routing"],
    service: "executive-routing",
    logger,
  });
  triage = await start();
});

afterAll(async () => {
  await triage?.stop();
  await gateway?.drain();
  await routing?.drain();
  await admin?.drain();
  await keys?.destroy();
  await nats?.stop();
  await databases?.own.drop();
  await databases?.vault.drop();
});

const start = () =>
  startTriage({
    logger,
    config: {
      PORT: 0,
      LISS_MODE: "local",
      DATABASE_URL: databases.own.url,
      VAULT_DATABASE_URL: databases.vault.url,
      ...KeySettings.parse({ LISS_KEY_ENCRYPTION_KEY: keyEncryptionKey.toString("base64") }),
      NATS_URL: nats.url,
      NATS_USER: "triage",
      NATS_PASSWORD: nats.users.triage.password,
    },
  });

type Woman = { contactId: string; sessionId: string };
const woman = (): Woman => ({ contactId: uuidv7(), sessionId: uuidv7() });

/** What the gateway publishes when she writes. */
async function message(
  { contactId, sessionId }: Woman,
  content: string | MessageContent,
  { sentAt = new Date().toISOString(), box }: { sentAt?: string; box?: Sealed } = {},
) {
  const messageId = uuidv7();
  const said: MessageContent = typeof content === "string" ? { kind: "text", text: content } : content;
  return MessageReceived.create({
    id: uuidv7(),
    source: "gateway",
    occurredAt: sentAt,
    actor: { kind: "contact" },
    contactId,
    sessionId,
    data: {
      messageId,
      kind: said.kind,
      sentAt,
      receivedAt: sentAt,
      content:
        box ?? (await vault.seal(contactScope(contactId), messageContext(messageId), JSON.stringify(said))),
    },
  });
}

type Message = Awaited<ReturnType<typeof message>>;

async function publish(event: Message, msgID: string = event.id): Promise<void> {
  await gateway.jetstream.publish(MessageReceived.subject, JSON.stringify(event), { msgID });
}

async function published<Contract extends EventContract>(contract: Contract): Promise<EventOf<Contract>[]> {
  const consumer = await admin.jetstream.consumers.get(STREAM, { filter_subjects: [contract.subject] });
  const { num_pending } = await consumer.info();
  if (num_pending === 0) return [];
  const events: EventOf<Contract>[] = [];
  for await (const raw of await consumer.fetch({ max_messages: num_pending, expires: 2_000 })) {
    const parsed = parseEnvelope(raw.subject, raw.data);
    if (parsed.ok) events.push(parsed.event as EventOf<Contract>);
  }
  return events;
}

/** The one assessment of a message, once it is there. */
async function assessmentOf({ data }: Message): Promise<EventOf<typeof Assessed>> {
  const find = async () =>
    (await published(Assessed)).filter((event) => event.data.messageId === data.messageId);
  await expect.poll(async () => (await find()).length, { timeout: 10_000, interval: 50 }).toBeGreaterThan(0);
  const found = await find();
  expect(found).toHaveLength(1);
  return found[0]!;
}

test("a message is assessed, and its evidence is sealed like the message", async () => {
  const her = woman();
  const said = await message(her, "no me ha pegado, pero me amenaza con un cuchillo");
  await publish(said);
  const { data, contactId, sessionId } = await assessmentOf(said);
  expect({ contactId, sessionId }).toEqual(her);
  expect(data).toMatchObject({ tier: "high", needsListening: false, ruleVersion: triage.ruleVersion });
  const evidence = await vault.open(data.evidence!, assessmentContext(data.messageId));
  expect(TriageEvidence.parse(JSON.parse(evidence.toString())).map(({ indicator }) => indicator)).toContain(
    "arma_blanca",
  );
});

test("the same message ten times is one assessment", async () => {
  const said = await message(woman(), "me pega");
  for (let time = 0; time < 10; time += 1) await publish(said, `${said.id}-${time}`);
  await assessmentOf(said);
  const last = await message(woman(), "hola");
  await publish(last);
  await assessmentOf(last);
  await assessmentOf(said);
});

test("messages in the wrong order end as high as in the right one", async () => {
  const her = woman();
  const first = await message(her, "él está afuera", { sentAt: "2026-11-23T12:00:00.000Z" });
  const second = await message(her, "con un cuchillo", { sentAt: "2026-11-23T12:00:05.000Z" });
  await publish(second);
  expect((await assessmentOf(second)).data.tier).toBe("high");
  await publish(first);
  expect((await assessmentOf(first)).data.tier).toBe("imminent");
});

test("a sentence split over two messages is found when the first half comes last", async () => {
  const her = woman();
  const first = await message(her, "dice que me quiere", { sentAt: "2026-11-23T12:00:00.000Z" });
  const second = await message(her, "matar", { sentAt: "2026-11-23T12:00:05.000Z" });
  await publish(second);
  await assessmentOf(second);
  await publish(first);
  expect((await assessmentOf(first)).data.indicators).toContain("amenaza_muerte");
});

test("two messages at the same moment are both assessed", async () => {
  const her = woman();
  const messages = await Promise.all(
    Array.from({ length: 20 }, (_, index) => message(her, `mensaje ${index} me pega`)),
  );
  await Promise.all(messages.map((event) => publish(event)));
  for (const event of messages) await assessmentOf(event);
});

test("what fifteen women write at once is read woman by woman, also when its halves come together", async () => {
  const halves = await Promise.all(
    Array.from({ length: 15 }, async (_, index) => {
      const her = woman();
      const first = await message(her, "él está afuera", { sentAt: "2026-11-23T12:00:00.000Z" });
      const second = await message(her, "con un cuchillo", { sentAt: "2026-11-23T12:00:05.000Z" });
      return index % 2 ? [first, second] : [second, first];
    }),
  );
  await Promise.all(halves.flat().map((event) => publish(event)));
  for (const [first, second] of halves) {
    const tiers = [await assessmentOf(first!), await assessmentOf(second!)].map(({ data }) => data.tier);
    expect(tiers).toContain("imminent");
  }
}, 20_000);

test("a voice note needs a person to listen", async () => {
  const said = await message(woman(), { kind: "voice" });
  await publish(said);
  expect((await assessmentOf(said)).data).toMatchObject({ tier: "support", needsListening: true });
});

test("a message whose key was destroyed is high, and nobody is alarmed", async () => {
  const her = woman();
  const said = await message(her, "hola");
  await vault.destroy(contactScope(her.contactId));
  await publish(said);
  expect((await assessmentOf(said)).data).toMatchObject({ tier: "high", needsListening: true });
  expect((await published(AlertRaised)).filter(({ contactId }) => contactId === her.contactId)).toEqual([]);
});

test("a box that does not belong to the message is high, and an alert is raised", async () => {
  const her = woman();
  const other = await vault.seal(
    contactScope(her.contactId),
    messageContext(uuidv7()),
    '{"kind":"text","text":"hola"}',
  );
  const said = await message(her, "hola", { box: other });
  await publish(said);
  expect((await assessmentOf(said)).data).toMatchObject({ tier: "high", needsListening: true });
  await expect
    .poll(async () => (await published(AlertRaised)).map(({ data }) => data.detail))
    .toContainEqual({ messageId: said.data.messageId, problem: "seal-broken" });
});

test("nothing she wrote is readable in the database or in the stream's files", async () => {
  const her = woman();
  const said = await message(her, "lapislazuli me amenaza con un cuchillo");
  await publish(said);
  await assessmentOf(said);
  const db = openDatabase<Record<string, never>>({ url: databases.own.url, name: "test" });
  const tables = ["conversations", "messages", "outbox", "inbox", "dead_letters"];
  const dumps = await Promise.all(tables.map((table) => db.pool.query(`select t::text from ${table} t`)));
  await db.destroy();
  expect(JSON.stringify(dumps.map(({ rows }) => rows))).not.toMatch(/lapislazuli|cuchillo/);
});

test("it answers for its health", async () => {
  const ready = await fetch(`http://127.0.0.1:${triage.port}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ checks: { postgres: "ok", vault: "ok", nats: "ok" } });
});

test("stopped and started again, it goes on where it was", async () => {
  const her = woman();
  const first = await message(her, "él está afuera");
  await publish(first);
  await assessmentOf(first);
  await triage.stop();
  const second = await message(her, "con una pistola");
  await publish(second);
  triage = await start();
  expect((await assessmentOf(second)).data.tier).toBe("imminent");
});

/** What routing publishes when a word is agreed with her; without words, when it is withdrawn. */
async function agree(
  { contactId }: Woman,
  { codeWordId, words, at }: { codeWordId: string; words?: string; at: number },
): Promise<void> {
  const agreed = { words, says: "Pide ayuda sin que él lo note." };
  const event = CodeWordAgreed.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: new Date(at).toISOString(),
    actor: { kind: "person", id: "ana-ficticia", role: "executive" },
    contactId,
    data: {
      codeWordId,
      effect: "imminent",
      agreed: words
        ? await vault.seal(contactScope(contactId), codeWordContext(codeWordId), JSON.stringify(agreed))
        : undefined,
    },
  });
  await routing.jetstream.publish(CodeWordAgreed.subject, JSON.stringify(event), { msgID: event.id });
}

test("a word agreed with her asks for help, hers alone, until it is withdrawn", async () => {
  const [her, another, codeWordId] = [woman(), woman(), uuidv7()];
  const now = Date.now();
  const tierOf = async (who: Woman) => {
    const said = await message(who, "te acordaste de comprar el girasol azul para la mamá?");
    await publish(said);
    return (await assessmentOf(said)).data;
  };
  await agree(her, { codeWordId, words: "girasol azul", at: now });
  await expect.poll(async () => (await tierOf({ ...her, sessionId: uuidv7() })).tier).toBe("imminent");
  expect((await tierOf(her)).indicators).toContain("codigo_encubierto");
  expect((await tierOf(another)).tier).not.toBe("imminent");
  await agree(her, { codeWordId, at: now + 1_000 });
  // What was agreed before does not come back when it is told late.
  await agree(her, { codeWordId, words: "girasol azul", at: now + 500 });
  await expect.poll(async () => (await tierOf({ ...her, sessionId: uuidv7() })).tier).not.toBe("imminent");
});
