import type { EventOf, MessageReceived } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { emitSessionRoot } from "@liss/telemetry";
import { type SqlBool, sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { after, followedBy, type Said } from "../sending/her-words.ts";
import { type Arrival, assess, open } from "../session/arrival.ts";
import type { SessionEvent } from "../session/events.ts";
import type { Session } from "../session/session.ts";
import { codeNameOf, type Found } from "../store/contacts.ts";
import { readPolicy } from "../store/policy.ts";

type Tx = Transaction<RoutingTables>;

/** What her first message begins: a session, what is not settled about her, and what she said in it. */
export async function opening(
  tx: Tx,
  event: EventOf<typeof MessageReceived>,
  contactId: string,
  { finds, said, arrival }: { finds: Found; said: Said; arrival: Arrival },
): Promise<SessionEvent[]> {
  const codeName = finds.codeName ?? (await codeNameOf(tx, contactId));
  const sessionId = await sessionIdFor(tx, event);
  const previous = await previousSessionOf(tx, contactId);
  const continuation = await continues(tx, previous?.closedAt ?? null, arrival.now);
  const previousSessionId = previous?.id ?? null;
  const events = open({ sessionId, contactId, codeName, previousSessionId, continuation }, arrival);
  const doubt = await lastingDoubt(tx, contactId, arrival.now);
  events.push(...(doubt.length > 0 ? doubt : await afterLongAbsence(tx, said, previous, arrival.now)));
  events.push(...followedBy(said, after(null, events), arrival));
  events.push(...earlyAssessment(finds, null, events, arrival));
  return events;
}

/**
 * The gateway proposes the session's id, so that its own spans are in the session's trace. If that
 * session was closed in the meantime, this is a new one and gets a new id.
 */
async function sessionIdFor(tx: Tx, event: EventOf<typeof MessageReceived>): Promise<string> {
  if (event.sessionId) {
    const taken = await tx
      .selectFrom("sessions")
      .select("id")
      .where("id", "=", event.sessionId)
      .executeTakeFirst();
    if (!taken) return event.sessionId;
  }
  const sessionId = uuidv7();
  emitSessionRoot(sessionId, { "liss.opened_by": "executive-routing" });
  return sessionId;
}

/** She has no open one. Said in so many words, for whoever plans once and does not look at values: that is its index. */
async function previousSessionOf(tx: Tx, contactId: string): Promise<Session | null> {
  const previous = await tx
    .selectFrom("sessions")
    .select("state")
    .where("contact_id", "=", contactId)
    .where(sql<SqlBool>`status = 'closed'`)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return previous?.state ?? null;
}

/**
 * Soon after the closing it is the same attention that goes on: a session of its own, linked to the earlier one, that
 * waits at the top of its tier. See docs/adr/0011.
 */
async function continues(tx: Tx, closedAt: string | null, now: string): Promise<boolean> {
  if (closedAt === null) return false;
  const { reopenMinutes } = await readPolicy(tx);
  return Date.parse(now) - Date.parse(closedAt) < reopenMinutes * 60_000;
}

/** What changed about her while she had no open session is still to be made sure of. */
async function lastingDoubt(tx: Tx, contactId: string, now: string): Promise<SessionEvent[]> {
  const contact = await tx
    .selectFrom("contacts")
    .select("identity_change")
    .where("id", "=", contactId)
    .executeTakeFirst();
  return contact?.identity_change
    ? [{ type: "identity-questioned", change: contact.identity_change, at: now }]
    : [];
}

/**
 * She comes back after so long that the phone may be somebody else's, and agreed on a word for that: a person makes sure,
 * whether or not she has just said it. Without a word there is nothing to check. Source: domain.md §3.3.
 */
async function afterLongAbsence(
  tx: Tx,
  { agreed }: Said,
  previous: Session | null,
  now: string,
): Promise<SessionEvent[]> {
  if (!agreed || !previous) return [];
  const { absenceDays } = await readPolicy(tx);
  const away = Date.parse(now) - Date.parse(previous.lastInboundAt);
  if (absenceDays === 0 || away < absenceDays * 86_400_000) return [];
  return [{ type: "identity-questioned", change: "long-absence", at: now }];
}

/** While a block is in force she does not reach the queue; what she writes is recorded and assessed all the same. */
export async function blocked(tx: Tx, contactId: string, now: string): Promise<SessionEvent[]> {
  const block = await tx
    .selectFrom("blocks")
    .select("until")
    .where("contact_id", "=", contactId)
    .where("until", ">", new Date(now))
    .executeTakeFirst();
  if (!block) return [];
  const until = block.until.toISOString();
  return [{ type: "session-held", personId: null, cause: "block", until, at: now }];
}

/** Triage may have been faster than we were. */
export function earlyAssessment(
  { assessment: early }: Found,
  before: Session | null,
  events: SessionEvent[],
  { messageId, now }: Arrival,
): SessionEvent[] {
  const session = after(before, events);
  if (!early || !session) return [];
  const decision = assess({
    messageId,
    tier: early.tier,
    indicators: early.indicators,
    needsListening: early.needs_listening,
    medicalReferral: early.medical_referral,
    now,
  })(session);
  return decision.accepted ? decision.events : [];
}
