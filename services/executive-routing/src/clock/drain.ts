import type { Database } from "@liss/database";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { lockNext, lockOther, reachableSeconds } from "../queue/take.ts";
import { weightOf } from "../queue/weight.ts";
import { claim } from "../session/ownership.ts";
import { appendToSession } from "../store/session-store.ts";

/**
 * Whoever said that she is ready gets the next one as soon as she has room: the queue drains when somebody frees up,
 * without waiting for anybody to press anything. Returns how many sessions found their executive.
 */
export async function drain(db: Database<RoutingTables>, clock: Clock): Promise<number> {
  const reachable = new Date(Date.parse(clock.now()) - reachableSeconds * 1_000);
  const ready = await db
    .selectFrom("executives")
    .innerJoin("presence", "presence.person_id", "executives.person_id")
    .select(["executives.person_id", "executives.role"])
    .where("executives.ready", "=", true)
    .where("presence.state", "=", "here")
    .where("presence.seen_at", ">=", reachable)
    .where((is) => is.exists(is.selectFrom("sessions").select("id").where("status", "=", "waiting")))
    .execute();
  let given = 0;
  for (const { person_id, role } of ready) {
    while (await giveNext(db, clock, person_id, role === "supervisor" ? "supervisor" : "executive"))
      given += 1;
  }
  return given;
}

async function giveNext(
  db: Database<RoutingTables>,
  clock: Clock,
  personId: string,
  role: "executive" | "supervisor",
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const now = clock.now();
    // Her row, then the queue, then the session: the order of every claim.
    if (!(await lockOther(tx, personId))) return false;
    const next = await lockNext(tx, personId, now);
    if (!next) return false;
    const { executive, policy, ...before } = next;
    const weight = weightOf({ tier: before.session.tier, status: "attended" }, policy.weights);
    const decision = claim({ executive, weight, way: "next", now })(before.session);
    if (!decision.accepted || decision.events.length === 0) return false;
    // It is she who takes it: she said that she is ready, and may unsay it.
    await appendToSession(tx, before, decision.events, { kind: "person", id: personId, role });
    return true;
  });
}
