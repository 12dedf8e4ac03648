import { sql } from "kysely";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import { type PacingLimits, pacing, refilled } from "./pacing.ts";

/** A message whose turn it is. */
export type Candidate = {
  messageId: string;
  contactId: string;
  sessionId: string | null;
  author: "executive" | "robot" | "system";
  kind: string;
  keyId: string;
  box: Buffer;
  requestedAt: Date;
  replyTo: string | null;
  attempts: number;
  uploadedMedia: string | null;
  uploadedAt: Date | null;
};

export const holdLimits = {
  /**
   * For a message to which the one before it is not known yet. A request that a killed process had received comes
   * again after the broker's ack wait of 10 s; what has not come by then is not coming soon.
   */
  unknownPreviousMs: 15_000,
  /** After a time-out WhatsApp may still be handing the one before over; its first status comes within seconds. */
  unconfirmedPreviousMs: 4_000,
} as const;

type Look = { now: Date; settledBefore: Date; limit: number; pairLimits?: PacingLimits };

/** Nobody of the same contact waits before it: her messages leave one after the other, each in its place. */
const firstOfContact = sql<boolean>`outgoing_messages.carried_by is null and not exists (
  select 1 from outgoing_messages earlier
  where earlier.contact_id = outgoing_messages.contact_id and earlier.dispatch <> 'done'
    and (earlier.sort_at, earlier.position) < (outgoing_messages.sort_at, outgoing_messages.position)
)`;

/** The one that it must not overtake is settled, or was waited for long enough. */
function previousIsSettled(now: Date) {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  return sql<boolean>`(outgoing_messages.previous_message_id is null
    or outgoing_messages.recorded_at <= ${ago(holdLimits.unknownPreviousMs)}
    or exists (
      select 1 from outgoing_messages previous
      where previous.message_id = outgoing_messages.previous_message_id and previous.dispatch = 'done'
        and not (previous.state = 'unknown' and previous.state_at > ${ago(holdLimits.unconfirmedPreviousMs)})
    ))`;
}

/** A person's words, or the robot's that a person's wait behind, come before what only the robot says. */
const behindPeople = sql<boolean>`not exists (
  select 1 from outgoing_messages waiting
  where waiting.contact_id = outgoing_messages.contact_id and waiting.dispatch <> 'done'
    and waiting.author <> 'robot'
)`;

/** Messages that may leave now, at most one per contact; people's before the robot's, then the oldest. */
export async function candidates(db: GatewayDatabase, look: Look): Promise<Candidate[]> {
  const pair = look.pairLimits ?? pacing.pair;
  const rows = await db
    .selectFrom("outgoing_messages")
    .leftJoin("pacing", (join) =>
      join.on("pacing.scope", "=", sql<string>`'pair:' || outgoing_messages.contact_id`),
    )
    .select(columns)
    .where("dispatch", "=", "queued")
    .where("next_attempt_at", "<=", look.now)
    .where("recorded_at", "<=", look.settledBefore)
    .where(firstOfContact)
    .where(previousIsSettled(look.now))
    .where(sql<boolean>`(pacing.scope is null or ${refilled(pair, look.now)} >= 1)`)
    .orderBy(behindPeople)
    .orderBy("requested_at")
    .orderBy("position")
    .limit(look.limit)
    .execute();
  return rows.map(asCandidate);
}

/** While one replica prepares a message, for the others: then, should it have died, they take it. */
const takenMs = 2_000;

/** Of these, the first few that no other replica is about to send; nobody else looks at them for a moment. */
export async function take(
  db: GatewayDatabase,
  due: readonly Candidate[],
  most: number,
  now: Date,
): Promise<Candidate[]> {
  if (most === 0 || due.length === 0) return [];
  const ids = due.map(({ messageId }) => messageId);
  const { rows } = await sql<{ message_id: string }>`
    update outgoing_messages set next_attempt_at = ${new Date(now.getTime() + takenMs)}
    where message_id in (
      select message_id from outgoing_messages
      where message_id = any(${ids}::uuid[]) and dispatch = 'queued' and next_attempt_at <= ${now}
      order by array_position(${ids}::uuid[], message_id)
      limit ${most} for update skip locked
    ) returning message_id`.execute(db);
  const taken = new Set(rows.map(({ message_id }) => message_id));
  return due.filter(({ messageId }) => taken.has(messageId));
}

/** The messages behind this one in its contact's row, for the robot's words that could leave together. */
export async function followersOf(
  db: GatewayDatabase,
  leader: Candidate,
  limit: number,
): Promise<Candidate[]> {
  const rows = await db
    .selectFrom("outgoing_messages")
    .select(columns)
    .where("contact_id", "=", leader.contactId)
    .where("dispatch", "=", "queued")
    .where("message_id", "!=", leader.messageId)
    .where("carried_by", "is", null)
    .orderBy("sort_at")
    .orderBy("position")
    .limit(limit)
    .execute();
  return rows.map(asCandidate);
}

/** The messages whose text this one carries already, from an attempt that WhatsApp did not take. */
export async function carriedBy(
  db: GatewayDatabase | GatewayTransaction,
  messageId: string,
): Promise<Candidate[]> {
  const rows = await db
    .selectFrom("outgoing_messages")
    .select(columns)
    .where("carried_by", "=", messageId)
    .orderBy("sort_at")
    .orderBy("position")
    .execute();
  return rows.map(asCandidate);
}

const columns = [
  "message_id",
  "contact_id",
  "session_id",
  "author",
  "kind",
  "content_key_id",
  "content_box",
  "requested_at",
  "reply_to",
  "attempts",
  "uploaded_media",
  "uploaded_at",
] as const;

type Row = {
  message_id: string;
  contact_id: string;
  session_id: string | null;
  author: Candidate["author"];
  kind: string;
  content_key_id: string;
  content_box: Buffer;
  requested_at: Date;
  reply_to: string | null;
  attempts: number;
  uploaded_media: string | null;
  uploaded_at: Date | null;
};

function asCandidate(row: Row): Candidate {
  return {
    messageId: row.message_id,
    contactId: row.contact_id,
    sessionId: row.session_id,
    author: row.author,
    kind: row.kind,
    keyId: row.content_key_id,
    box: row.content_box,
    requestedAt: row.requested_at,
    replyTo: row.reply_to,
    attempts: row.attempts,
    uploadedMedia: row.uploaded_media,
    uploadedAt: row.uploaded_at,
  };
}

/**
 * Takes a message, and those that it carries, for one attempt. Committed before the request leaves, and by one
 * replica only: from here on nobody posts it again unless WhatsApp has said that it did not take it.
 * @returns which attempt this is, or undefined when somebody else has it.
 */
export async function claim(
  tx: GatewayTransaction,
  { messageId, carried }: { messageId: string; carried: readonly string[] },
  now: Date,
): Promise<number | undefined> {
  const attempting = {
    dispatch: "attempting" as const,
    attempting_since: now,
    attempts: sql<number>`attempts + 1`,
  };
  const row = await tx
    .updateTable("outgoing_messages")
    .set(attempting)
    .where("message_id", "=", messageId)
    .where("dispatch", "=", "queued")
    .where(firstOfContact)
    .returning("attempts")
    .executeTakeFirst();
  if (!row) return undefined;
  if (carried.length > 0) {
    const taken = await tx
      .updateTable("outgoing_messages")
      .set({ ...attempting, carried_by: messageId })
      .where("message_id", "in", carried)
      .where("dispatch", "=", "queued")
      .returning("message_id")
      .execute();
    // One of them moved meanwhile: what was put together is no longer what would be sent.
    if (taken.length !== carried.length) throw new Regrouped();
  }
  return row.attempts;
}

/** The messages that were to leave as one are no longer the same; the next look puts them together again. */
export class Regrouped extends Error {
  override readonly name = "Regrouped";
}

/** Back into the queue, with what it carries, for a message that certainly did not leave. */
export async function requeue(tx: GatewayTransaction, messageId: string, at: Date): Promise<void> {
  await tx
    .updateTable("outgoing_messages")
    .set({ dispatch: "queued", next_attempt_at: at, attempting_since: null })
    .where(({ or, eb }) => or([eb("message_id", "=", messageId), eb("carried_by", "=", messageId)]))
    .where("dispatch", "=", "attempting")
    .execute();
}

/** Not claimed, and not now: what has to be there before it leaves is not. */
export async function putOff(tx: GatewayTransaction, messageId: string, at: Date): Promise<void> {
  await tx
    .updateTable("outgoing_messages")
    .set({ next_attempt_at: at })
    .where("message_id", "=", messageId)
    .where("dispatch", "=", "queued")
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
    .where("carried_by", "is", null)
    .where("attempting_since", "<", startedBefore)
    .orderBy("message_id")
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => row.message_id);
}
