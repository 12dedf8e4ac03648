import { SessionClosed, SessionOpened } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { type Bus, type Handler, on, Permanent, startRelay, subscribeTo } from "@liss/messaging";
import { healthRouter, type Logger } from "@liss/telemetry";
import { openVault, parseKey, type VaultTables } from "@liss/vault";
import express, { type Express } from "express";
import type { GatewayConfig } from "./config.ts";
import type { GatewayTables } from "./database/tables.ts";
import { blindIndexes } from "./identity/blind-indexes.ts";
import { contactBook } from "./identity/contacts.ts";
import { startInterpreter } from "./interpret/interpreter.ts";
import { gatewayMetrics } from "./metrics.ts";
import { engineerRouter } from "./receive/engineer.ts";
import { startExpiry } from "./receive/expire.ts";
import { groupCommit } from "./receive/group-commit.ts";
import { insertDeliveries, type RawDelivery } from "./receive/raw-delivery.ts";
import { webhookRouter } from "./receive/webhook.ts";
import { dispatcherDefaults, startDispatcher } from "./send/dispatcher.ts";
import { graphClient } from "./send/graph-client.ts";
import { createPacer } from "./send/pacing.ts";
import { sendRequestHandler } from "./send/request.ts";
import { createTracking } from "./send/tracking.ts";
import { sessionClosed, sessionOpened } from "./sessions/sessions.ts";

export type GatewayService = {
  app: Express;
  /** Finishes what is under way. The HTTP server is closed before, the bus drained after. */
  stop(): Promise<void>;
};

export type GatewayOptions = { config: GatewayConfig; bus: Bus; logger: Logger; now?: () => Date };

/** Starts everything but the HTTP server. The databases are migrated already. */
export function startGateway({
  config,
  bus,
  logger,
  now = () => new Date(),
}: GatewayOptions): GatewayService {
  const db = openDatabase<GatewayTables>({ url: config.DATABASE_URL, name: "gateway", poolSize: 20 });
  // Its own two connections: nothing that the rest of the service does may stand between a webhook and its 200.
  const receiving = openDatabase<GatewayTables>({
    url: config.DATABASE_URL,
    name: "gateway receive",
    poolSize: 2,
  });
  const keys = openDatabase<VaultTables>({ url: config.VAULT_DATABASE_URL, name: "gateway", poolSize: 4 });
  const vault = openVault({ db: keys, keyEncryptionKey: parseKey(config.LISS_KEY_ENCRYPTION_KEY) });
  const phoneNumberId = config.WHATSAPP_PHONE_NUMBER_ID;
  const timeoutMs = config.WHATSAPP_TIMEOUT * 1_000;

  const metrics = gatewayMetrics();
  const indexes = blindIndexes(parseKey(config.LISS_BLIND_INDEX_KEY));
  const contacts = contactBook({ vault, indexes });
  const tracking = createTracking({ vault, indexes, phoneNumberId, now });
  const shared = { db, vault, contacts, indexes, tracking, metrics, phoneNumberId, logger, now };

  const relay = startRelay({ db, bus, logger });
  const interpreter = startInterpreter({ ...shared, onEvents: relay.wake });
  const dispatcher = startDispatcher({
    ...shared,
    graph: graphClient({
      url: config.WHATSAPP_GRAPH_URL,
      version: config.WHATSAPP_GRAPH_VERSION,
      phoneNumberId,
      accessToken: config.WHATSAPP_ACCESS_TOKEN,
      timeoutMs,
    }),
    pacer: createPacer(),
    onEvents: relay.wake,
    abandonedAfterMs: 2 * timeoutMs,
  });
  const subscription = subscribeTo<GatewayTables>({
    bus,
    db,
    service: "gateway",
    logger,
    relay,
    handlers: [
      sendRequestHandler({ phoneNumberId, now, onRequested: soon(dispatcher.wake) }),
      on<typeof SessionOpened, GatewayTables>(SessionOpened, (event, { tx }) =>
        sessionOpened(tx, factOf(event)),
      ),
      on<typeof SessionClosed, GatewayTables>(SessionClosed, (event, { tx }) =>
        sessionClosed(tx, factOf(event)),
      ),
    ] satisfies Handler<GatewayTables>[],
  });
  const expiry = startExpiry({ db, logger, now });

  const deliveries = groupCommit<RawDelivery>({
    write: (rows) => insertDeliveries(receiving, rows),
    bytesOf: ({ box }) => box.byteLength,
  });
  const app = express();
  app.disable("x-powered-by");
  app.use(
    webhookRouter({
      appSecret: config.WHATSAPP_APP_SECRET,
      verifyToken: config.WHATSAPP_VERIFY_TOKEN,
      vault,
      deliveries,
      onStored: interpreter.wake,
      metrics,
      logger,
      now,
    }),
  );
  app.use(engineerRouter(db, config.ENGINEER_TOKEN));
  const answers = (pool: typeof receiving.pool) => () => pool.query("select 1");
  app.use(
    healthRouter({
      ready: { postgres: answers(receiving.pool), vault: answers(keys.pool), nats: () => bus.ready() },
    }),
  );

  return {
    app,
    stop: async () => {
      await deliveries.drain();
      await Promise.all([interpreter.stop(), dispatcher.stop(), subscription.stop(), expiry.stop()]);
      await relay.stop();
      vault.close();
      await Promise.all([db.destroy(), receiving.destroy(), keys.destroy()]);
    },
  };
}

/** A handler calls before its transaction commits, and a request rests a moment before it leaves. */
function soon(wake: () => void): () => void {
  return () => void setTimeout(wake, dispatcherDefaults.settleMs + 20).unref();
}

type Headed = {
  id: string;
  contactId?: string | undefined;
  sessionId?: string | undefined;
  occurredAt: string;
};

function factOf({ id, contactId, sessionId, occurredAt }: Headed) {
  if (contactId === undefined || sessionId === undefined) {
    throw new Permanent(`session event ${id} names no contact or no session`);
  }
  return { contactId, sessionId, at: new Date(occurredAt) };
}
