import type { Database, Transaction } from "@liss/database";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";

/** "LEDG" in ASCII: whoever holds it gives indexes and signs. */
const LEDGER_LOCK = 0x4c454447;

/**
 * Runs `work` in a transaction in which nobody else gives indexes or signs checkpoints. The lock ends with the
 * transaction, so no replica can believe itself leader after losing its connection.
 * @returns undefined when another replica is at it
 */
export async function inTurn<T>(
  db: Database<AuditTables>,
  work: (tx: Transaction<AuditTables>) => Promise<T>,
): Promise<T | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${sql.lit(LEDGER_LOCK)}) as mine`.execute(tx);
    return rows[0]?.mine ? work(tx) : undefined;
  });
}
