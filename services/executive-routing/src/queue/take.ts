import type { Database, Transaction } from "@liss/database";
import { type SqlBool, sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import { type CareStanding, limitReached, rested } from "../session/care.ts";
import type { Claimant } from "../session/ownership.ts";
import type { Session } from "../session/session.ts";
import type { Loaded } from "../store/session-store.ts";
import { type Policy, policyFrom } from "./policy.ts";

type Tx = Transaction<RoutingTables>;
type Reader = Pick<Database<RoutingTables> | Tx, "selectFrom">;
export type Staff = { id: string; name: string; role: "executive" | "supervisor" };

/** Without a sign of life for this long she is not rung: somebody else answers sooner. */
export const reachableSeconds = 20;

/** Of whoever gave a sign of life this recently (s), what she does is none: it would be one more row to lock. */
const recentSeconds = 8;

/**
 * Makes the executive's row, or brings her name and role up to date, and locks it until the commit. Whoever does
 * something at the desk is here: it is a sign of life as well. Of whoever is known to be here it is not written: she may
 * wait for the queue next, and everybody's signs of life would wait for hers.
 */
export async function lockStaff(tx: Tx, person: Staff, chooses: boolean, now: string): Promise<void> {
  const mayChoose = person.role === "supervisor" || chooses;
  await sql`
    with alive as (
      insert into presence (person_id, state, seen_at) select ${person.id}, 'here', ${now}::timestamptz
      where not exists (select from presence where person_id = ${person.id}
        and seen_at > ${now}::timestamptz - interval '1 second' * ${recentSeconds})
      on conflict (person_id) do update set seen_at = greatest(presence.seen_at, excluded.seen_at)
    )
    insert into executives (person_id, name, role, may_choose)
    values (${person.id}, ${person.name}, ${person.role}, ${mayChoose})
    on conflict (person_id) do update set name = excluded.name, role = excluded.role
  `.execute(tx);
}

/** Locks somebody else's row, as a claim of hers would. False when the desk has never seen her. */
export async function lockOther(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("executives")
    .select("person_id")
    .where("person_id", "=", personId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** An executive as a rule needs her, with how the desk works now. */
export type Standing = { executive: Claimant; policy: Policy };

type StandingRow = {
  capacity: number;
  may_choose: boolean;
  load: number;
  walled: boolean;
  care: { in_a_row: number; on_shift: number; protected_until: string | null; taken_off: boolean } | null;
  policy: { danger: number; standard: number; delegated: number; rest: object };
};

/**
 * What an executive carries now, counted by the database in one look, with the policy. Her row must be locked by an
 * earlier statement: then two claims of hers, on two replicas, are decided one after the other and her capacity holds.
 * `sessionId`: whose wall is asked for, null when nobody's is.
 */
export async function standingFor(
  tx: Tx,
  personId: string,
  sessionId: string | null,
  now: string,
): Promise<Standing> {
  const { rows } = await sql<StandingRow & { contact_id: string | null }>`
    select executives.capacity, executives.may_choose, sessions.contact_id, walls.person_id is not null as walled,
      (select coalesce(sum(weight_of(carried.status, carried.tier_rank)), 0) from sessions carried
        where carried.owner_id = executives.person_id) as load,
      to_jsonb(care) as care, to_jsonb(policy) as policy
    from executives cross join policy
      left join care on care.person_id = executives.person_id
      left join sessions on sessions.id = ${sessionId}::uuid
      left join walls on walls.person_id = executives.person_id and walls.contact_id = sessions.contact_id
    where executives.person_id = ${personId}`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error("an executive's row must be locked before she is counted");
  return standingFrom(tx, row, { personId, contactId: row.contact_id, now });
}

async function standingFrom(
  tx: Tx,
  row: StandingRow,
  { personId, contactId, now }: { personId: string; contactId: string | null; now: string },
): Promise<Standing> {
  const policy = policyFrom(row.policy);
  const standing: CareStanding = row.care
    ? {
        inARow: row.care.in_a_row,
        onShift: row.care.on_shift,
        protectedUntil: row.care.protected_until && new Date(row.care.protected_until).toISOString(),
        takenOff: row.care.taken_off,
      }
    : rested;
  // Whether somebody else could is only asked of whoever has had enough.
  const tired = limitReached(standing, policy.care, now) !== null;
  const othersCanTake =
    tired && (await availableFor(tx, contactId, policy, now)).some((other) => other !== personId);
  const { capacity, may_choose: mayChoose, load, walled } = row;
  const care = { standing, limits: policy.care, othersCanTake };
  return { executive: { id: personId, capacity, load, walled, mayChoose, care }, policy };
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

/** The session that is next for somebody, locked, and herself as the rule needs her. */
export type Next = Standing & Loaded;

/**
 * The session that must be attended next, locked: the most urgent tier, and in it what was given back, then whoever
 * waits longest. Pickers go one at a time and wait for a session that is being written to, instead of skipping it:
 * nobody is served before somebody more urgent. Undefined when nobody waits. The executive's row is locked before.
 */
export async function lockNext(tx: Tx, personId: string, now: string): Promise<Next | undefined> {
  const { rows } = await sql<StandingRow & { state: Session; version: number }>`
    select * from take_next(${personId})`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { state: session, version } = row;
  const standing = await standingFrom(tx, row, { personId, contactId: session.contactId, now });
  return { ...standing, session, version };
}
