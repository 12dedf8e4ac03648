import type { glassReasons, Instant } from "@liss/contracts";
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
  const sight = await sightOf(db, [session.id], now);
  return sight.mayRead(person, session.id);
}

/** For so long after its end a supervisor reads a conversation for the review of her shift (ms). ADR 0024. */
const reviewable = 24 * 60 * 60_000;

/** A conversation opens for her, opens once she gives a reason, or is nothing to her. */
export type Reading = "open" | "with-reason" | "none";

/** The reason with which she opened what was not hers to open, and until when it holds. */
export type Glass = { reason: (typeof glassReasons)[number]; until: Instant };

/** What she has to do to read a conversation: what others closed is looked back on with a reason. */
export type Readings = {
  reading(person: DeskPerson, sessionId: string): Reading;
  glass(person: DeskPerson, sessionId: string): Glass | null;
};

/** Who may know of which sessions, and who may read them; asked once for many people, as the live desk does. */
export type Sight = {
  /** She declared to know the contact: the session does not exist for her. */
  isWalled(person: DeskPerson, sessionId: string): boolean;
  mayRead(person: DeskPerson, sessionId: string): boolean;
};

/** As it is now, in one question. */
export async function sightOf(
  db: Reader,
  sessionIds: readonly string[],
  now: string,
): Promise<Sight & Readings> {
  if (sessionIds.length === 0)
    return { isWalled: () => false, mayRead: () => false, reading: () => "none", glass: () => null };
  const rows = await db
    .selectFrom("sessions")
    .leftJoin("executives", "executives.person_id", "sessions.last_owner_id")
    .innerJoin("contacts", "contacts.id", "sessions.contact_id")
    .select(["sessions.id", "state", "executives.team", "contacts.blocked_at"])
    .select([
      sql<string[]>`array(select person_id from walls where walls.contact_id = sessions.contact_id)`.as(
        "walled",
      ),
      sql<
        string[]
      >`array(select person_id from glass where glass.session_id = sessions.id and until > ${now})`.as(
        "broken",
      ),
      sql<GlassRow["glass"]>`(select
        jsonb_object_agg(person_id, jsonb_build_object('reason', reason, 'until', until))
        from glass where glass.session_id = sessions.id and until > ${now})`.as("glass"),
      sql<Record<string, string> | null>`(select jsonb_object_agg(person_id, team) from executives
        where role = 'supervisor' and team is not null)`.as("teams"),
    ])
    .where(sql<SqlBool>`sessions.id = any(${[...new Set(sessionIds)]}::uuid[])`)
    .execute();
  const sight = sightFrom(rows);
  return { ...sight, ...readingsFrom(rows, sight, now) };
}

type GlassRow = Pick<SightRow, "id" | "state" | "blocked_at"> & {
  glass: Record<string, { reason: Glass["reason"]; until: string }> | null;
};

function readingsFrom(rows: readonly GlassRow[], { isWalled, mayRead }: Sight, now: string): Readings {
  const sessions = new Map(rows.map((row) => [row.id, row]));
  const glass: Readings["glass"] = (person, sessionId) => {
    const broken = sessions.get(sessionId)?.glass?.[person.id];
    return broken ? { reason: broken.reason, until: new Date(broken.until).toISOString() } : null;
  };
  const reading: Readings["reading"] = (person, sessionId) => {
    const row = sessions.get(sessionId);
    if (!row || isWalled(person, sessionId)) return "none";
    const { state, blocked_at } = row;
    const may = mayRead(person, sessionId);
    if (state.status !== "closed") return may ? "open" : "none";
    if (blocked_at !== null) return "none";
    if (glass(person, sessionId) || (may && state.lastOwner === person.id)) return "open";
    const since = Date.parse(now) - Date.parse(state.closedAt ?? state.openedAt);
    return may && since <= reviewable ? "open" : "with-reason";
  };
  return { reading, glass };
}

/** What it takes to know that of a session. */
export type SightRow = {
  id: string;
  state: Session;
  /** Of whoever attends or attended it. */
  team: string | null;
  blocked_at: Date | null;
  /** Whoever declared to know the contact, and whoever broke the glass. */
  walled: string[];
  broken: string[];
  /** Supervisors who have a team, and which. */
  teams: Record<string, string> | null;
};

export function sightFrom(rows: readonly SightRow[]): Sight {
  const sessions = new Map(rows.map((row) => [row.id, row]));

  const isWalled: Sight["isWalled"] = (person, sessionId) =>
    sessions.get(sessionId)?.walled.includes(person.id) ?? false;
  const mayRead: Sight["mayRead"] = (person, sessionId) => {
    const row = sessions.get(sessionId);
    if (!row || isWalled(person, sessionId)) return false;
    const { state, team, broken, teams, blocked_at } = row;
    // Her data are blocked until her request is decided: whoever attends her goes on, nobody looks back.
    if (blocked_at !== null && state.status === "closed") return false;
    if (state.owner === person.id || broken.includes(person.id)) return true;
    if (person.role === "supervisor") {
      const hers = teams?.[person.id] ?? null;
      return hers === null || team === null || hers === team || state.owner === null;
    }
    return state.transfer?.to === person.id || (state.status === "closed" && state.lastOwner === person.id);
  };
  return { isWalled, mayRead };
}
