import type { MessageKind, Sealed } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { type Selectable, sql } from "kysely";
import type { Conversation } from "../assess/assess.ts";
import type { MessagesTable, TriageTables } from "../database/tables.ts";

type Tx = Transaction<TriageTables>;

export type StoredMessage = {
  id: string;
  sessionId: string;
  kind: MessageKind;
  sentAt: Date;
  receivedAt: Date;
  content: Sealed;
};

/**
 * The conversation, created if this is its first message, and locked: two messages of hers that arrive at once
 * are assessed one after the other, so that the second sees the first.
 */
export async function lockConversation(
  tx: Tx,
  about: { sessionId: string; contactId: string; now: Date },
): Promise<Conversation> {
  await tx
    .insertInto("conversations")
    .values({
      session_id: about.sessionId,
      contact_id: about.contactId,
      tier: null,
      indicators: "[]",
      medical_referral: false,
      updated_at: about.now,
    })
    .onConflict((conflict) => conflict.column("session_id").doNothing())
    .execute();
  const row = await tx
    .selectFrom("conversations")
    .select(["tier", "indicators", "medical_referral"])
    .where("session_id", "=", about.sessionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { tier: row.tier, indicators: row.indicators, medicalReferral: row.medical_referral };
}

export async function saveConversation(
  tx: Tx,
  sessionId: string,
  { tier, indicators, medicalReferral }: Conversation,
  now: Date,
): Promise<void> {
  await tx
    .updateTable("conversations")
    .set({
      tier,
      indicators: JSON.stringify(indicators),
      medical_referral: medicalReferral,
      updated_at: now,
    })
    .where("session_id", "=", sessionId)
    .execute();
}

/** Keeps the message, sealed as it came. False when it was already there: then it has been assessed. */
export async function addMessage(tx: Tx, message: StoredMessage): Promise<boolean> {
  const added = await tx
    .insertInto("messages")
    .values({
      id: message.id,
      session_id: message.sessionId,
      kind: message.kind,
      sent_at: message.sentAt,
      received_at: message.receivedAt,
      key_id: message.content.keyId,
      box: Buffer.from(message.content.box, "base64"),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** How many messages on each side can complete a sentence, and how far apart they may be written. */
const nearby = { messages: 3, ms: 10 * 60_000 } as const;

/** What she wrote just before and just after, in the order of her clock. */
export async function neighboursOf(
  tx: Tx,
  message: StoredMessage,
): Promise<{ before: StoredMessage[]; after: StoredMessage[] }> {
  const place = sql`(${message.sentAt}::timestamptz, ${message.receivedAt}::timestamptz, ${message.id}::uuid)`;
  const near = (side: "before" | "after") =>
    tx
      .selectFrom("messages")
      .selectAll()
      .where("session_id", "=", message.sessionId)
      .where("sent_at", ">=", new Date(message.sentAt.getTime() - nearby.ms))
      .where("sent_at", "<=", new Date(message.sentAt.getTime() + nearby.ms))
      .where(sql<boolean>`(sent_at, received_at, id) ${sql.raw(side === "before" ? "<" : ">")} ${place}`)
      .orderBy("sent_at", side === "before" ? "desc" : "asc")
      .orderBy("received_at", side === "before" ? "desc" : "asc")
      .orderBy("id", side === "before" ? "desc" : "asc")
      .limit(nearby.messages)
      .execute();
  const before = await near("before");
  const after = await near("after");
  return { before: before.reverse().map(storedMessage), after: after.map(storedMessage) };
}

function storedMessage(row: Selectable<MessagesTable>): StoredMessage {
  return {
    id: row.id,
    sessionId: row.session_id,
    kind: row.kind,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    content: { keyId: row.key_id, box: row.box.toString("base64") },
  };
}
