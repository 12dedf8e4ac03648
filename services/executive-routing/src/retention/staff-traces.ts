import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import { readPolicy } from "../store/policy.ts";

const dayMs = 86_400_000;

/**
 * What is kept about people of the service goes too, once nobody can ask for it any more (`historyDays`): when they were
 * at their desks, and what was announced to them with who read it. Source: docs/adr/0022.
 */
export async function forgetStaffTraces(db: Database<RoutingTables>, now: string): Promise<void> {
  const { historyDays } = await readPolicy(db);
  // A day longer than it can be asked for, so that what held when the first day began is still known.
  const limit = new Date(Date.parse(now) - (historyDays + 1) * dayMs);
  await db.deleteFrom("presence_log").where("at", "<", limit).execute();
  await db
    .deleteFrom("announcements") // and with them, who read them
    .where(sql<boolean>`least(until, withdrawn_at) < ${limit}`)
    .execute();
}
