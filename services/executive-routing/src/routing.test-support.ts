import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  type Actor,
  Assessed,
  type AssessedTier,
  contactScope,
  type Envelope,
  type EventContract,
  type EventOf,
  HandedBack,
  handBackContext,
  IdentityChanged,
  type Indicator,
  MediaSettled,
  type MessageContent,
  MessageReceived,
  MessageRevoked,
  messageContext,
  type NumberAnswer,
  type NumberQuestion,
  numberContext,
  numberSubject,
  parseEnvelope,
  ReplyProposed,
  type ServiceName,
  sessionScope,
  type TakenBackPolicy,
} from "@liss/contracts";
import { migrate, openDatabase } from "@liss/database";
import { demoPeople } from "@liss/identity";
import { declareMediaBucket, openMediaStore, storeMedia } from "@liss/media";
import { type Bus, connectBus, declareTopology } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { freshDatabase, freshNats } from "@liss/testing";
import { KeySettings, openVault, type VaultTables, vaultMigrations } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { WebSocket } from "ws";
import { type Clock, systemClock } from "./arrivals/handling.ts";
import { type Conversation, Desk, type ServerFrame } from "./desk/api.ts";
import { type Routing, startRouting } from "./service.ts";

const logger = createLogger("executive-routing");

/** Real Postgres, real NATS, and as many replicas of the service as a test wants. */
export async function startHouse({
  clock = systemClock,
  perMinute = 5_000,
  keepContentHours = 72,
  takenBack = "keep-sealed",
  erasureJournal,
}: {
  clock?: Clock;
  perMinute?: number;
  keepContentHours?: number;
  takenBack?: TakenBackPolicy;
  erasureJournal?: string;
} = {}) {
  const nats = await freshNats();
  const [routing, vaultDb, identity] = await Promise.all([freshDatabase(), freshDatabase(), freshDatabase()]);
  const kek = randomBytes(32);
  const keys = openDatabase<VaultTables>({ url: vaultDb.url, name: "test vault" });
  await migrate<VaultTables>(keys, vaultMigrations);
  const vault = openVault({ db: keys, keyEncryptionKey: kek });
  const admin = await connectBus({ url: nats.url, ...nats.users.admin, service: "admin", logger });
  await declareTopology(admin);
  await declareMediaBucket(admin);
  const buses = new Map<ServiceName, Promise<Bus>>();
  const replicas: Routing[] = [];

  const busOf = (service: ServiceName): Promise<Bus> => {
    const bus = buses.get(service) ?? connectBus({ url: nats.url, ...nats.users[service], service, logger });
    buses.set(service, bus);
    return bus;
  };

  const house = {
    vault,
    databaseUrl: routing.url,
    /** How the gateway reaches the broker, with its own permissions. */
    gateway: { url: nats.url, ...nats.users.gateway },
    vaultUrl: vaultDb.url,
    store: async () => openMediaStore((await busOf("gateway")).connection),
    /** The broker as another service reaches it, with that service's permissions. */
    busOf,
    /** Starts a replica and returns its address. */
    replica: async (): Promise<string> => {
      const port = await freePort();
      const replica = await startRouting(
        {
          PORT: port,
          LISS_MODE: "local",
          PUBLIC_URL: `http://127.0.0.1:${port}`,
          DATABASE_URL: routing.url,
          VAULT_DATABASE_URL: vaultDb.url,
          IDENTITY_DATABASE_URL: identity.url,
          ...KeySettings.parse({ LISS_KEY_ENCRYPTION_KEY: kek.toString("base64") }),
          LISS_AUTH_SECRET: "a secret that only this test knows, long enough",
          SECOND_FACTOR: "off",
          OIDC_NAME: "la cuenta de tu institución",
          OIDC_SECOND_FACTOR: "asserted",
          IDLE_MINUTES: 30,
          SESSION_HOURS: 12,
          NATS_URL: nats.url,
          NATS_USER: "executive-routing",
          NATS_PASSWORD: nats.users["executive-routing"].password,
          KEEP_CONTENT_HOURS: keepContentHours,
          KEEP_FACTS_DAYS: 365,
          TAKEN_BACK_MESSAGES: takenBack,
          ERASURE_JOURNAL: erasureJournal,
          TRACE_VIEWER_URL: "https://trazas.example/trace/{traceId}",
          SHOW_PRESENCE: true,
          CHOOSING: "everybody",
          QUESTIONS_PER_MINUTE: 5_000,
          COMMANDS_PER_MINUTE: perMinute,
          ROBOT_TOPICS: ["denunciar", "numeros-de-ayuda"],
        },
        logger,
        clock,
      );
      replicas.push(replica);
      return `http://127.0.0.1:${port}`;
    },
    /** Publishes as that service would, with its own permissions. */
    publish: async (event: Envelope): Promise<void> => {
      const bus = await busOf(event.source);
      await bus.jetstream.publish(`${event.type}.v${event.version}`, JSON.stringify(event), {
        msgID: event.id,
      });
    },
    /** Every event of a type published so far. */
    published: async <Contract extends EventContract>(contract: Contract): Promise<EventOf<Contract>[]> => {
      const found: EventOf<Contract>[] = [];
      const consumer = await admin.jetstream.consumers.get("liss", {
        filter_subjects: [contract.subject],
      });
      const { num_pending } = await consumer.info();
      if (num_pending === 0) return found;
      const messages = await consumer.fetch({ max_messages: num_pending, expires: 2_000 });
      for await (const message of messages) {
        const parsed = parseEnvelope(message.subject, message.data);
        if (parsed.ok) found.push(parsed.event as EventOf<Contract>);
      }
      return found;
    },
    /** She writes: what the gateway would publish. Returns the ids. */
    writes: (text: string, from: From = {}) => house.sends({ kind: "text", text }, from),
    /** She sends something of any kind. */
    sends: async (what: MessageContent, from: From = {}) => {
      const contactId = from.contactId ?? uuidv7();
      const sessionId = from.sessionId ?? uuidv7();
      const messageId = from.messageId ?? uuidv7();
      const now = new Date().toISOString();
      const content = await vault.seal(
        sessionScope(contactId, sessionId),
        messageContext(messageId),
        JSON.stringify(what),
      );
      const event = MessageReceived.create({
        ...about("gateway", { kind: "contact" }, contactId, sessionId),
        data: { messageId, kind: what.kind, sentAt: now, receivedAt: now, content, editOf: from.editOf },
      });
      await house.publish(event);
      return { contactId, sessionId, messageId, event };
    },
    /** The gateway is there to be asked for numbers: everybody's is this one. Returns what it was asked. */
    knowsNumbers: async (number: string): Promise<NumberQuestion[]> => {
      const asked: NumberQuestion[] = [];
      const { connection } = await busOf("gateway");
      connection.subscribe(numberSubject, {
        callback: (_, message) => {
          const question = message.json<NumberQuestion>();
          asked.push(question);
          const { contactId } = question;
          void vault.seal(contactScope(contactId), numberContext(contactId), number).then((sealed) => {
            const answer: NumberAnswer = { is: "sealed", number: sealed };
            message.respond(JSON.stringify(answer));
          });
        },
      });
      await connection.flush();
      return asked;
    },
    /** The gateway has fetched the file of her message, checked and sealed it. */
    keepsFile: async (
      of: { contactId: string; sessionId: string; messageId: string },
      mimeType: string,
      bytes: Buffer,
    ) => {
      const object = uuidv7();
      const store = openMediaStore((await busOf("gateway")).connection);
      const pieces = (async function* () {
        yield bytes;
      })();
      const { keyId } = await storeMedia({ store, vault }, { object, ...of }, pieces);
      const outcome = { state: "stored" as const, object, keyId, mimeType, bytes: bytes.length };
      const facts = about("gateway", { kind: "service", name: "gateway" }, of.contactId, of.sessionId);
      await house.publish(MediaSettled.create({ ...facts, data: { messageId: of.messageId, outcome } }));
    },
    /** She takes a message back. */
    revokes: async (from: { contactId: string; sessionId: string }, messageId: string) => {
      const facts = about("gateway", { kind: "contact" }, from.contactId, from.sessionId);
      await house.publish(
        MessageRevoked.create({ ...facts, data: { messageId, revokedAt: facts.occurredAt } }),
      );
    },
    /** WhatsApp says that her number is another one now. */
    changesNumber: async (from: { contactId: string; sessionId: string }) => {
      const facts = about("gateway", { kind: "service", name: "gateway" }, from.contactId, from.sessionId);
      const data = { change: "number-changed" as const, changedAt: facts.occurredAt };
      await house.publish(IdentityChanged.create({ ...facts, data }));
    },
    /** Triage answers. */
    assesses: async (
      message: { contactId: string; sessionId: string; messageId: string },
      tier: AssessedTier,
      indicators: Indicator[] = [],
    ) => {
      const event = Assessed.create({
        ...about("triage", { kind: "service", name: "triage" }, message.contactId, message.sessionId),
        data: {
          messageId: message.messageId,
          tier,
          indicators,
          medicalReferral: false,
          needsListening: false,
          ruleVersion: "test",
        },
      });
      await house.publish(event);
      return event;
    },
    /** The robot proposes. */
    proposes: async (
      to: { contactId: string; sessionId: string },
      delegationId: string,
      text: string,
      topic?: string,
    ) => {
      const messageId = uuidv7();
      const content = await vault.seal(
        sessionScope(to.contactId, to.sessionId),
        messageContext(messageId),
        JSON.stringify({ kind: "text", text }),
      );
      await house.publish(
        ReplyProposed.create({
          ...about("bot", { kind: "robot" }, to.contactId, to.sessionId),
          data: { messageId, delegationId, kind: "text", content, topic, contentVersion: "test" },
        }),
      );
      return messageId;
    },
    /** The robot steps back, with what it leaves to the executive. */
    handsBack: async (
      from: { contactId: string; sessionId: string },
      delegationId: string,
      summary: string,
    ): Promise<void> =>
      house.publish(
        HandedBack.create({
          ...about("bot", { kind: "robot" }, from.contactId, from.sessionId),
          data: {
            delegationId,
            reason: "not-understood",
            summary: await vault.seal(
              sessionScope(from.contactId, from.sessionId),
              handBackContext(delegationId),
              summary,
            ),
          },
        }),
      ),
    stop: async () => {
      for (const replica of replicas) await replica.stop();
      for (const bus of [...buses.values(), admin]) await (await bus).drain();
      await keys.destroy();
      await nats.stop();
      await Promise.all([routing.drop(), vaultDb.drop(), identity.drop()]);
    },
  };
  return house;
}

type From = { contactId?: string; sessionId?: string; messageId?: string; editOf?: string };

export type House = Awaited<ReturnType<typeof startHouse>>;

const about = (source: ServiceName, actor: Actor, contactId: string, sessionId: string) => ({
  id: uuidv7(),
  source,
  occurredAt: new Date().toISOString(),
  actor,
  contactId,
  sessionId,
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

/** A logged-in member of staff, as her browser talks to the desk. */
export async function logIn(url: string, firstName: string) {
  const person = demoPeople.find(({ name }) => name.startsWith(firstName));
  if (!person) throw new Error(`there is no demo person ${firstName}`);
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  if (answer.status !== 200) throw new Error(`login answered ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

  const ask = async (method: string, path: string, body?: unknown, key: string = uuidv7()) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie, origin: url, "content-type": "application/json", "idempotency-key": key },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };

  return {
    ask,
    /** The bytes at an address that the desk gave. */
    open: (path: string) => fetch(`${url}${path}`, { headers: { cookie } }),
    cookie,
    desk: async (): Promise<Desk> => Desk.parse((await ask("GET", "/desk")).body),
    command: (sessionId: string, name: string, body: unknown = {}, key?: string) =>
      ask("POST", `/sessions/${sessionId}/${name}`, body, key),
    read: async (sessionId: string): Promise<Conversation> =>
      (await ask("GET", `/sessions/${sessionId}`)).body,
    says: (sessionId: string, text: string, key?: string, messageId: string = uuidv7()) =>
      ask("POST", `/sessions/${sessionId}/messages`, { messageId, text }, key),
    /** Her WebSocket, with every frame it got. */
    live: async (since: number | null = null) => {
      const socket = new WebSocket(`${url.replace("http", "ws")}/api/live`, {
        headers: { cookie, origin: url },
      });
      const frames: ServerFrame[] = [];
      socket.on("message", (bytes) => frames.push(JSON.parse(bytes.toString())));
      await once(socket, "open");
      socket.send(JSON.stringify({ type: "hello", since }));
      // Until she is greeted what happens is in what she will fetch, and comes in no frame.
      await eventually(() => {
        if (!frames.some(({ type }) => type === "welcome" || type === "resync"))
          throw new Error("not greeted");
      });
      return {
        frames,
        presence: (state: "here" | "away") => socket.send(JSON.stringify({ type: "presence", state })),
        wall: (shown: boolean) => socket.send(JSON.stringify({ type: "wall", shown })),
        watch: (sessionId: string | null) => socket.send(JSON.stringify({ type: "watch", sessionId })),
        close: () => socket.close(),
        closed: () => socket.readyState === WebSocket.CLOSED,
      };
    },
  };
}

/** Waits until something is so; its last error otherwise. */
export async function eventually<T>(look: () => Promise<T> | T, patienceMs = 10_000): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
