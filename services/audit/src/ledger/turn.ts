import type { Database, Transaction } from "@liss/database";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";

/** "LEDG" in ASCII: whoever holds it gives indexes and signs. */
const LEDGER_LOCK = 0x4c454447;

/**
 * Runs `work` in a transaction in which nobody else gives indexes or signs checkpoints; other replicas wait. The lock
 * ends with the transaction, so no replica can believe itself leader after losing its connection.
 */
export async function inTurn<T>(
  db: Database<AuditTables>,
  work: (tx: Transaction<AuditTables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LEDGER_LOCK)})`.execute(tx);
    return work(tx);
  });
}
