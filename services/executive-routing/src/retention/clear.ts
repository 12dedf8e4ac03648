import type { ContactId, MessageId, SessionId } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";

type Tx = Transaction<RoutingTables>;

export type Cleared = { messages: number; notes: number; wordMarks: number };

const nothing = Buffer.alloc(0);

/**
 * Takes the sealed bytes, and the marks of words, out of these conversations. That somebody wrote, when, of which kind,
 * and what was done, stays: it is the account of the service.
 */
export async function clearContent(tx: Tx, sessions: readonly SessionId[]): Promise<Cleared> {
  if (sessions.length === 0) return { messages: 0, notes: 0, wordMarks: 0 };
  const ids = [...sessions];
  const messages = await tx
    .updateTable("messages")
    .set({ content_box: nothing })
    .where("session_id", "in", ids)
    .executeTakeFirst();
  await sql`
    update assessments a set evidence_key_id = null, evidence_box = null
    from messages m where m.id = a.message_id and m.session_id = any(${ids}::uuid[])`.execute(tx);
  const notes = await tx
    .updateTable("notes")
    .set({ content_box: nothing })
    .where("session_id", "in", ids)
    .executeTakeFirst();
  await tx.deleteFrom("hand_backs").where("session_id", "in", ids).execute();
  await tx
    .updateTable("referrals")
    .set({ reason_box: nothing })
    .where("session_id", "in", ids)
    .where("reason_box", "is not", null)
    .execute();
  const marks = await tx.deleteFrom("word_marks").where("session_id", "in", ids).executeTakeFirst();
  await tx.deleteFrom("word_salts").where("session_id", "in", ids).execute();
  return {
    messages: Number(messages.numUpdatedRows),
    notes: Number(notes.numUpdatedRows),
    wordMarks: Number(marks.numDeletedRows),
  };
}

/** Takes the sealed bytes, the evidence and the marks of single messages, which she took back. */
export async function clearMessages(tx: Tx, ids: readonly MessageId[]): Promise<void> {
  const these = [...ids];
  await tx.updateTable("messages").set({ content_box: nothing }).where("id", "in", these).execute();
  await tx
    .updateTable("assessments")
    .set({ evidence_key_id: null, evidence_box: null })
    .where("message_id", "in", these)
    .execute();
  await forgetWordsOf(tx, these);
}

/** Nobody finds them by their words any more. */
export async function forgetWordsOf(tx: Tx, messageIds: readonly MessageId[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx
    .deleteFrom("word_marks")
    .where("ref_id", "in", [...messageIds])
    .execute();
}

/** What was known of her beside her conversations. Returns how many facts there were, her plan included. */
export async function clearCase(tx: Tx, contactId: ContactId, now: string): Promise<number> {
  const facts = await tx.deleteFrom("case_facts").where("contact_id", "=", contactId).executeTakeFirst();
  const plan = await tx.deleteFrom("safe_contact").where("contact_id", "=", contactId).executeTakeFirst();
  for (const table of ["notices", "blocks", "walls"] as const)
    await tx.deleteFrom(table).where("contact_id", "=", contactId).execute();
  await tx
    .updateTable("contacts")
    .set({ erased_at: new Date(now), identity_change: null, blocked_at: null })
    .where("id", "=", contactId)
    .execute();
  return Number(facts.numDeletedRows) + Number(plan.numDeletedRows);
}
