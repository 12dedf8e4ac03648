import type { Actor } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents, Conflict } from "@liss/messaging";
import { type SqlBool, sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionEvent } from "../session/events.ts";
import { evolve, type Session } from "../session/session.ts";
import { rankOf } from "../session/tier.ts";
import { alertOf, raiseAlert } from "./alerts.ts";
import { countCare } from "./care-counts.ts";
import { type Change, recordChanges } from "./feed.ts";
import { published, type StoredMessage } from "./publish.ts";

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
 */
export async function appendToSession(
  tx: Transaction<RoutingTables>,
  before: Loaded | undefined,
  events: SessionEvent[],
  actor: Actor,
  alsoChanged: Change[] = [],
): Promise<Loaded | undefined> {
  let session: Session | null = before?.session ?? null;
  for (const event of events) session = evolve(session, event);
  if (!session) return undefined;
  const version = (before?.version ?? 0) + events.length;

  if (events.length > 0) {
    await writeSession(tx, session, { version, expected: before?.version, events, actor });
    const messages = await messagesNeeded(tx, events);
    const envelopes = events
      .map((event) => published(event, session, actor, messages))
      .filter((envelope) => envelope !== null);
    await appendEvents(tx, envelopes);
    await countCare(tx, before?.session ?? null, session, events[0]?.at ?? session.openedAt);
  }

  if (events.some((event) => event.type === "identity-confirmed")) {
    await tx
      .updateTable("contacts")
      .set({ identity_change: null })
      .where("id", "=", session.contactId)
      .execute();
  }

  const changes: Change[] = [...alsoChanged];
  for (const event of events) {
    const alert = alertOf(event, session);
    if (alert) changes.push(await raiseAlert(tx, alert));
  }
  if (events.length > 0) changes.push({ kind: "session", sessionId: session.id, refId: session.id });
  await recordChanges(tx, changes);
  return { session, version };
}

/** The row and its events, in one statement. */
async function writeSession(
  tx: Transaction<RoutingTables>,
  session: Session,
  written: { version: number; expected: number | undefined; events: SessionEvent[]; actor: Actor },
): Promise<void> {
  const { version, expected, events, actor } = written;
  const columns = {
    status: session.status,
    tier: session.tier,
    tier_rank: rankOf(session.tier),
    owner_id: session.owner,
    last_owner_id: session.lastOwner,
    waiting_since: session.waitingSince,
    unassessed_since: session.unassessed[0]?.at ?? null,
    delegation_expires_at: session.delegation?.expiresAt ?? null,
    place: session.continuation === null ? 1 : 0,
    offer_until: session.offer?.until ?? session.transfer?.until ?? null,
    ring_until: session.ring.until,
    held_until: session.heldUntil,
    needs: session.needs,
    emergency_since:
      session.status !== "closed" && session.emergency === null
        ? (session.emergencyFile?.openedAt ?? null)
        : null,
    version,
    state: JSON.stringify(session),
  };
  const first = (expected ?? 0) + 1;
  const rows = events.map((event, index) => ({
    session_id: session.id,
    version: first + index,
    type: event.type,
    actor_kind: actor.kind,
    actor_id: actor.kind === "person" ? actor.id : null,
    at: event.at,
    data: JSON.stringify(event),
  }));
  const row =
    expected === undefined
      ? tx
          .insertInto("sessions")
          .values({ id: session.id, contact_id: session.contactId, ...columns })
          .returning("id")
      : tx
          .updateTable("sessions")
          .set(columns)
          .where("id", "=", session.id)
          .where("version", "=", expected)
          .where(withinCapacity(session))
          .returning("id");
  const result = await tx
    .with("events", (cte) => cte.insertInto("session_events").values(rows).returning("version"))
    .with("row", () => row)
    .selectFrom("row")
    .select("row.id")
    .executeTakeFirst();
  if (!result) throw new Conflict("the session changed while it was decided about");
}

/**
 * The database's own guard of invariant 4: no row gets an owner beyond her capacity, whatever a rule was told.
 * A session that grows heavier while she attends it stays hers.
 */
function withinCapacity({ owner, status, tier }: Session) {
  if (owner === null) return sql<SqlBool>`true`;
  return sql<SqlBool>`(sessions.owner_id is not distinct from ${owner}
    or (select coalesce(sum(weight_of(carried.status, carried.tier_rank)), 0) from sessions carried
        where carried.owner_id = ${owner}) + weight_of(${status}, ${rankOf(tier)}::smallint)
      <= (select capacity from executives where person_id = ${owner}))`;
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
