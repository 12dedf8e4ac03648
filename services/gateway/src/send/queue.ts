import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { GatewayDatabase, GatewayTables, GatewayTransaction } from "../database/tables.ts";

/** A message whose turn it is. */
export type Candidate = {
  messageId: string;
  contactId: string;
  sessionId: string | null;
  keyId: string;
  box: Buffer;
  requestedAt: Date;
};

type Look = { now: Date; settledBefore: Date; limit: number };

/** Nobody of the same contact waits before it: her messages leave in the order in which they were requested. */
const firstOfContact = sql<boolean>`not exists (
  select 1 from outgoing_messages earlier
  where earlier.contact_id = outgoing_messages.contact_id and earlier.dispatch <> 'done'
    and (earlier.requested_at, earlier.position) < (outgoing_messages.requested_at, outgoing_messages.position)
)`;

/** Messages that may leave now, at most one per contact; people's before the robot's, then the oldest. */
export async function candidates(db: GatewayDatabase, look: Look): Promise<Candidate[]> {
  const rows = await db
    .selectFrom("outgoing_messages")
    .select(["message_id", "contact_id", "session_id", "content_key_id", "content_box", "requested_at"])
    .where("dispatch", "=", "queued")
    .where("next_attempt_at", "<=", look.now)
    .where("recorded_at", "<=", look.settledBefore)
    .where(firstOfContact)
    .orderBy(sql`author = 'robot'`)
    .orderBy("requested_at")
    .orderBy("position")
    .limit(look.limit)
    .execute();
  return rows.map((row) => ({
    messageId: row.message_id,
    contactId: row.contact_id,
    sessionId: row.session_id,
    keyId: row.content_key_id,
    box: row.content_box,
    requestedAt: row.requested_at,
  }));
}

/**
 * Takes a message for one attempt. Committed before the request leaves, and by one replica only: from here on
 * nobody posts it again unless WhatsApp has said that it did not take it.
 * @returns which attempt this is, or undefined when somebody else has it.
 */
export async function claim(
  db: Database<GatewayTables>,
  messageId: string,
  now: Date,
): Promise<number | undefined> {
  const row = await db
    .updateTable("outgoing_messages")
    .set({ dispatch: "attempting", attempting_since: now, attempts: sql<number>`attempts + 1` })
    .where("message_id", "=", messageId)
    .where("dispatch", "=", "queued")
    .where(firstOfContact)
    .returning("attempts")
    .executeTakeFirst();
  return row?.attempts;
}

/** Back into the queue, for a message that certainly did not leave. */
export async function requeue(tx: GatewayTransaction, messageId: string, at: Date): Promise<void> {
  await tx
    .updateTable("outgoing_messages")
    .set({ dispatch: "queued", next_attempt_at: at, attempting_since: null })
    .where("message_id", "=", messageId)
    .where("dispatch", "=", "attempting")
    .execute();
}

/** Nothing more to be done by the dispatcher. */
export async function finish(tx: GatewayTransaction, messageId: string): Promise<void> {
  await tx
    .updateTable("outgoing_messages")
    .set({ dispatch: "done" })
    .where("message_id", "=", messageId)
    .execute();
}

/** Attempts whose process died or lost its database: locked, so that one replica deals with each. */
export async function abandonedAttempts(tx: GatewayTransaction, startedBefore: Date): Promise<string[]> {
  const rows = await tx
    .selectFrom("outgoing_messages")
    .select("message_id")
    .where("dispatch", "=", "attempting")
    .where("attempting_since", "<", startedBefore)
    .orderBy("message_id")
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => row.message_id);
}
