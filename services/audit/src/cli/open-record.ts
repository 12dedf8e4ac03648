import { openDatabase } from "@liss/database";
import { loadConfig } from "@liss/telemetry";
import { z } from "zod";
import { Config } from "../config.ts";
import type { AuditTables } from "../database/tables.ts";
import { openLogKeys } from "../ledger/log-key.ts";
import { logSource } from "../ledger/log-source.ts";
import { witnessKey } from "../ledger/witness.ts";

/** The record as a command reads it: the application's own role, the file outside the database, the log's keys. */
export async function openRecord(name: string) {
  const { shape } = Config;
  const config = loadConfig(
    z.object({
      DATABASE_URL: shape.DATABASE_URL,
      CHECKPOINT_FILE: shape.CHECKPOINT_FILE,
      LISS_CHECKPOINT_KEY: shape.LISS_CHECKPOINT_KEY,
      LISS_CHECKPOINT_KEY_FILE: shape.LISS_CHECKPOINT_KEY_FILE,
      LISS_VAULT_KEY: shape.LISS_VAULT_KEY,
      LISS_VAULT_MOUNT: shape.LISS_VAULT_MOUNT,
      VAULT_ADDR: shape.VAULT_ADDR,
      VAULT_TOKEN: shape.VAULT_TOKEN,
      VAULT_TOKEN_FILE: shape.VAULT_TOKEN_FILE,
      VAULT_NAMESPACE: shape.VAULT_NAMESPACE,
      LISS_FORMER_LOG_KEYS: shape.LISS_FORMER_LOG_KEYS,
      LISS_LOG_ORIGIN: shape.LISS_LOG_ORIGIN,
      LISS_WITNESS_KEY: shape.LISS_WITNESS_KEY,
    }),
  );
  const db = openDatabase<AuditTables>({ url: config.DATABASE_URL, name: `audit ${name}`, poolSize: 2 });
  const { keys } = await openLogKeys(config);
  return {
    db,
    checkpointFile: config.CHECKPOINT_FILE,
    origin: config.LISS_LOG_ORIGIN,
    keys,
    witnesses: config.LISS_WITNESS_KEY === undefined ? [] : [await witnessKey(config.LISS_WITNESS_KEY)],
    source: logSource(db, config.CHECKPOINT_FILE),
  };
}
