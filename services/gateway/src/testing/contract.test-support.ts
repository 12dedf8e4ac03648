import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import {
  contactScope,
  type Envelope,
  type MessageContent,
  messageContext,
  type OutgoingContent,
  type Sealed,
  SendRequested,
} from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { openMedia, storeMedia } from "@liss/media";
import { type ChatMessage, type PhoneWithConversation, startSimulator } from "@liss/simulator";
import { freshNats } from "@liss/testing";
import { openVault, parseKey, type VaultTables } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { freshDatabases } from "./bench.test-support.ts";
import { environment, startGatewayProcess } from "./gateway-process.test-support.ts";
import { piecesOf } from "./media-store.test-support.ts";
import { appSecret, phoneNumberId } from "./payloads.test-support.ts";
import { startOthers } from "./stream.test-support.ts";

/** The first demo phone. */
export const her = "56900000001";
export const template = { name: "saludo_neutro", language: "es_CL", text: "Hola, ¿cómo estás?" };

export type Received = { messageId: string; kind: string; content: never; replyTo?: string; editOf?: string };
type Change = { messageId: string; state: string; reason?: { code: string } };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The gateway as it runs, between the broker and a faithful Cloud API. */
export async function startContractBench() {
  const port = await freePort();
  const [databases, nats] = await Promise.all([freshDatabases(), freshNats()]);
  const others = await startOthers(nats);
  const simulator = await startSimulator({
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
    more: { PORT: String(port), WHATSAPP_TEMPLATES: JSON.stringify([template]) },
  });
  const gateway = await startGatewayProcess(env);
  const keys = openDatabase<VaultTables>({ url: databases.keys.url, name: "test" });
  const keyEncryptionKey = parseKey(env.LISS_KEY_ENCRYPTION_KEY ?? "");
  const vault = openVault({ db: keys, keyEncryptionKey });
  const tools = { store: others.store, vault };

  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${simulator.url}/control${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the simulator answered ${response.status} ${text}`);
    return (text ? JSON.parse(text) : {}) as T;
  }
  const received = () => others.events("channel.message-received");

  return {
    simulator,
    others,
    control,
    phone: async () => (await control<{ phone: PhoneWithConversation }>("GET", `/phones/${her}`)).phone,
    received,
    opened: async (sealed: Sealed, context: string) => (await vault.open(sealed, context)).toString("utf8"),
    async contentOf({ data }: Envelope): Promise<MessageContent> {
      const { content, messageId } = data as Received;
      return JSON.parse((await vault.open(content, messageContext(messageId))).toString("utf8"));
    },
    /** Liss asks for something to be sent. */
    async request(
      { contactId, sessionId }: { contactId: string; sessionId: string },
      content: OutgoingContent,
      { messageId, replyTo }: { messageId: string; replyTo?: string },
    ): Promise<void> {
      const plaintext = JSON.stringify(content);
      const sealed = await vault.seal(contactScope(contactId), messageContext(messageId), plaintext);
      const now = new Date().toISOString();
      await others.publish(
        SendRequested.create({
          id: uuidv7(),
          source: "executive-routing",
          occurredAt: now,
          actor: { kind: "person", id: "ana", role: "executive" },
          contactId,
          sessionId,
          data: {
            messageId,
            kind: content.kind,
            content: sealed,
            author: "executive",
            requestedAt: now,
            ...(replyTo && { replyTo }),
          },
        }),
      );
    },
    async statesOf(messageId: string): Promise<string[]> {
      return (await others.events("channel.delivery-changed"))
        .map(({ data }) => data as Change)
        .filter((change) => change.messageId === messageId)
        .map(({ state, reason }) => (reason ? `${state}: ${reason.code}` : state));
    },
    async lastBubble(): Promise<ChatMessage | undefined> {
      const { phone } = await control<{ phone: PhoneWithConversation }>("GET", `/phones/${her}`);
      return phone.conversation.findLast(({ direction }) => direction === "in");
    },
    /** A file of ours, sealed in the object store under its message, as executive-routing leaves it. */
    async fileFor(contactId: string, messageId: string, bytes: Buffer) {
      const object = randomUUID();
      await storeMedia(tools, { object, messageId, contactId, sessionId: randomUUID() }, piecesOf(bytes));
      return { object, bytes: bytes.length };
    },
    async openedFile(object: string, messageId: string): Promise<Buffer> {
      const pieces = [];
      for await (const piece of await openMedia(tools, { object, messageId })) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    /** What her phone shows at the address of a bubble. */
    async seen({ url }: { url: string }): Promise<Buffer> {
      return Buffer.from(await (await fetch(simulator.url + url)).arrayBuffer());
    },
    async stop(): Promise<void> {
      await gateway.kill("SIGTERM");
      await simulator.stop();
      await others.stop();
      vault.close();
      await keys.destroy();
      await nats.stop();
      await Promise.all([databases.own.drop(), databases.keys.drop()]);
    },
  };
}

export type ContractBench = Awaited<ReturnType<typeof startContractBench>>;
