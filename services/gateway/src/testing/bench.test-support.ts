import { randomBytes } from "node:crypto";
import {
  contactScope,
  type Envelope,
  type MessageContent,
  type MessageKind,
  messageContext,
  type Sealed,
} from "@liss/contracts";
import { migrate, openDatabase } from "@liss/database";
import { defaultExitWords } from "@liss/safety";
import { createLogger, listen } from "@liss/telemetry";
import { freshDatabase, testClock } from "@liss/testing";
import { openVault, type Vault, type VaultTables, vaultMigrations } from "@liss/vault";
import express from "express";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { migrations } from "../database/migrations.ts";
import { boxOf } from "../database/sealed-columns.ts";
import type { GatewayDatabase, GatewayTables } from "../database/tables.ts";
import { blindIndexes } from "../identity/blind-indexes.ts";
import { contactBook } from "../identity/contacts.ts";
import { type InterpreterOptions, interpretNext } from "../interpret/interpreter.ts";
import { gatewayMetrics } from "../metrics.ts";
import { engineerRouter } from "../receive/engineer.ts";
import { groupCommit } from "../receive/group-commit.ts";
import { type RawDelivery, storeDeliveries } from "../receive/raw-delivery.ts";
import { webhookRouter } from "../receive/webhook.ts";
import { createPacer } from "../send/pacing.ts";
import { createTracking } from "../send/tracking.ts";
import { appSecret, deliver, phoneNumberId } from "./payloads.test-support.ts";

export const engineerToken = "token-of-an-engineer";

export type RequestMore = { author?: "robot"; messageId?: string; replyTo?: string; requestedAt?: Date };

/** The real parts on a database of their own, without broker: what they say waits in the outbox to be read. */
export type Bench = Awaited<ReturnType<typeof startBench>>;

const migratedWith = (own: typeof migrations) => async (_db: unknown, url: string) => {
  const db = openDatabase({ url, name: "migrations" });
  await migrate(db, own);
  await db.destroy();
};

export async function freshDatabases() {
  const [own, keys] = await Promise.all([
    freshDatabase({ template: "gateway", migrate: migratedWith(migrations) }),
    freshDatabase({ template: "vault", migrate: migratedWith(vaultMigrations) }),
  ]);
  return { own, keys };
}

export async function startBench() {
  const databases = await freshDatabases();
  const db: GatewayDatabase = openDatabase<GatewayTables>({ url: databases.own.url, name: "test" });
  const keys = openDatabase<VaultTables>({ url: databases.keys.url, name: "test" });
  const keyEncryptionKey = randomBytes(32);
  const blindIndexKey = randomBytes(32);
  const vault: Vault = openVault({ db: keys, keyEncryptionKey });
  const clock = testClock("2026-11-23T21:00:00.000Z");
  const now = () => clock.now();
  const indexes = blindIndexes(blindIndexKey);
  const contacts = contactBook({ vault, indexes });
  const tracking = createTracking({ vault, indexes, phoneNumberId, now });
  const metrics = gatewayMetrics();
  const logger = createLogger("gateway");
  logger.level = "silent";
  const tools: InterpreterOptions = {
    db,
    vault,
    contacts,
    indexes,
    tracking,
    metrics,
    phoneNumberId,
    exitWords: defaultExitWords,
    logger,
    now,
    onEvents: () => {},
  };

  const app = express();
  const deliveries = groupCommit<RawDelivery>({
    write: (rows) => storeDeliveries(db, vault, rows),
    bytesOf: ({ body }) => body.byteLength,
  });
  const webhook = { appSecret, verifyToken: "verify-me", deliveries, metrics, logger, now };
  app.use(webhookRouter({ ...webhook, isBurst: () => false }));
  app.use(engineerRouter(db, engineerToken));
  const http = await listen(app, 0);
  const url = `http://127.0.0.1:${http.port}`;

  async function interpretAll(more: Partial<InterpreterOptions> = {}): Promise<void> {
    while (await interpretNext({ ...tools, ...more }));
  }

  return {
    ...tools,
    pacer: createPacer({ db, phoneNumberId }),
    clock,
    url,
    databaseUrl: databases.own.url,
    vaultUrl: databases.keys.url,
    keyEncryptionKey,
    blindIndexKey,
    interpretAll,
    /** Posts each body, expects 200, and interprets. */
    async receive(...payloads: (object | string)[]): Promise<void> {
      for (const payload of payloads) {
        const { status } = await deliver(url, payload);
        if (status !== 200) throw new Error(`the gateway answered ${status}`);
      }
      await interpretAll();
    },
    /** Everything said so far, or only events of this type. */
    async events(type?: string): Promise<Envelope[]> {
      const rows = await db.selectFrom("outbox").select("body").orderBy("position").execute();
      const events = rows.map(({ body }) => JSON.parse(Buffer.from(body).toString("utf8")) as Envelope);
      return type === undefined ? events : events.filter((event) => event.type === type);
    },
    /** Content keys in the vault. */
    async keyCount(): Promise<number> {
      return (await keys.selectFrom("content_keys").select("id").execute()).length;
    },
    async contentOf(event: Envelope): Promise<MessageContent> {
      const { content, messageId } = event.data as { content: Sealed; messageId: string };
      return JSON.parse((await vault.open(content, messageContext(messageId))).toString("utf8"));
    },
    /** As executive-routing would ask for it. */
    async request(
      contactId: string,
      content: { kind: MessageKind } & Record<string, unknown>,
      more: RequestMore = {},
    ) {
      const messageId = more.messageId ?? uuidv7();
      const sealed = await vault.seal(
        contactScope(contactId),
        messageContext(messageId),
        JSON.stringify(content),
      );
      await db
        .insertInto("outgoing_messages")
        .values({
          message_id: messageId,
          contact_id: contactId,
          session_id: null,
          author: more.author ?? "executive",
          kind: content.kind,
          content_key_id: sealed.keyId,
          content_box: boxOf(sealed),
          requested_at: more.requestedAt ?? now(),
          sort_at: more.requestedAt ?? now(),
          previous_message_id: null,
          reply_to: more.replyTo ?? null,
          carried_by: null,
          uploaded_media: null,
          uploaded_at: null,
          heard_until: null,
          recorded_at: new Date(now().getTime() - 1_000),
          dispatch: "queued",
          attempts: 0,
          next_attempt_at: now(),
          attempting_since: null,
          state: "queued",
          state_at: now(),
          reason_code: null,
          phone_number_id: phoneNumberId,
          wamid_index: null,
          wamid_key_id: null,
          wamid_box: null,
        })
        .execute();
      return messageId;
    },
    async stateOf(messageId: string) {
      return await db
        .selectFrom("outgoing_messages")
        .select(["state", "reason_code", "dispatch", "attempts"])
        .where("message_id", "=", messageId)
        .executeTakeFirstOrThrow();
    },
    /** Everything forgotten, as if nobody had ever written. */
    async clear(): Promise<void> {
      await sql`truncate raw_deliveries, not_understood_items, notices, contacts, identity_conflicts, windows,
        contact_sessions, inbound_messages, outgoing_messages, waiting_statuses, stopped_lines, outbox, pacing, media_jobs,
        presence_requests,
        waiting_revocations, erasures, expired_keys, identity_changes, line_events, line_alarms, line_checks, traffic_hours`.execute(
        db,
      );
    },
    async stop() {
      await http.close();
      await Promise.all([db.destroy(), keys.destroy()]);
      await Promise.all([databases.own.drop(), databases.keys.drop()]);
    },
  };
}
