import type { MessageKind, Sealed } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { type Selectable, sql } from "kysely";
import type { Conversation } from "../assess/assess.ts";
import { burst, nearby } from "../assess/nearby.ts";
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
    .select(["tier", "indicators", "signs", "medical_referral"])
    .where("session_id", "=", about.sessionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const { tier, indicators, signs, medical_referral: medicalReferral } = row;
  return { tier, indicators, signs, medicalReferral };
}

export async function saveConversation(
  tx: Tx,
  sessionId: string,
  { tier, indicators, signs, medicalReferral }: Conversation,
  now: Date,
): Promise<void> {
  await tx
    .updateTable("conversations")
    .set({
      tier,
      indicators: JSON.stringify(indicators),
      signs: JSON.stringify(signs),
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

/** How many messages she wrote in the time of a burst that ends with this one, this one included. */
export async function countLately(tx: Tx, { sessionId, sentAt }: StoredMessage): Promise<number> {
  const { count } = await tx
    .selectFrom("messages")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("session_id", "=", sessionId)
    .where("sent_at", ">", new Date(sentAt.getTime() - burst.ms))
    .where("sent_at", "<=", sentAt)
    .executeTakeFirstOrThrow();
  return Number(count);
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
