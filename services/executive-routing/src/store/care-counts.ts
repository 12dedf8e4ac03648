import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import { readPolicy } from "./policy.ts";

/** Whose row of emergencies ends with this change: she has taken something calmer. */
export function calmedBy(before: Session | null, after: Session): string[] {
  const becameHers = after.owner !== null && after.owner !== before?.owner;
  return becameHers && after.owner !== null && after.tier !== "imminent" ? [after.owner] : [];
}

/**
 * Counts what a change of a session means for whoever carries it: one more emergency, the pause that follows one.
 * Called after the session is written: the row of `care` is locked late and shortly.
 */
export async function countEmergencies(
  tx: Transaction<RoutingTables>,
  before: Session | null,
  after: Session,
  at: string,
): Promise<void> {
  const hadEmergency = before !== null && before.owner !== null && before.emergencyFile !== null;
  const becameHers = after.owner !== null && after.owner !== before?.owner;
  const turnedImminent = after.tier === "imminent" && before?.tier !== "imminent";
  if (after.owner !== null && after.tier === "imminent" && (becameHers || turnedImminent))
    await countEmergency(tx, after.owner, at);
  if (hadEmergency && before.owner !== after.owner) await beginPause(tx, before.owner ?? "", at);
}

async function countEmergency(tx: Transaction<RoutingTables>, personId: string, at: string): Promise<void> {
  await tx
    .insertInto("care")
    .values({ person_id: personId, in_a_row: 1, on_shift: 1, last_emergency_at: at })
    .onConflict((conflict) =>
      conflict.column("person_id").doUpdateSet({
        in_a_row: sql<number>`care.in_a_row + 1`,
        on_shift: sql<number>`care.on_shift + 1`,
        last_emergency_at: at,
      }),
    )
    .execute();
}

async function beginPause(tx: Transaction<RoutingTables>, personId: string, at: string): Promise<void> {
  const { care } = await readPolicy(tx);
  const until = new Date(Date.parse(at) + care.pauseMinutes * 60_000).toISOString();
  await tx
    .insertInto("care")
    .values({ person_id: personId, protected_until: until })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ protected_until: until }))
    .execute();
}
