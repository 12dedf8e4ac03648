import type { Actor } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { outgoing } from "@liss/messaging";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionEvent } from "../session/events.ts";
import { evolve, type Session } from "../session/session.ts";
import { alertOf, raiseAlert } from "./alerts.ts";
import { calmedBy, countEmergencies } from "./care-counts.ts";
import { type Change, recordChanges } from "./feed.ts";
import { published, type StoredMessage } from "./publish.ts";
import { type Answered, type EventRow, type Written, write, writeWithCommit } from "./written.ts";

export type Loaded = { session: Session; version: number };

/** The session, locked until the transaction ends: whoever else decides about it waits. */
export async function lockSession(tx: Transaction<RoutingTables>, id: string): Promise<Loaded | undefined> {
  const row = await tx
    .selectFrom("sessions")
    .select(["state", "version"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row && { session: row.state, version: row.version };
}

/** The open session of a contact, locked. There is at most one (a unique index sees to it). */
export async function lockOpenSessionOf(
  tx: Transaction<RoutingTables>,
  contactId: string,
): Promise<Loaded | undefined> {
  const row = await tx
    .selectFrom("sessions")
    .select(["state", "version"])
    .where("contact_id", "=", contactId)
    .where("status", "<>", "closed")
    .forUpdate()
    .executeTakeFirst();
  return row && { session: row.state, version: row.version };
}

/**
 * Writes what a rule decided: the events, the row they make, what the other services hear and what
 * the screens must look at again, in the caller's transaction. Throws Conflict when somebody wrote first.
 * `last`: nothing of the transaction needs to see it written, so that it travels with the commit; with it, what the command
 * is answered.
 */
export async function appendToSession(
  tx: Transaction<RoutingTables>,
  before: Loaded | undefined,
  events: SessionEvent[],
  actor: Actor,
  alsoChanged: Change[] = [],
  last?: { answered: Answered },
): Promise<Loaded | undefined> {
  let session: Session | null = before?.session ?? null;
  for (const event of events) session = evolve(session, event);
  if (!session) return undefined;
  const version = (before?.version ?? 0) + events.length;

  const messages = await messagesNeeded(tx, events);
  const envelopes = events.flatMap((event) => published(event, session, actor, messages) ?? []);
  const changes: Change[] = [...alsoChanged];
  for (const event of events) {
    const alert = alertOf(event, session);
    if (alert) changes.push(await raiseAlert(tx, alert));
  }
  if (events.length > 0) changes.push({ kind: "session", sessionId: session.id, refId: session.id });
  if (events.length === 0) {
    await recordChanges(tx, changes);
    return { session, version };
  }

  const written: Written = {
    sessions: [{ session, version, expected: before?.version ?? null }],
    events: eventRows(session.id, before?.version ?? 0, events, actor),
    messages: [],
    outgoing: outgoing(envelopes),
    changes,
    answered: last?.answered,
    calmed: calmedBy(before?.session ?? null, session),
  };
  await (last ? writeWithCommit(tx, written) : write(tx, written));
  await countEmergencies(tx, before?.session ?? null, session, events[0]?.at ?? session.openedAt);
  if (events.some((event) => event.type === "identity-confirmed")) {
    await tx
      .updateTable("contacts")
      .set({ identity_change: null })
      .where("id", "=", session.contactId)
      .execute();
  }
  return { session, version };
}

/** Events as rows, numbered after the version that they were decided on. */
export function eventRows(
  sessionId: string,
  before: number,
  events: readonly SessionEvent[],
  actor: Actor,
): EventRow[] {
  return events.map((event, index) => ({
    session_id: sessionId,
    version: before + index + 1,
    type: event.type,
    actor_kind: actor.kind,
    actor_id: actor.kind === "person" ? actor.id : null,
    at: event.at,
    data: event,
  }));
}

async function messagesNeeded(tx: Transaction<RoutingTables>, events: SessionEvent[]) {
  const ids = events
    .filter((event) => event.type === "reply-requested" || event.type === "robot-asked")
    .map((event) => event.messageId);
  const rows = ids.length
    ? await tx
        .selectFrom("messages")
        .select(["id", "kind", "sent_at", "reply_to", "content_key_id", "content_box"])
        .select((is) =>
          is
            .selectFrom("messages as earlier")
            .select("earlier.id")
            .whereRef("earlier.session_id", "=", "messages.session_id")
            .where("earlier.direction", "=", "out")
            .whereRef("earlier.id", "<>", "messages.id")
            .orderBy("earlier.received_at", "desc")
            .limit(1)
            .as("previous_id"),
        )
        .where("id", "in", ids)
        .execute()
    : [];
  const byId = new Map<string, StoredMessage>(
    rows.map((row) => [
      row.id,
      {
        kind: row.kind,
        sentAt: row.sent_at.toISOString(),
        previousMessageId: row.previous_id ?? undefined,
        replyTo: row.reply_to ?? undefined,
        content: { keyId: row.content_key_id, box: row.content_box.toString("base64") },
      },
    ]),
  );
  return (messageId: string): StoredMessage => {
    const message = byId.get(messageId);
    if (!message) throw new Error(`message ${messageId} is decided about but not stored`);
    return message;
  };
}
