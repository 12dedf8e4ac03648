import { openDatabase } from "@liss/database";
import { createIdentity, oidcOf } from "@liss/identity";
import type { Bus } from "@liss/messaging";
import { type Logger, listen } from "@liss/telemetry";
import { sql } from "kysely";
import { auditorApplication } from "./api/application.ts";
import { recordLooks } from "./api/looks.ts";
import { namesOf } from "./api/names.ts";
import type { Config } from "./config.ts";
import { assertCannotRewrite, prepareDatabase } from "./database/rights.ts";
import type { AuditTables } from "./database/tables.ts";
import { openCheckpointFile } from "./ledger/checkpoint-file.ts";
import { startLedger } from "./ledger/ledger.ts";
import { openLogKeys } from "./ledger/log-key.ts";
import { witnessKey } from "./ledger/witness.ts";

export type AuditService = { port: number; stop(): Promise<void> };

/**
 * Prepares the database, starts the ledger and opens the explorer's door.
 * @throws Error in one sentence when the record would not be safe: the application could rewrite it, or the database
 *   is older than what was published
 */
export async function startAudit(
  config: Config,
  { bus, logger, now = () => new Date() }: { bus: Bus; logger: Logger; now?: () => Date },
): Promise<AuditService> {
  const { signer, keys } = await openLogKeys(config);
  await prepareDatabase({ ownerUrl: config.MIGRATION_DATABASE_URL, applicationUrl: config.DATABASE_URL });
  const db = openDatabase<AuditTables>({ url: config.DATABASE_URL, name: "audit" });
  await assertCannotRewrite(db);
  const witness = await witnessOf(config);
  const ledger = await startLedger({
    db,
    bus,
    signer,
    file: await openCheckpointFile(config.CHECKPOINT_FILE),
    logger,
    now,
    witness,
    limits: { queueMs: config.MOST_SECONDS_TO_QUEUE * 1_000, seenMs: config.MOST_SECONDS_TO_SEE },
  });

  const looks = recordLooks({ db, wake: ledger.relay.wake, now });
  const identity = await createIdentity({
    databaseUrl: config.IDENTITY_DATABASE_URL,
    secret: config.LISS_AUTH_SECRET,
    baseUrl: config.PUBLIC_URL,
    cookiePrefix: "liss-explorer",
    mode: config.LISS_MODE,
    secondFactor: config.SECOND_FACTOR,
    oidc: oidcOf(config),
    idleMinutes: config.IDLE_MINUTES,
    sessionHours: config.SESSION_HOURS,
    onAccess: (event) =>
      looks.access(event, async (id) => (await identity.people()).find((person) => person.id === id)?.role),
    log: (level, message) => logger[level]({}, message),
    now,
  });
  if (config.LISS_MODE === "local") await identity.seedDemoPeople();

  const server = await listen(
    auditorApplication({
      db,
      identity,
      names: namesOf(() => identity.people(), now),
      looks,
      completeness: ledger.completeness,
      keys,
      witnesses: witness ? [witness.key] : [],
      origin: config.LISS_LOG_ORIGIN,
      checkpointFile: config.CHECKPOINT_FILE,
      logger,
      publicUrl: config.PUBLIC_URL,
      ready: { postgres: () => sql`select 1`.execute(db), nats: bus.ready, ledger: ledger.ready },
      now,
    }),
    config.PORT,
  );
  return {
    port: server.port,
    stop: async () => {
      await server.close();
      await ledger.stop();
      await identity.close();
      await db.destroy();
    },
  };
}

/** @throws Error in one sentence when the address comes without a key, or with one that is no key of a witness */
async function witnessOf({ LISS_WITNESS_URL: url, LISS_WITNESS_KEY: text }: Config) {
  if (url === undefined) return undefined;
  return { url, key: await witnessKey(text ?? "") };
}
