import { contactScope, type Envelope, messageContext, SendRequested } from "@liss/contracts";
import { declareMediaBucket, type MediaStore, openMediaStore } from "@liss/media";
import { type Bus, connectBus, declareTopology, STREAM } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import type { FreshNats } from "@liss/testing";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";

/** The other services, as far as the gateway notices them. */
export type Others = {
  /** Everything on the stream so far. */
  events(type?: string): Promise<Envelope[]>;
  /** executive-routing says something. Resolves when the broker has it. */
  publish(event: Envelope): Promise<void>;
  /** It asks something outside of the stream. */
  ask(subject: string, question: object): Promise<unknown>;
  /** It asks for a text to be sent. */
  requestSend(vault: Vault, contactId: string, text: string, sessionId?: string): Promise<string>;
  /** The object store, where files of both sides are. */
  store: MediaStore;
  stop(): Promise<void>;
};

export async function startOthers(nats: FreshNats): Promise<Others> {
  const logger = createLogger("test");
  logger.level = "silent";
  const connect = (service: Bus["service"]) =>
    connectBus({ url: nats.url, ...nats.users[service], service, logger });
  const admin = await connect("admin");
  await declareTopology(admin);
  await declareMediaBucket(admin);
  const routing = await connect("executive-routing");

  async function publish(event: Envelope): Promise<void> {
    const subject = `${event.type}.v${event.version}`;
    await routing.jetstream.publish(subject, JSON.stringify(event), { msgID: event.id });
  }

  return {
    publish,
    ask: async (subject, question) =>
      (await routing.connection.request(subject, JSON.stringify(question), { timeout: 3_000 })).json(),
    store: openMediaStore(routing.connection),
    async events(type) {
      const consumer = await admin.jetstream.consumers.get(STREAM);
      const { num_pending: pending } = await consumer.info(true);
      const events: Envelope[] = [];
      if (pending > 0) {
        for await (const message of await consumer.fetch({ max_messages: pending, expires: 5_000 })) {
          events.push(message.json<Envelope>());
          if (events.length === pending) break;
        }
      }
      return type === undefined ? events : events.filter((event) => event.type === type);
    },
    async requestSend(vault, contactId, text, sessionId) {
      const messageId = uuidv7();
      const plaintext = JSON.stringify({ kind: "text", text });
      const content = await vault.seal(contactScope(contactId), messageContext(messageId), plaintext);
      const now = new Date().toISOString();
      const event = SendRequested.create({
        id: uuidv7(),
        source: "executive-routing",
        occurredAt: now,
        actor: { kind: "person", id: "ana", role: "executive" },
        contactId,
        sessionId,
        data: { messageId, kind: "text", content, author: "executive", requestedAt: now },
      });
      await publish(event);
      return messageId;
    },
    async stop() {
      await Promise.all([admin.drain(), routing.drain()]);
    },
  };
}
