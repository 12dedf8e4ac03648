import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Envelope } from "@liss/contracts";
import { contactScope, messageContext, SendRequested } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { type PhoneWithConversation, type Simulator, startSimulator } from "@liss/simulator";
import { type FreshNats, freshNats, temporaryFolder } from "@liss/testing";
import { openVault, parseKey, type Vault, type VaultTables } from "@liss/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabases } from "./testing/bench.test-support.ts";
import {
  environment,
  type GatewayProcess,
  startGatewayProcess,
} from "./testing/gateway-process.test-support.ts";
import { appSecret, phoneNumberId } from "./testing/payloads.test-support.ts";
import { type Others, startOthers } from "./testing/stream.test-support.ts";

const herPhone = "56900000001";
const words = "necesito ayuda urgente";
const reply = "estoy contigo, cuéntame";

let databases: Awaited<ReturnType<typeof freshDatabases>>;
let nats: FreshNats;
let others: Others;
let simulator: Simulator;
let gateway: GatewayProcess;
let vault: Vault;
let keys: ReturnType<typeof openDatabase<VaultTables>>;
const folder = temporaryFolder();
const traceFile = join(folder.path, "gateway.jsonl");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  [databases, nats] = await Promise.all([freshDatabases(), freshNats()]);
  others = await startOthers(nats);
  simulator = await startSimulator({
    webhookUrl: `http://127.0.0.1:${port}/webhook`,
    appSecret,
    verifyToken: "verify-me",
    phoneNumberId,
    latency: { sent: 5, delivered: 5, read: 5 },
    retryDelaysMs: [0, 50],
  });
  const env = environment({
    databaseUrl: databases.own.url,
    vaultUrl: databases.keys.url,
    nats,
    graphUrl: simulator.url,
    more: { PORT: String(port), LISS_TRACE_FILE: traceFile, WHATSAPP_TIMEOUT: "1" },
  });
  gateway = await startGatewayProcess(env);
  keys = openDatabase<VaultTables>({ url: databases.keys.url, name: "test" });
  vault = openVault({ db: keys, keyEncryptionKey: parseKey(env.LISS_KEY_ENCRYPTION_KEY!) });
});
afterAll(async () => {
  await gateway?.kill("SIGTERM");
  await simulator?.stop();
  await others.stop();
  await keys.destroy();
  await nats.stop();
  await Promise.all([databases.own.drop(), databases.keys.drop()]);
  folder.remove();
});

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the simulator answered ${response.status} ${text}`);
  return (text ? JSON.parse(text) : {}) as T;
}
const writes = (written: object) => control("POST", `/phones/${herPhone}/messages`, written);
const conversation = async () =>
  (await control<{ phone: PhoneWithConversation }>("GET", `/phones/${herPhone}`)).phone.conversation;
const received = () => others.events("channel.message-received");
const kindOf = ({ data }: Envelope) => (data as { kind: string }).kind;
const statesOf = async (messageId: string) =>
  (await others.events("channel.delivery-changed"))
    .map(({ data }) => data as { messageId: string; state: string })
    .filter((data) => data.messageId === messageId)
    .map(({ state }) => state);
const contact = async () => (await received())[0]!;

test("she writes, and her message is on the stream, sealed, in a session", async () => {
  expect(await control("POST", "/verify")).toMatchObject({ verified: true });
  await writes({ type: "text", text: words });
  await expect.poll(async () => (await received()).length, { timeout: 10_000 }).toBe(1);
  const event = await contact();
  const { content, messageId } = event.data as { content: never; messageId: string };
  const plaintext = (await vault.open(content, messageContext(messageId))).toString("utf8");
  expect(JSON.parse(plaintext)).toEqual({ kind: "text", text: words });
});

test("an answer reaches her phone, and its ticks advance to read", async () => {
  const { contactId, sessionId } = await contact();
  const messageId = await others.requestSend(vault, contactId!, reply, sessionId);
  await expect.poll(() => statesOf(messageId), { timeout: 10_000 }).toContain("read");
  const states = await statesOf(messageId);
  const order = ["accepted", "sent", "delivered", "read"];
  expect(states).toEqual(order.filter((state) => states.includes(state)));
  expect((await conversation()).at(-1)).toMatchObject({ direction: "in", content: { text: reply } });
});

test("duplicates, reordering and batches of WhatsApp's own change nothing", async () => {
  const before = (await received()).length;
  await control("POST", "/faults", { kind: "duplicate", copies: 9, times: 1, on: "messages" });
  await writes({ type: "text", text: "una vez" });
  await expect.poll(async () => (await received()).length, { timeout: 10_000 }).toBe(before + 1);
  await control("POST", "/faults", { kind: "reorder", count: 3, times: 1, on: "messages" });
  for (const text of ["a", "b", "c"]) await writes({ type: "text", text });
  await expect.poll(async () => (await received()).length, { timeout: 10_000 }).toBe(before + 4);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await received()).toHaveLength(before + 4);
});

test("an answer withheld by WhatsApp: sent once, shown as unknown, then reconciled by its statuses", async () => {
  await control("POST", "/faults", { kind: "timeout-after-acceptance", holdMs: 3_000, times: 1 });
  await control("POST", "/faults", { kind: "delay", ms: 2_000, on: "statuses", times: 3 });
  const { contactId, sessionId } = await contact();
  const messageId = await others.requestSend(vault, contactId!, "¿sigues ahí?", sessionId);
  await expect.poll(() => statesOf(messageId), { timeout: 15_000 }).toContain("read");
  expect((await statesOf(messageId))[0]).toBe("unknown");
  const { accepted } = await control<{ accepted: unknown[] }>("GET", `/accepted?callbackData=${messageId}`);
  expect(accepted).toHaveLength(1);
});

test("a menu goes out, and what she taps comes back as a choice that answers it", async () => {
  const { contactId, sessionId } = await contact();
  const messageId = crypto.randomUUID();
  const menu = {
    kind: "list",
    body: "¿Sobre qué quieres saber?",
    button: "Ver temas",
    sections: [{ rows: [{ id: "centros", title: "Centros de la Mujer" }] }],
  };
  const content = await vault.seal(contactScope(contactId!), messageContext(messageId), JSON.stringify(menu));
  const now = new Date().toISOString();
  await others.publish(
    SendRequested.create({
      id: crypto.randomUUID(),
      source: "executive-routing",
      occurredAt: now,
      actor: { kind: "robot" },
      contactId,
      sessionId,
      data: { messageId, kind: "list", content, author: "robot", requestedAt: now },
    }),
  );
  await expect.poll(() => statesOf(messageId), { timeout: 10_000 }).toContain("read");
  const bubble = (await conversation()).findLast(({ direction }) => direction === "in")!;
  await writes({ type: "choice", messageId: bubble.id, optionId: "centros" });
  await expect.poll(async () => (await received()).map(kindOf), { timeout: 10_000 }).toContain("choice");
  const choice = (await received()).find((event) => kindOf(event) === "choice")!;
  expect(choice.data).toMatchObject({ replyTo: messageId });
});

test("everything she can do in the chat becomes a message of its kind", async () => {
  const before = (await received()).length;
  const bubble = (await conversation()).findLast(({ direction }) => direction === "in")!;
  const deeds: [object, string][] = [
    [{ type: "location" }, "location"],
    [{ type: "image", caption: "mira" }, "image"],
    [{ type: "voice" }, "voice"],
    [{ type: "document" }, "document"],
    [{ type: "reaction", messageId: bubble.id, emoji: "❤️" }, "reaction"],
    [{ type: "reaction", messageId: bubble.id, emoji: "" }, "reaction"],
    [{ type: "text", text: "cita", replyTo: bubble.id }, "text"],
    [{ type: "raw", message: { type: "sticker", sticker: { id: "1" } } }, "sticker"],
    [{ type: "raw", message: { type: "hologram", hologram: {} } }, "unsupported"],
    [{ type: "raw", message: { type: "unsupported", errors: [{ code: 131051 }] } }, "unsupported"],
  ];
  for (const [deed] of deeds) await writes(deed);
  await writes({ type: "text", text: "me equivoqué" });
  const wrong = (await conversation()).findLast(({ direction }) => direction === "out")!;
  await writes({ type: "edit", messageId: wrong.id, text: "corregido" });
  await writes({ type: "revoke", messageId: wrong.id });
  const kinds = [...deeds.map(([, kind]) => kind), "text", "text"].sort();
  await expect
    .poll(async () => (await received()).slice(before).map(kindOf).sort(), { timeout: 10_000 })
    .toEqual(kinds);
  // What she takes back is no message of its own.
  await expect.poll(async () => (await others.events("channel.message-revoked")).length).toBe(1);
});

test("one trace holds the session: its id is the session's, its root is there, and it is linked to the webhook", async () => {
  const { sessionId } = await contact();
  const traceId = sessionId!.replaceAll("-", "");
  type Span = {
    traceId: string;
    spanId: string;
    parentSpanId?: string;
    name: string;
    links?: { traceId: string }[];
  };
  const spans = () =>
    readFileSync(traceFile, "utf8")
      .trim()
      .split("\n")
      .flatMap((line) => JSON.parse(line).resourceSpans)
      .flatMap((resource: { scopeSpans: { spans: Span[] }[] }) => resource.scopeSpans)
      .flatMap((scope) => scope.spans);
  const ofSession = () => spans().filter((span) => span.traceId === traceId);
  await expect.poll(() => ofSession().map(({ name }) => name), { timeout: 5_000 }).toContain("send message");
  const names = ofSession().map(({ name }) => name);
  for (const name of ["receive message", "publish channel.message-received", "delivery changed"]) {
    expect(names).toContain(name);
  }
  const roots = ofSession().filter(({ name }) => name === "session");
  expect(roots).toHaveLength(1);
  expect(roots[0]!.spanId).toBe(traceId.slice(16));
  const orphans = () => {
    const ids = new Set(ofSession().map(({ spanId }) => spanId));
    return ofSession().filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId));
  };
  await expect.poll(orphans, { timeout: 5_000 }).toEqual([]);
  const first = ofSession().find(({ name }) => name === "receive message")!;
  const webhookTrace = first.links?.[0]?.traceId;
  expect(spans().some((span) => span.traceId === webhookTrace && span.name === "POST /webhook")).toBe(true);
});

test("neither words nor phones are in logs, traces, metrics or the stream", async () => {
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toMatch(/gateway_webhooks_accepted_total\S* \d+/);
  const everything = [
    gateway.output(),
    readFileSync(traceFile, "utf8"),
    metrics,
    JSON.stringify(await others.events()),
  ];
  for (const text of everything) {
    for (const secret of [words, "urgente", "cuéntame", herPhone, "wamid."]) {
      expect(text.includes(secret), secret).toBe(false);
    }
  }
});

test("a forged webhook is counted by reason", async () => {
  const body = "{}";
  for (const headers of [{}, { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }]) {
    const { status } = await fetch(`${gateway.url}/webhook`, { method: "POST", body, headers });
    expect(status).toBe(401);
  }
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toMatch(/gateway_webhooks_rejected_total\{[^}]*reason="no-signature"[^}]*\} 1/);
  expect(metrics).toMatch(/gateway_webhooks_rejected_total\{[^}]*reason="wrong-signature"[^}]*\} 1/);
});

test("without a token there is no engineer's route; health and readiness answer", async () => {
  expect((await fetch(`${gateway.url}/engineer/deliveries?state=not-understood`)).status).toBe(404);
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${gateway.url}/readyz`)).json()).toMatchObject({ status: "ready" });
});
