import type { Server } from "node:http";
import { ContactErased, ContentDestroyed, SessionClosed, SessionOpened } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { openMediaStore } from "@liss/media";
import { type Bus, type Handler, on, Permanent, startRelay, subscribeTo } from "@liss/messaging";
import { readCover } from "@liss/safety";
import { healthRouter, type Logger, oneHostOnly } from "@liss/telemetry";
import { erasureJournal, keyProviderOf, openVault, parseKey, type VaultTables } from "@liss/vault";
import express from "express";
import type { GatewayConfig } from "./config.ts";
import type { GatewayTables } from "./database/tables.ts";
import { clearBoxes } from "./erase/clear-boxes.ts";
import { startTraceEraser } from "./erase/erase-traces.ts";
import { forgetContact } from "./erase/forget-contact.ts";
import { lineMetrics } from "./health/line-metrics.ts";
import { lineRouter } from "./health/line-router.ts";
import { startLineWatch } from "./health/line-watch.ts";
import { watchedBy, webhookRates } from "./health/webhook-rates.ts";
import { blindIndexes } from "./identity/blind-indexes.ts";
import { contactBook } from "./identity/contacts.ts";
import { giveNumbers } from "./identity/give-numbers.ts";
import { interpreterDefaults, startInterpreter } from "./interpret/interpreter.ts";
import { startFetcher } from "./media/fetcher.ts";
import { keepFiles } from "./media/jobs.ts";
import { gatewayMetrics } from "./metrics.ts";
import { engineerRouter } from "./receive/engineer.ts";
import { startExpiry } from "./receive/expire.ts";
import { frontServer } from "./receive/front.ts";
import { groupCommit } from "./receive/group-commit.ts";
import { type RawDelivery, storeDeliveries } from "./receive/raw-delivery.ts";
import { watchRush } from "./receive/rush.ts";
import { webhookReceiver, webhookRouter } from "./receive/webhook.ts";
import { graphClient } from "./send/graph-client.ts";
import { startSending } from "./send/sending.ts";
import { createTracking } from "./send/tracking.ts";
import { sessionClosed, sessionOpened } from "./sessions/sessions.ts";

export type GatewayService = {
  server: Server;
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
    planOnce: true,
    // What takes longer is stored first, and interpreted when it can be.
    lockTimeout: 250,
  });
  const keys = openDatabase<VaultTables>({ url: config.VAULT_DATABASE_URL, name: "gateway", poolSize: 4 });
  const vault = openVault({ db: keys, keys: keyProviderOf(config) });
  const phoneNumberId = config.WHATSAPP_PHONE_NUMBER_ID;
  const timeoutMs = config.WHATSAPP_TIMEOUT * 1_000;

  const rates = webhookRates(now);
  const metrics = watchedBy(rates, gatewayMetrics());
  const indexes = blindIndexes(parseKey(config.LISS_BLIND_INDEX_KEY));
  const contacts = contactBook({ vault, indexes });
  const tracking = createTracking({ vault, indexes, phoneNumberId, now });
  const exitWords = readCover(config.COVER_FILE)["exit-words"];
  const shared = { db, vault, contacts, indexes, tracking, metrics, phoneNumberId, exitWords, logger, now };

  const relay = startRelay({ db, bus, logger });
  const graphAccess = {
    url: config.WHATSAPP_GRAPH_URL,
    version: config.WHATSAPP_GRAPH_VERSION,
    phoneNumberId,
    accessToken: config.WHATSAPP_ACCESS_TOKEN,
    timeoutMs,
  };
  const channel = {
    ...shared,
    onEvents: relay.wake,
    accessToken: config.WHATSAPP_ACCESS_TOKEN,
    store: openMediaStore(bus.connection),
    graph: graphClient(graphAccess),
  };
  const fetcher = startFetcher({ ...channel, hosts: fileHosts(config), maxBytes: largestFile(config) });
  const rush = watchRush(
    groupCommit<RawDelivery>({
      write: async (arriving) => {
        if (await interpreter.atOnce(arriving)) return;
        await storeDeliveries(receiving, vault, arriving);
        setImmediate(interpreter.wake); // once they are answered
      },
      bytesOf: ({ body }) => body.byteLength,
      paceMs: interpreterDefaults.paceMs,
    }),
  );
  const { deliveries } = rush;
  const interpreter = startInterpreter({
    ...shared,
    receiving,
    isReceivingBusy: rush.isOn,
    inPassing: relay,
    keepFiles,
    onFiles: fetcher.wake,
    onEvents: relay.wake,
  });
  const sending = startSending({
    ...channel,
    templates: config.WHATSAPP_TEMPLATES,
    abandonedAfterMs: 2 * timeoutMs,
  });
  const subscription = subscribeTo<GatewayTables>({
    bus,
    db,
    service: "gateway",
    logger,
    relay,
    handlers: [
      ...sending.handlers,
      on<typeof SessionOpened, GatewayTables>(SessionOpened, (event, { tx }) =>
        sessionOpened(tx, factOf(event)),
      ),
      on<typeof SessionClosed, GatewayTables>(SessionClosed, (event, { tx }) =>
        sessionClosed(tx, factOf(event)),
      ),
      on<typeof ContentDestroyed, GatewayTables>(ContentDestroyed, async ({ sessionId }, { tx }) => {
        if (sessionId !== undefined) await clearBoxes(tx, { column: "session_id", id: sessionId });
      }),
      on<typeof ContactErased, GatewayTables>(ContactErased, async ({ contactId }, { tx }) => {
        if (contactId !== undefined) await forgetContact(tx, contactId, now());
      }),
    ] satisfies Handler<GatewayTables>[],
  });
  const journal = erasureJournal(config.ERASURE_JOURNAL);
  const expiry = startExpiry({ db, vault, journal, logger, now });
  const eraser = startTraceEraser({ db, vault, indexes, journal, logger, now, onEvents: relay.wake });
  const stopGiving = giveNumbers({ bus, db, logger, now, onEvents: relay.wake });
  const watch = startLineWatch({ db, graph: graphAccess, rates, logger, now, onEvents: relay.wake });
  lineMetrics(watch.report);

  const app = express();
  app.disable("x-powered-by");
  const webhook = {
    appSecret: config.WHATSAPP_APP_SECRET,
    verifyToken: config.WHATSAPP_VERIFY_TOKEN,
    deliveries,
    isBurst: rush.isOn,
    metrics,
    logger,
    now,
  };
  app.use(webhookRouter(webhook));
  app.use(engineerRouter(db, config.ENGINEER_TOKEN));
  app.use(lineRouter(watch.report));
  const answers = (pool: typeof receiving.pool) => () => pool.query("select 1");
  app.use(
    healthRouter({
      ready: { postgres: answers(receiving.pool), vault: answers(keys.pool), nats: () => bus.ready() },
    }),
  );

  return {
    server: frontServer(webhookReceiver(webhook), oneHostOnly(app)),
    stop: async () => {
      stopGiving();
      await deliveries.drain();
      await Promise.all([
        interpreter.stop(),
        sending.stop(),
        fetcher.stop(),
        subscription.stop(),
        expiry.stop(),
        eraser.stop(),
        watch.stop(),
      ]);
      await relay.stop();
      vault.close();
      await Promise.all([db.destroy(), receiving.destroy(), keys.destroy()]);
    },
  };
}

/** On a developer's machine files come from where the Graph API is, too: the simulator. */
function fileHosts({ WHATSAPP_MEDIA_HOSTS: allowed, LISS_MODE, WHATSAPP_GRAPH_URL }: GatewayConfig) {
  return { allowed, alsoOrigin: LISS_MODE === "local" ? new URL(WHATSAPP_GRAPH_URL).origin : undefined };
}

function largestFile({ WHATSAPP_MEDIA_MAX_MB }: GatewayConfig): number {
  return WHATSAPP_MEDIA_MAX_MB * 2 ** 20;
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
