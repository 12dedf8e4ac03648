import { migrate, openDatabase } from "@liss/database";
import { connectBus, startRelay, subscribeTo } from "@liss/messaging";
import { healthRouter, type Logger, listen } from "@liss/telemetry";
import { keyProviderOf, openVault, type VaultTables } from "@liss/vault";
import express from "express";
import type { Config } from "./config.ts";
import { migrations } from "./database/migrations.ts";
import type { BotTables } from "./database/tables.ts";
import { handlers } from "./delegation/handlers.ts";
import { gapList } from "./gaps/store.ts";
import { keepKnowledge } from "./knowledge/keep-knowledge.ts";
import { botMetrics } from "./metrics.ts";
import { listenToEditors } from "./preview/listen-to-editors.ts";

/** Editors see the gaps of the last 90 days. */
const gapsOfMs = 90 * 24 * 60 * 60 * 1000;

export type Bot = {
  port: number;
  contentVersion: string;
  /** Looks for changed content now instead of at the next minute. */
  lookAtContent(): Promise<void>;
  stop(): Promise<void>;
};

export type BotOptions = {
  config: Config;
  logger: Logger;
  now?: () => Date;
  /** Where the content is; what ships with the service when absent. */
  content?: URL;
};

/** Starts everything that the bot is; resolves when it serves. */
export async function startBot({
  config,
  logger,
  now = () => new Date(),
  content,
}: BotOptions): Promise<Bot> {
  const owner = openDatabase<BotTables>({
    url: config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL,
    name: "bot migrations",
    poolSize: 1,
  });
  await migrate(owner, migrations).finally(() => owner.destroy());

  const db = openDatabase<BotTables>({ url: config.DATABASE_URL, name: "bot" });
  const keys = openDatabase<VaultTables>({ url: config.VAULT_DATABASE_URL, name: "bot vault", poolSize: 4 });
  const vault = openVault({ db: keys, keys: keyProviderOf(config) });
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
  const bus = await connectBus({ url, user, password, service: "bot", logger });
  const relay = startRelay({ db, bus, logger });
  const knowledge = await keepKnowledge({
    db,
    logger,
    now,
    wake: relay.wake,
    ...(content ? { folder: content } : {}),
  });
  const subscription = subscribeTo<BotTables>({
    bus,
    db,
    service: "bot",
    logger,
    relay,
    handlers: handlers({
      vault,
      knowledge: knowledge.current,
      now,
      metrics: botMetrics(),
      fictional: config.LISS_MODE === "local",
    }),
  });

  const stopListening = listenToEditors({
    bus,
    logger,
    setting: () => ({
      knowledge: knowledge.current(),
      now: now(),
      gaps: () => gapList(db, new Date(now().getTime() - gapsOfMs)),
    }),
  });

  const answers = (pool: typeof db.pool) => () => pool.query("select 1");
  const app = express().disable("x-powered-by");
  app.use(
    healthRouter({
      ready: { postgres: answers(db.pool), vault: answers(keys.pool), nats: () => bus.ready() },
    }),
  );
  const http = await listen(app, config.PORT);

  return {
    port: http.port,
    contentVersion: knowledge.current().version,
    lookAtContent: knowledge.look,
    stop: async () => {
      stopListening();
      knowledge.stop();
      await http.close();
      await subscription.stop();
      await relay.stop();
      await bus.drain();
      vault.close();
      await Promise.all([db.destroy(), keys.destroy()]);
    },
  };
}
