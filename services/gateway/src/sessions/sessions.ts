import { v7 as uuidv7 } from "uuid";
import type { GatewayTransaction } from "../database/tables.ts";

/**
 * The session that a contact's messages belong to. The gateway proposes one with the first message and repeats it
 * until executive-routing, which decides, says otherwise.
 */
export type CurrentSession = { sessionId: string; proposed: boolean };

/** The caller holds the contact's row, so two first messages cannot propose two sessions. */
export async function sessionFor(
  tx: GatewayTransaction,
  contactId: string,
  now: Date,
): Promise<CurrentSession> {
  const open = await tx
    .selectFrom("contact_sessions")
    .select("session_id")
    .where("contact_id", "=", contactId)
    .where("closed_at", "is", null)
    .orderBy("confirmed", "desc")
    .orderBy("session_id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (open) return { sessionId: open.session_id, proposed: false };
  const sessionId = uuidv7();
  await tx
    .insertInto("contact_sessions")
    .values({
      session_id: sessionId,
      contact_id: contactId,
      confirmed: false,
      opened_at: now,
      closed_at: null,
    })
    .execute();
  return { sessionId, proposed: true };
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
