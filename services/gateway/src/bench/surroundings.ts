import { randomBytes } from "node:crypto";
import { migrate, openDatabase } from "@liss/database";
import { freshNats, freshPostgres } from "@liss/testing";
import { vaultMigrations } from "@liss/vault";
import { sql } from "kysely";
import type { GatewayTables } from "../database/tables.ts";
import {
  environment,
  type GatewayProcess,
  startGatewayProcess,
} from "../testing/gateway-process.test-support.ts";
import { startMeta } from "../testing/meta.test-support.ts";
import { startOthers } from "../testing/stream.test-support.ts";
import { type BareServer, startBareServer } from "./children.ts";

export type Counts = {
  stored: number;
  waiting: number;
  notRead: number;
  messages: number;
  unpublished: number;
};

/** The real gateway process, the real durable Postgres and NATS, and the two references on the same Postgres. */
export type Surroundings = {
  gateway: GatewayProcess;
  secret: string;
  grouped: BareServer;
  single: BareServer;
  /** What the gateway's database holds. */
  counts(): Promise<Counts>;
  stop(): Promise<void>;
};

export async function startSurroundings(): Promise<Surroundings> {
  const postgres = await freshPostgres({ durable: true, databases: ["gateway", "vault", "bare"] });
  const [nats, meta] = await Promise.all([freshNats(), startMeta()]);
  const others = await startOthers(nats); // declares streams and consumers
  const vault = openDatabase({ url: postgres.urlOf("vault"), name: "bench", poolSize: 1 });
  await migrate(vault, vaultMigrations);
  await vault.destroy();
  const bare = openDatabase({ url: postgres.urlOf("bare"), name: "bench", poolSize: 1 });
  await sql`create table bodies (id uuid primary key, received_at timestamptz not null, size int not null, body bytea not null)`.execute(
    bare,
  );
  await sql`alter table bodies alter column body set storage external`.execute(bare);
  await bare.destroy();

  const secret = randomBytes(16).toString("hex");
  const env = environment({
    databaseUrl: postgres.urlOf("gateway"),
    vaultUrl: postgres.urlOf("vault"),
    nats,
    graphUrl: meta.url,
    more: { WHATSAPP_APP_SECRET: secret, LOG_LEVEL: "warn" },
  });
  const gateway = await startGatewayProcess({ ...env, LOG_LEVEL: "info" });
  const bareEnv = { BENCH_DATABASE_URL: postgres.urlOf("bare"), BENCH_SECRET: secret };
  const grouped = await startBareServer({ ...bareEnv, BENCH_GROUPED: "1" });
  const single = await startBareServer(bareEnv);
  const db = openDatabase<GatewayTables>({ url: postgres.urlOf("gateway"), name: "bench", poolSize: 2 });

  return {
    gateway,
    secret,
    grouped,
    single,
    counts: async () => {
      const { rows } = await sql<Counts>`
        select (select count(*) from raw_deliveries) as stored,
          (select count(*) from raw_deliveries where state = 'pending') as waiting,
          (select count(*) from raw_deliveries where state in ('failed', 'not-understood')) as "notRead",
          (select count(*) from inbound_messages) as messages,
          (select count(*) from outbox) as unpublished`.execute(db);
      return rows[0] ?? { stored: 0, waiting: 0, notRead: 0, messages: 0, unpublished: 0 };
    },
    stop: async () => {
      await gateway.kill("SIGTERM");
      grouped.stop();
      single.stop();
      await others.stop();
      await Promise.all([db.destroy(), meta.stop(), nats.stop()]);
      await postgres.stop();
    },
  };
}
