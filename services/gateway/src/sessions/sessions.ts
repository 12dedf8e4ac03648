import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { GatewayTransaction } from "../database/tables.ts";

/**
 * The session that a contact's messages belong to. The gateway proposes one with the first message and repeats it
 * until executive-routing, which decides, says otherwise.
 */
export type CurrentSession = { sessionId: string; proposed: boolean };

/** One for each contact. The caller holds their rows, so two first messages cannot propose two sessions. */
export async function sessionsFor(
  tx: GatewayTransaction,
  contactIds: readonly string[],
  now: Date,
): Promise<Map<string, CurrentSession>> {
  if (contactIds.length === 0) return new Map();
  const sessions = await openSessionsOf(tx, contactIds);
  const proposed = contactIds.filter((contactId) => !sessions.has(contactId));
  if (proposed.length === 0) return sessions;
  const rows = proposed.map((contactId) => ({ contactId, sessionId: uuidv7() }));
  await sql`
    insert into contact_sessions (session_id, contact_id, confirmed, opened_at)
    select session_id, contact_id, false, ${now} from unnest(
      ${rows.map(({ sessionId }) => sessionId)}::uuid[], ${rows.map(({ contactId }) => contactId)}::uuid[]
    ) as n(session_id, contact_id)`.execute(tx);
  for (const { contactId, sessionId } of rows) sessions.set(contactId, { sessionId, proposed: true });
  return sessions;
}

/** Those that there are; nothing is proposed. */
export async function openSessionsOf(
  tx: GatewayTransaction,
  contactIds: readonly string[],
): Promise<Map<string, CurrentSession>> {
  const { rows } = await sql<{ contact_id: string; session_id: string }>`
    select distinct on (contact_id) contact_id, session_id from contact_sessions
    where contact_id = any(${[...contactIds]}::uuid[]) and closed_at is null
    order by contact_id, confirmed desc, session_id desc`.execute(tx);
  return new Map(
    rows.map(({ contact_id, session_id }) => [contact_id, { sessionId: session_id, proposed: false }]),
  );
}

type Fact = { sessionId: string; contactId: string; at: Date };

/** executive-routing opened it. Other proposals of ours fall away, unless the news is already out of date. */
export async function sessionOpened(
  tx: GatewayTransaction,
  { sessionId, contactId, at }: Fact,
): Promise<void> {
  await lockContact(tx, contactId);
  const { closed_at } = await tx
    .insertInto("contact_sessions")
    .values({ session_id: sessionId, contact_id: contactId, confirmed: true, opened_at: at, closed_at: null })
    .onConflict((conflict) => conflict.column("session_id").doUpdateSet({ confirmed: true }))
    .returning("closed_at")
    .executeTakeFirstOrThrow();
  if (closed_at !== null) return;
  await tx
    .updateTable("contact_sessions")
    .set({ closed_at: at })
    .where("contact_id", "=", contactId)
    .where("session_id", "!=", sessionId)
    .where("confirmed", "=", false)
    .where("closed_at", "is", null)
    .execute();
}

/** executive-routing closed it. Remembered even when its opening has not been heard of yet. */
export async function sessionClosed(
  tx: GatewayTransaction,
  { sessionId, contactId, at }: Fact,
): Promise<void> {
  await lockContact(tx, contactId);
  await tx
    .insertInto("contact_sessions")
    .values({ session_id: sessionId, contact_id: contactId, confirmed: true, opened_at: at, closed_at: at })
    .onConflict((conflict) => conflict.column("session_id").doUpdateSet({ closed_at: at }))
    .execute();
}

async function lockContact(tx: GatewayTransaction, contactId: string): Promise<void> {
  await tx.selectFrom("contacts").select("id").where("id", "=", contactId).forNoKeyUpdate().execute();
}
