import type { Database, Transaction } from "@liss/database";
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
 * An executive reads hers while she attends it, and afterwards the one she closed; a supervisor reads all, on the
 * record. Nobody reads a contact that she knows.
 */
export async function mayRead(db: Reader, person: DeskPerson, session: Session): Promise<boolean> {
  const wall = await db
    .selectFrom("walls")
    .select("person_id")
    .where("person_id", "=", person.id)
    .where("contact_id", "=", session.contactId)
    .executeTakeFirst();
  if (wall) return false;
  if (person.role === "supervisor" || session.transfer?.to === person.id) return true;
  return session.owner === person.id || (session.status === "closed" && session.lastOwner === person.id);
}
