import type { Database, Transaction } from "@liss/database";
import { type SqlBool, sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import type { DeskPerson } from "./commands.ts";
import type { CardQuery } from "./views.ts";

type Reader = Pick<Database<RoutingTables> | Transaction<RoutingTables>, "selectFrom">;

/** Leaves out the contacts that she declared to know: for her they do not exist, in no list and no search. */
export function knownTo(personId: string, query: CardQuery): CardQuery {
  return query.where((is) =>
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
}

/** What waits. What is kept back is a supervisor's to see. */
export function waitingFor(person: DeskPerson, query: CardQuery): CardQuery {
  const waiting = query.where("status", "=", "waiting");
  return person.role === "supervisor" ? waiting : waiting.where("held_until", "is", null);
}

/** What a colleague asks her to take over. */
export function offeredTo(person: DeskPerson, query: CardQuery): CardQuery {
  return query.where("owner_id", "is not", null).where(sql<SqlBool>`state->'transfer'->>'to' = ${person.id}`);
}

/** What others attend, for a supervisor; what is offered to her is in its own place. */
export function attendedByOthers(person: DeskPerson, query: CardQuery): CardQuery {
  return query
    .where("owner_id", "is not", null)
    .where("owner_id", "<>", person.id)
    .where(sql<SqlBool>`state->'transfer'->>'to' is distinct from ${person.id}`);
}

/** Who of these people may not know of which of these sessions, as `person:session`. */
export async function wallsAround(db: Reader, sessionIds: string[]): Promise<ReadonlySet<string>> {
  if (sessionIds.length === 0) return new Set();
  const rows = await db
    .selectFrom("walls")
    .innerJoin("sessions", "sessions.contact_id", "walls.contact_id")
    .select(["walls.person_id", "sessions.id"])
    .where("sessions.id", "in", sessionIds)
    .execute();
  return new Set(rows.map((row) => `${row.person_id}:${row.id}`));
}

/**
 * An executive reads hers while she attends it, and afterwards the one she closed; a supervisor reads what waits and
 * what her team attends (all of it when she has no team). Beyond that somebody breaks the glass, with a reason, on the
 * record. Nobody reads a contact that she knows.
 */
export async function mayRead(
  db: Reader,
  person: DeskPerson,
  session: Session,
  now: string,
): Promise<boolean> {
  const readers = await readersOf(db, [session.id], now);
  return readers(person, session.id);
}

/** Who may read which of these sessions now; asked once for many people, as the live desk does. */
export async function readersOf(
  db: Reader,
  sessionIds: string[],
  now: string,
): Promise<(person: DeskPerson, sessionId: string) => boolean> {
  if (sessionIds.length === 0) return () => false;
  const [rows, walls, glass, supervisors] = await Promise.all([
    db
      .selectFrom("sessions")
      .leftJoin("executives", "executives.person_id", "sessions.last_owner_id")
      .select(["sessions.id", "state", "executives.team"])
      .where("sessions.id", "in", sessionIds)
      .execute(),
    wallsAround(db, sessionIds),
    db
      .selectFrom("glass")
      .select(["person_id", "session_id"])
      .where("session_id", "in", sessionIds)
      .where("until", ">", new Date(now))
      .execute(),
    db
      .selectFrom("executives")
      .select(["person_id", "team"])
      .where("role", "=", "supervisor")
      .where("team", "is not", null)
      .execute(),
  ]);
  const broken = new Set(glass.map((row) => `${row.person_id}:${row.session_id}`));
  const teamOf = new Map(supervisors.map((row) => [row.person_id, row.team]));
  const sessions = new Map(rows.map((row) => [row.id, row]));

  return (person, sessionId) => {
    const row = sessions.get(sessionId);
    const key = `${person.id}:${sessionId}`;
    if (!row || walls.has(key)) return false;
    const { state, team } = row;
    if (state.owner === person.id || broken.has(key)) return true;
    if (person.role === "supervisor") {
      const hers = teamOf.get(person.id) ?? null;
      return hers === null || team === null || hers === team || state.owner === null;
    }
    return state.transfer?.to === person.id || (state.status === "closed" && state.lastOwner === person.id);
  };
}
