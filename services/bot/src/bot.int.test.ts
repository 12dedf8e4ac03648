import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  AlertRaised,
  contactScope,
  Delegated,
  DelegationEnded,
  type Envelope,
  type EventContract,
  type EventOf,
  HandedBack,
  handBackContext,
  KnowledgeServed,
  type MessageContent,
  messageContext,
  OutgoingContent,
  parseEnvelope,
  ReplyProposed,
  RobotAnswer,
  RobotAsked,
} from "@liss/contracts";
import { migrate, openDatabase } from "@liss/database";
import { type Bus, connectBus, declareTopology, STREAM } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { type FreshDatabase, type FreshNats, freshDatabase, freshNats } from "@liss/testing";
import { KeySettings, openVault, type Vault, type VaultTables, vaultMigrations } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BotTables } from "./database/tables.ts";
import { gapList } from "./gaps/store.ts";
import { shippedContent } from "./knowledge/load-knowledge.ts";
import { type Bot, startBot } from "./service.ts";

const logger = createLogger("bot");
logger.level = "silent";
const keyEncryptionKey = randomBytes(32);

let nats: FreshNats;
let databases: { own: FreshDatabase; vault: FreshDatabase };
let admin: Bus;
let routing: Bus;
let vault: Vault;
let keys: ReturnType<typeof openDatabase<VaultTables>>;
let bot: Bot;
/** The content that the bot under test reads: a copy that the tests may break. */
let content: URL;
/** How far the bot's clock is ahead, ms. */
let shift = 0;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "liss-bot-content-"));
  content = pathToFileURL(`${join(folder, "es-CL")}/`);
  await cp(shippedContent, content, { recursive: true });
  nats = await freshNats();
  databases = { own: await freshDatabase(), vault: await freshDatabase() };
  keys = openDatabase<VaultTables>({ url: databases.vault.url, name: "test vault" });
  await migrate(keys, vaultMigrations);
  vault = openVault({ db: keys, keyEncryptionKey });
  admin = await connectBus({ url: nats.url, ...nats.users.admin, service: "admin", logger });
  await declareTopology(admin);
  routing = await connectBus({
    url: nats.url,
    ...nats.users["executive-routing"],
    service: "executive-routing",
    logger,
  });
  bot = await start();
});

afterAll(async () => {
  await bot?.stop();
  await routing?.drain();
  await admin?.drain();
  await keys?.destroy();
  await nats?.stop();
  await databases?.own.drop();
  await databases?.vault.drop();
  await rm(new URL("..", content), { recursive: true, force: true });
});

const start = () =>
  startBot({
    logger,
    now: () => new Date(Date.now() + shift),
    content,
    config: {
      PORT: 0,
      LISS_MODE: "local",
      DATABASE_URL: databases.own.url,
      VAULT_DATABASE_URL: databases.vault.url,
      ...KeySettings.parse({ LISS_KEY_ENCRYPTION_KEY: keyEncryptionKey.toString("base64") }),
      NATS_URL: nats.url,
      NATS_USER: "bot",
      NATS_PASSWORD: nats.users.bot.password,
    },
  });

type Case = { contactId: string; sessionId: string; delegationId: string };
const newCase = (): Case => ({ contactId: uuidv7(), sessionId: uuidv7(), delegationId: uuidv7() });

const facts = ({ contactId, sessionId }: Case) => ({
  id: uuidv7(),
  source: "executive-routing" as const,
  occurredAt: new Date().toISOString(),
  actor: { kind: "service" as const, name: "executive-routing" as const },
  contactId,
  sessionId,
});

const delegated = (about: Case, minutes = 30) =>
  Delegated.create({
    ...facts(about),
    data: {
      delegationId: about.delegationId,
      executiveId: "ana",
      topics: ["numeros-de-ayuda", "denunciar"],
      expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
    },
  });

const ended = (about: Case) =>
  DelegationEnded.create({
    ...facts(about),
    data: { delegationId: about.delegationId, reason: "taken-back" },
  });

async function asked(about: Case, content: string | MessageContent) {
  const messageId = uuidv7();
  const said: MessageContent = typeof content === "string" ? { kind: "text", text: content } : content;
  return RobotAsked.create({
    ...facts(about),
    data: {
      delegationId: about.delegationId,
      messageId,
      kind: said.kind,
      sentAt: new Date().toISOString(),
      content: await vault.seal(
        contactScope(about.contactId),
        messageContext(messageId),
        JSON.stringify(said),
      ),
    },
  });
}

const publish = async (event: Envelope, msgID: string = event.id) => {
  await routing.jetstream.publish(`${event.type}.v${event.version}`, JSON.stringify(event), { msgID });
};

async function published<Contract extends EventContract>(
  contract: Contract,
  about: Case,
): Promise<EventOf<Contract>[]> {
  return (await everyPublished(contract)).filter(({ contactId }) => contactId === about.contactId);
}

/** What the robot would have sent, in order, once there are at least so many. */
async function proposals(
  about: Case,
  atLeast: number,
): Promise<(OutgoingContent & { topic?: string | undefined })[]> {
  await expect
    .poll(async () => (await published(ReplyProposed, about)).length, { timeout: 10_000, interval: 50 })
    .toBeGreaterThanOrEqual(atLeast);
  const events = await published(ReplyProposed, about);
  return Promise.all(
    events.map(async ({ data }) => {
      const plaintext = await vault.open(data.content, messageContext(data.messageId));
      return { ...OutgoingContent.parse(JSON.parse(plaintext.toString())), topic: data.topic };
    }),
  );
}

/** Waits until the bot has treated everything published so far, by delegating another conversation after it. */
async function settled(): Promise<void> {
  const other = newCase();
  await publish(delegated(other));
  await proposals(other, 1);
}

test("delegated, it proposes the menu; asked, the article; both sealed and under their topic", async () => {
  const her = newCase();
  await publish(delegated(her));
  await proposals(her, 1);
  await publish(await asked(her, { kind: "choice", id: "article:denunciar", title: "Dónde y cómo avisar" }));
  const [menu, article] = await proposals(her, 2);
  expect(menu).toMatchObject({ kind: "list", topic: undefined });
  expect(article).toMatchObject({ kind: "buttons", topic: "denunciar" });
});

test("asked before it knows of the delegation, it waits and then answers both", async () => {
  const her = newCase();
  await publish(await asked(her, "que numeros hay"));
  await settled();
  expect(await published(ReplyProposed, her)).toEqual([]);
  await publish(delegated(her));
  const said = await proposals(her, 2);
  expect(said.map(({ kind }) => kind)).toEqual(["list", "buttons"]);
});

test("after the end, or when the end comes first, it is silent", async () => {
  const [late, early] = [newCase(), newCase()];
  await publish(delegated(late));
  await proposals(late, 1);
  await publish(ended(late));
  await settled();
  await publish(await asked(late, "que numeros hay"));

  await publish(await asked(early, "que numeros hay"));
  await publish(ended(early));
  await settled();
  await publish(delegated(early));
  await settled();
  expect(await published(ReplyProposed, late)).toHaveLength(1);
  expect(await published(ReplyProposed, early)).toEqual([]);
});

test("past its time it is silent", async () => {
  const her = newCase();
  await publish(delegated(her, -1));
  await publish(await asked(her, "que numeros hay"));
  await settled();
  expect(await published(ReplyProposed, her)).toEqual([]);
});

test("the same question five times, and under another event id, is answered once", async () => {
  const her = newCase();
  await publish(delegated(her));
  const question = await asked(her, "que numeros hay");
  for (let time = 0; time < 5; time += 1) await publish(question, `${question.id}-${time}`);
  await publish({ ...question, id: uuidv7() });
  await proposals(her, 2);
  await settled();
  expect(await published(ReplyProposed, her)).toHaveLength(2);
});

test("two messages of hers at once are both answered", async () => {
  const her = newCase();
  await publish(delegated(her));
  const questions = await Promise.all([asked(her, "que numeros hay"), asked(her, "donde denuncio")]);
  await Promise.all(questions.map((question) => publish(question)));
  const said = await proposals(her, 3);
  expect(said.map(({ topic }) => topic ?? "menu").sort()).toEqual(["denunciar", "menu", "numeros-de-ayuda"]);
});

test("at danger it hands back, once, with a sealed summary, and says nothing more", async () => {
  const her = newCase();
  await publish(delegated(her));
  await proposals(her, 1);
  const danger = await asked(her, "está afuera con un cuchillo");
  await publish(danger);
  await settled();
  await publish(await asked(her, "que numeros hay"));
  await settled();
  const [back, ...more] = await published(HandedBack, her);
  expect(more).toEqual([]);
  expect(back?.data).toMatchObject({ reason: "risk-signal", inReplyTo: danger.data.messageId });
  const summary = await vault.open(back!.data.summary!, handBackContext(her.delegationId));
  expect(summary.toString()).toBe("Señal: él está cerca o llegando. El robot no entregó ningún artículo.");
  expect(await published(ReplyProposed, her)).toHaveLength(1);
});

test("a message whose key was destroyed goes to a person", async () => {
  const her = newCase();
  await publish(delegated(her));
  await proposals(her, 1);
  const question = await asked(her, "hola");
  const sealedElsewhere = { ...question, data: { ...question.data, messageId: uuidv7() } };
  await publish(sealedElsewhere);
  await expect.poll(async () => (await published(HandedBack, her))[0]?.data.reason).toBe("unreadable");
});

test("restarted in the middle of a conversation, it goes on", async () => {
  const her = newCase();
  await publish(delegated(her));
  await proposals(her, 1);
  await bot.stop();
  await publish(await asked(her, "2"));
  bot = await start();
  const said = await proposals(her, 2);
  expect(said[1]).toMatchObject({ topic: "denunciar" });
});

test("the broker does not let it send anything itself", async () => {
  const robot = await connectBus({ url: nats.url, ...nats.users.bot, service: "bot", logger });
  await expect(
    robot.jetstream.publish("channel.send-requested.v1", "{}", { timeout: 500 }),
  ).rejects.toThrow();
  await robot.drain();
});

test("nothing she wrote is readable in the database", async () => {
  const her = newCase();
  await publish(await asked(her, "lapislazuli donde denuncio"));
  await publish(delegated(her));
  await proposals(her, 2);
  const db = openDatabase<Record<string, never>>({ url: databases.own.url, name: "test" });
  const dumps = await Promise.all(
    ["delegations", "asks", "outbox", "inbox", "dead_letters"].map((table) =>
      db.pool.query(`select t::text from ${table} t`),
    ),
  );
  await db.destroy();
  expect(JSON.stringify(dumps.map(({ rows }) => rows))).not.toContain("lapislazuli");
});

test("every answer carries the versions of the content and of its article, and both are on the record", async () => {
  const her = newCase();
  await publish(delegated(her));
  await publish(await asked(her, { kind: "choice", id: "article:denunciar", title: "…" }));
  await proposals(her, 2);
  const [, answer] = await published(ReplyProposed, her);
  const versions = await everyPublished(KnowledgeServed);
  const served = versions.find(({ data }) => data.contentVersion === answer?.data.contentVersion);
  expect(served?.data.articles).toContainEqual(
    expect.objectContaining({ id: "denunciar", version: answer?.data.articleVersion }),
  );
});

test("an article that is broken while it runs is told once, and its last good version serves, even after a restart", async () => {
  const file = new URL("denunciar.md", content);
  await writeFile(file, "rota");
  await bot.lookAtContent();
  await bot.lookAtContent();
  await bot.stop();
  bot = await start();
  const her = newCase();
  await publish(delegated(her));
  await publish(await asked(her, { kind: "choice", id: "article:denunciar", title: "…" }));
  const [, answer] = await proposals(her, 2);
  expect(answer).toMatchObject({ topic: "denunciar" });
  await expect
    .poll(async () => (await alerts("article-refused")).map(({ detail }) => detail))
    .toMatchObject([{ file: "denunciar.md", servesLastGood: true }]);
  await cp(new URL("denunciar.md", shippedContent), file);
  await bot.lookAtContent();
});

test("past its date an article is not served any more, and people are told once", async () => {
  shift = Date.parse("2027-07-01T00:00:00Z") - Date.now();
  await bot.lookAtContent();
  await bot.lookAtContent();
  const her = newCase();
  await publish(delegated(her, 24 * 60 * 400));
  await expect.poll(async () => (await published(HandedBack, her))[0]?.data.reason).toBe("topic-outside");
  shift = 0;
  const told = (await alerts("article-expired")).map(({ detail }) => detail.article);
  expect(told).toContain("denunciar");
  expect(new Set(told).size).toBe(told.length);
});

test("what it could not answer is collected in words that are public anyway, and without whose it was", async () => {
  const her = newCase();
  await publish(delegated(her));
  await publish(await asked(her, "el xilófono de Lapislázuli Inventada es turquesa"));
  await proposals(her, 2);
  await settled();
  const db = openDatabase<BotTables>({ url: databases.own.url, name: "test gaps" });
  const gaps = await gapList(db, new Date(Date.now() - 48 * 60 * 60_000));
  const columns = await db.pool.query(
    "select column_name from information_schema.columns where table_name = 'gaps'",
  );
  await db.destroy();
  expect(gaps).toContainEqual(
    expect.objectContaining({ words: "el … de … es …", reason: "not-understood", times: 1 }),
  );
  expect(JSON.stringify(gaps)).not.toMatch(/lapislazuli|inventada|xilofono/i);
  expect(columns.rows.map(({ column_name }) => column_name).sort()).toEqual([
    "day",
    "reason",
    "times",
    "words",
  ]);
});

async function everyPublished<Contract extends EventContract>(
  contract: Contract,
): Promise<EventOf<Contract>[]> {
  const consumer = await admin.jetstream.consumers.get(STREAM, { filter_subjects: [contract.subject] });
  const { num_pending } = await consumer.info();
  const events: EventOf<Contract>[] = [];
  if (num_pending === 0) return events;
  for await (const raw of await consumer.fetch({ max_messages: num_pending, expires: 2_000 })) {
    const parsed = parseEnvelope(raw.subject, raw.data);
    if (parsed.ok) events.push(parsed.event as EventOf<Contract>);
  }
  return events;
}

const alerts = async (code: string) =>
  (await everyPublished(AlertRaised)).map(({ data }) => data).filter((data) => data.code === code);

test("an editor is answered over the broker, with the version that serves, and nothing is published", async () => {
  const ask = async (question: unknown) => {
    const reply = await routing.connection.request("editors.robot", JSON.stringify(question), {
      timeout: 5_000,
    });
    return RobotAnswer.parse(reply.json());
  };
  expect(await ask({ ask: "articles" })).toMatchObject({
    is: "articles",
    answer: { contentVersion: expect.stringMatching(/^es-CL\+/) },
  });
  await expect.poll(() => everyPublished(KnowledgeServed)).not.toEqual([]);
  const lastSequence = async () => (await (await admin.jetstream.streams.get(STREAM)).info()).state.last_seq;
  const before = await lastSequence();
  expect(await ask({ ask: "explain", text: "donde denuncio" })).toMatchObject({ is: "explain" });
  expect((await ask({ ask: "gaps" })).is).toBe("gaps");
  expect(await ask({ ask: "nonsense" })).toEqual({ is: "not-understood" });
  expect(await lastSequence()).toBe(before);
});
