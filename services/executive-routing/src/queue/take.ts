import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Claimant } from "../session/ownership.ts";
import { weightOf } from "./weight.ts";

type Tx = Transaction<RoutingTables>;

/**
 * The executive with what she carries now; her row stays locked until the commit, so that two claims of
 * hers, on two replicas, are decided one after the other and her capacity holds.
 */
export async function lockClaimant(
  tx: Tx,
  person: { id: string; name: string; role: "executive" | "supervisor" },
): Promise<Claimant> {
  const { capacity } = await tx
    .insertInto("executives")
    .values({ person_id: person.id, name: person.name, role: person.role })
    .onConflict((conflict) =>
      conflict.column("person_id").doUpdateSet({ name: person.name, role: person.role }),
    )
    .returning("capacity")
    .executeTakeFirstOrThrow();
  return { id: person.id, capacity, load: await loadOf(tx, person.id) };
}

export async function loadOf(tx: Pick<Tx, "selectFrom">, personId: string): Promise<number> {
  const owned = await tx
    .selectFrom("sessions")
    .select(["tier", "status"])
    .where("owner_id", "=", personId)
    .execute();
  return owned.reduce((sum, session) => sum + weightOf(session), 0);
}

/**
 * The session that must be attended next, locked: the most urgent tier, and in it whoever waits longest.
 * Pickers go one at a time and wait for a session that is being written to, instead of skipping it:
 * nobody is served before somebody more urgent. Null when nobody waits.
 */
export async function lockNext(tx: Tx): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('queue', 0))`.execute(tx);
  for (;;) {
    const first = await tx
      .selectFrom("sessions")
      .select("id")
      .where("status", "=", "waiting")
      .orderBy("tier_rank")
      .orderBy("waiting_since")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    if (!first) return null;
    // Locking may wait for another writer; what was first may then be attended, or no longer first.
    const locked = await tx
      .selectFrom("sessions")
      .select(["id", "tier_rank", "waiting_since"])
      .where("id", "=", first.id)
      .where("status", "=", "waiting")
      .forUpdate()
      .executeTakeFirst();
    if (!locked) continue;
    const ahead = await tx
      .selectFrom("sessions")
      .select("id")
      .where("status", "=", "waiting")
      .where((is) =>
        is.or([
          is("tier_rank", "<", locked.tier_rank),
          is.and([is("tier_rank", "=", locked.tier_rank), is("waiting_since", "<", locked.waiting_since)]),
        ]),
      )
      .executeTakeFirst();
    if (!ahead) return locked.id;
  }
}
