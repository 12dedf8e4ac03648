import type { Database, Transaction } from "@liss/database";
import { type SqlBool, sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import { type CareStanding, limitReached, rested } from "../session/care.ts";
import type { Claimant } from "../session/ownership.ts";
import type { Policy } from "./policy.ts";

type Tx = Transaction<RoutingTables>;
type Reader = Pick<Database<RoutingTables> | Tx, "selectFrom">;
export type Staff = { id: string; name: string; role: "executive" | "supervisor" };

/** Without a sign of life for this long she is not rung: somebody else answers sooner. */
export const reachableSeconds = 20;

/** Makes the executive's row, or brings her name and role up to date, and locks it until the commit. */
export async function lockStaff(tx: Tx, person: Staff, chooses: boolean): Promise<void> {
  const supervisor = person.role === "supervisor";
  await tx
    .insertInto("executives")
    .values({
      person_id: person.id,
      name: person.name,
      role: person.role,
      may_choose: supervisor || chooses,
    })
    .onConflict((conflict) =>
      conflict.column("person_id").doUpdateSet({ name: person.name, role: person.role }),
    )
    .execute();
}

/**
 * The executive with what she carries now, counted by the database; her row stays locked until the commit, so that
 * two claims of hers, on two replicas, are decided one after the other and her capacity holds. Undefined when the
 * desk has never seen her.
 */
export async function lockClaimant(
  tx: Tx,
  personId: string,
  { contactId, policy, now }: { contactId: string | null; policy: Policy; now: string },
): Promise<Claimant | undefined> {
  const executive = await tx
    .selectFrom("executives")
    .select(["capacity", "may_choose"])
    .where("person_id", "=", personId)
    .forUpdate()
    .executeTakeFirst();
  if (!executive) return undefined;
  const wall = contactId
    ? await tx
        .selectFrom("walls")
        .select("person_id")
        .where("person_id", "=", personId)
        .where("contact_id", "=", contactId)
        .executeTakeFirst()
    : undefined;
  const standing = await standingOf(tx, personId);
  // Whether somebody else could is only asked of whoever has had enough.
  const tired = limitReached(standing, policy.care, now) !== null;
  return {
    id: personId,
    capacity: executive.capacity,
    load: await loadOf(tx, personId),
    walled: wall !== undefined,
    mayChoose: executive.may_choose,
    care: {
      standing,
      limits: policy.care,
      othersCanTake:
        tired && (await availableFor(tx, contactId, policy, now)).some((other) => other !== personId),
    },
  };
}

export async function loadOf(db: Reader, personId: string): Promise<number> {
  const { load } = await db
    .selectFrom("sessions")
    .select(sql<number>`coalesce(sum(weight_of(status, tier_rank)), 0)`.as("load"))
    .where("owner_id", "=", personId)
    .executeTakeFirstOrThrow();
  return load;
}

export async function standingOf(db: Reader, personId: string): Promise<CareStanding> {
  const care = await db.selectFrom("care").selectAll().where("person_id", "=", personId).executeTakeFirst();
  if (!care) return rested;
  return {
    inARow: care.in_a_row,
    onShift: care.on_shift,
    protectedUntil: care.protected_until?.toISOString() ?? null,
    takenOff: care.taken_off,
  };
}

/**
 * Executives who could take an emergency of this contact now, in the order in which it rings for them: here and
 * reachable, with room, within what cares for them, not knowing her; the least loaded first, then who had one longest ago.
 */
export async function availableFor(
  db: Reader,
  contactId: string | null,
  { care, weights }: Policy,
  now: string,
): Promise<string[]> {
  const reachable = new Date(Date.parse(now) - reachableSeconds * 1_000);
  const load = sql<number>`(select coalesce(sum(weight_of(s.status, s.tier_rank)), 0) from sessions s
    where s.owner_id = executives.person_id)`;
  const rows = await db
    .selectFrom("executives")
    .innerJoin("presence", "presence.person_id", "executives.person_id")
    .leftJoin("care", "care.person_id", "executives.person_id")
    .select("executives.person_id")
    .where("executives.role", "=", "executive")
    .where("presence.state", "=", "here")
    .where("presence.seen_at", ">=", reachable)
    .where(sql<SqlBool>`coalesce(care.taken_off, false) = false`)
    .where(sql<SqlBool>`coalesce(care.protected_until, '-infinity') <= ${now}`)
    .where(sql<SqlBool>`coalesce(care.in_a_row, 0) < ${care.inARow}`)
    .where(sql<SqlBool>`coalesce(care.on_shift, 0) < ${care.perShift}`)
    .where(sql<SqlBool>`${load} + ${weights.danger} <= executives.capacity`)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("walls")
            .select("walls.contact_id")
            .whereRef("walls.person_id", "=", "executives.person_id")
            .where("walls.contact_id", "=", contactId),
        ),
      ),
    )
    .orderBy(load)
    .orderBy(sql`care.last_emergency_at nulls first`)
    .orderBy("executives.person_id")
    .execute();
  return rows.map((row) => row.person_id);
}

/**
 * Who waits, as this person may know it: contacts behind her wall do not exist for her, and what is kept back does
 * not wait. A language or skill that she has not is left to somebody here who has it; an emergency never is.
 */
const waitingFor = (tx: Tx, personId: string) =>
  tx
    .selectFrom("sessions")
    .where("status", "=", "waiting")
    .where("held_until", "is", null)
    .where(
      sql<SqlBool>`(needs = '{}' or tier_rank = 0
        or needs <@ (select skills || languages from executives where person_id = ${personId})
        or not exists (select from executives able join presence on presence.person_id = able.person_id
          where presence.state = 'here' and presence.seen_at > now() - interval '1 minute'
            and sessions.needs <@ (able.skills || able.languages)))`,
    )
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("walls")
            .select("walls.contact_id")
            .where("walls.person_id", "=", personId)
            .whereRef("walls.contact_id", "=", "sessions.contact_id"),
        ),
      ),
    );

/**
 * The session that must be attended next, locked: the most urgent tier, and in it what was given back, then whoever
 * waits longest. Pickers go one at a time and wait for a session that is being written to, instead of skipping it:
 * nobody is served before somebody more urgent. Null when nobody waits.
 */
export async function lockNext(tx: Tx, personId: string): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('queue', 0))`.execute(tx);
  for (;;) {
    const first = await waitingFor(tx, personId)
      .select("id")
      .orderBy("tier_rank")
      .orderBy("place")
      .orderBy("waiting_since")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    if (!first) return null;
    // Locking may wait for another writer; what was first may then be attended, or no longer first.
    const locked = await tx
      .selectFrom("sessions")
      .select(["id", "tier_rank", "place", "waiting_since"])
      .where("id", "=", first.id)
      .where("status", "=", "waiting")
      .forUpdate()
      .executeTakeFirst();
    if (!locked) continue;
    const ahead = await waitingFor(tx, personId)
      .select("id")
      .where(
        sql<SqlBool>`(tier_rank, place, waiting_since) < (${locked.tier_rank}, ${locked.place}, ${locked.waiting_since})`,
      )
      .executeTakeFirst();
    if (!ahead) return locked.id;
  }
}
