import { randomUUID } from "node:crypto";
import { AlertRaised } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { recordChanges } from "../store/feed.ts";

/** While triage stays down, supervisors are told again after this long, not every second. */
const sayAgainAfterMs = 10 * 60_000;

/**
 * Tells the supervisors that triage is down or behind: what waits for it counts as high, and the queue is no longer
 * in the order of risk. Any number of replicas may notice at once; one says it. Source: product.md invariant 2.
 */
export async function tellTriageIsBehind(
  db: Database<RoutingTables>,
  clock: Clock,
  sessions: number,
): Promise<boolean> {
  const now = clock.now();
  return await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('triage-behind'))`.execute(tx);
    const told = await tx
      .selectFrom("alerts")
      .select("id")
      .where("code", "=", "triage-behind")
      .where("at", ">", new Date(Date.parse(now) - sayAgainAfterMs))
      .executeTakeFirst();
    if (told) return false;
    const alert = AlertRaised.create({
      id: randomUUID(),
      source: "executive-routing",
      occurredAt: now,
      actor: { kind: "service", name: "executive-routing" },
      data: { code: "triage-behind", severity: "critical", detail: { sessions } },
    });
    // On the desks at once, so that the next replica sees it; the event puts it on the record.
    await tx
      .insertInto("alerts")
      .values({
        id: alert.id,
        source: alert.source,
        code: alert.data.code,
        severity: alert.data.severity,
        detail: JSON.stringify(alert.data.detail),
        at: now,
      })
      .execute();
    await appendEvents(tx, [alert]);
    await recordChanges(tx, [{ kind: "alert", sessionId: null, refId: alert.id }]);
    return true;
  });
}
