import { openDatabase } from "@liss/database";
import { loadConfig } from "@liss/telemetry";
import { z } from "zod";
import { Config } from "../config.ts";
import type { AuditTables } from "../database/tables.ts";
import { logKeys, logSigner } from "../ledger/log-key.ts";
import { logSource } from "../ledger/log-source.ts";

/** The record as a command reads it: the application's own role, the file outside the database, the log's keys. */
export async function openRecord(name: string) {
  const { shape } = Config;
  const config = loadConfig(
    z.object({
      DATABASE_URL: shape.DATABASE_URL,
      CHECKPOINT_FILE: shape.CHECKPOINT_FILE,
      LISS_CHECKPOINT_KEY: shape.LISS_CHECKPOINT_KEY,
      LISS_FORMER_LOG_KEYS: shape.LISS_FORMER_LOG_KEYS,
      LISS_LOG_ORIGIN: shape.LISS_LOG_ORIGIN,
    }),
  );
  const db = openDatabase<AuditTables>({ url: config.DATABASE_URL, name: `audit ${name}`, poolSize: 2 });
  const signer = await logSigner(config.LISS_LOG_ORIGIN, config.LISS_CHECKPOINT_KEY);
  return {
    db,
    checkpointFile: config.CHECKPOINT_FILE,
    origin: config.LISS_LOG_ORIGIN,
    keys: await logKeys(signer, config.LISS_FORMER_LOG_KEYS),
    source: logSource(db, config.CHECKPOINT_FILE),
  };
}
