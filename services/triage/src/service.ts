import { migrate, openDatabase } from "@liss/database";
import { connectBus, startRelay, subscribeTo } from "@liss/messaging";
import { healthRouter, type Logger, listen } from "@liss/telemetry";
import { keyProviderOf, openVault, type VaultTables } from "@liss/vault";
import express from "express";
import { assess, newConversation } from "./assess/assess.ts";
import { readingOf } from "./assess/reading.ts";
import type { Config } from "./config.ts";
import { onCodeWordAgreed } from "./conversation/code-words.ts";
import { onForgetting } from "./conversation/forget.ts";
import { migrations } from "./database/migrations.ts";
import type { TriageTables } from "./database/tables.ts";
import { triageMetrics } from "./metrics.ts";
import { onMessageReceived } from "./on-message-received.ts";
import { loadRules } from "./rules/load-rules.ts";

export type Triage = { port: number; ruleVersion: string; stop(): Promise<void> };

export type TriageOptions = { config: Config; logger: Logger; now?: () => Date };

/** Starts everything that triage is; resolves when it serves. */
export async function startTriage({
  config,
  logger,
  now = () => new Date(),
}: TriageOptions): Promise<Triage> {
  // First of all: a rule set that is wrong must stop the start, not the first message.
  const rules = await loadRules();
  // The first message should not wait for the engine to compile what reads it.
  for (const { says } of rules.set.rules)
    assess(rules, newConversation, readingOf({ kind: "text", text: says }));

  const owner = openDatabase<TriageTables>({
    url: config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL,
    name: "triage migrations",
    poolSize: 1,
  });
  await migrate(owner, migrations).finally(() => owner.destroy());

  const db = openDatabase<TriageTables>({ url: config.DATABASE_URL, name: "triage", planOnce: true });
  const keys = openDatabase<VaultTables>({
    url: config.VAULT_DATABASE_URL,
    name: "triage vault",
    poolSize: 4,
  });
  const vault = openVault({ db: keys, keys: keyProviderOf(config) });
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
  const bus = await connectBus({ url, user, password, service: "triage", logger });
  // Each list looks for events of others in passing (see `pace`): the relay does when there is none for longer than that.
  const relay = startRelay({ db, bus, logger, poll: 120 });
  const subscription = subscribeTo<TriageTables>({
    bus,
    db,
    service: "triage",
    logger,
    relay,
    // An executive sees her words meanwhile. What it costs that several are read together is felt by nobody, and what each
    // costs by itself is taken from those who wait for the next words.
    pace: 100,
    handlers: [
      onMessageReceived({ vault, rules, now, metrics: triageMetrics() }),
      onCodeWordAgreed(),
      ...onForgetting(),
    ],
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
    ruleVersion: rules.version,
    stop: async () => {
      await http.close();
      await subscription.stop();
      await relay.stop();
      await bus.drain();
      vault.close();
      await Promise.all([db.destroy(), keys.destroy()]);
    },
  };
}
