import { type EventOf, MessageReceived } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { emitSessionRoot } from "@liss/telemetry";
import { v7 as uuidv7 } from "uuid";
import { noticeFor } from "../notices/notice.ts";
import { after, followedBy, keepWhatSheSaid, nothingSaid, whatSheSaid } from "../sending/her-words.ts";
import { assess, open, recordMessage } from "../session/arrival.ts";
import type { SessionEvent } from "../session/events.ts";
import { evolve, type Session } from "../session/session.ts";
import { codeNameOf, type Found, findArrival, type lockContact } from "../store/contacts.ts";
import { recordChanges } from "../store/feed.ts";
import { readPolicy } from "../store/policy.ts";
import { appendToSession } from "../store/session-store.ts";
import { type Handling, onEvent } from "./handling.ts";

/** Her message goes on the timeline of her open session, or opens one. */
export const onMessageReceived = ({ clock, vault, isHoliday, safety }: Handling) =>
  onEvent(MessageReceived, async (event, { tx }) => {
    const { contactId, data } = event;
    if (!contactId) throw new Permanent("a message without a contact");
    const found = await findArrival(tx, contactId, data.messageId);
    const codeName = found.codeName ?? (await codeNameOf(tx, contactId));
    const before = found.open;

    const arrival = { messageId: data.messageId, kind: data.kind, sentAt: data.sentAt, now: clock.now() };
    const events: SessionEvent[] = [];
    if (before) {
      const decision = recordMessage(arrival)(before.session);
      if (decision.accepted) events.push(...decision.events);
    } else {
      const sessionId = await sessionIdFor(tx, event);
      const previous = await previousSessionOf(tx, contactId);
      const continuation = await continues(tx, previous?.closedAt ?? null, arrival.now);
      const previousSessionId = previous?.id ?? null;
      events.push(...open({ sessionId, contactId, codeName, previousSessionId, continuation }, arrival));
      events.push(...(await lastingDoubt(tx, contactId, arrival.now)));
    }
    const said =
      data.kind === "text"
        ? await whatSheSaid(tx, vault, { contactId, messageId: data.messageId, content: data.content })
        : nothingSaid;
    events.push(...followedBy(said, after(before?.session ?? null, events), arrival));
    events.push(...earlyAssessment(found, events, data.messageId, arrival.now));

    const sessionId = before?.session.id ?? (events[0]?.type === "session-opened" ? events[0].sessionId : "");
    await tx
      .insertInto("messages")
      .values({
        id: data.messageId,
        session_id: sessionId,
        direction: "in",
        author: "contact",
        kind: data.kind,
        content_key_id: data.content.keyId,
        content_box: Buffer.from(data.content.box, "base64"),
        sent_at: data.sentAt,
        received_at: data.receivedAt,
        reply_to: data.replyTo ?? null,
        edit_of: data.editOf ?? null,
        delivery_rank: 0,
      })
      .execute();
    const recorded = await appendToSession(tx, before, events, { kind: "contact" }, [
      { kind: "message", sessionId, refId: data.messageId },
    ]);
    if (!recorded) return;
    const told = await keepWhatSheSaid(tx, said, recorded.session, arrival);
    if (told.length > 0) await recordChanges(tx, told);
    // What the service does by itself is not hers to have done.
    const kept = before ? [] : await blocked(tx, contactId, arrival.now);
    const notice = await noticeFor(tx, recorded.session, { ...arrival, vault, isHoliday, safety });
    const own = [...kept, ...notice.events];
    if (own.length > 0)
      await appendToSession(
        tx,
        recorded,
        own,
        { kind: "service", name: "executive-routing" },
        notice.changes,
      );
  });

type Tx = Parameters<typeof lockContact>[0];

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

async function previousSessionOf(tx: Tx, contactId: string): Promise<Session | null> {
  const previous = await tx
    .selectFrom("sessions")
    .select("state")
    .where("contact_id", "=", contactId)
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

/** While a block is in force she does not reach the queue; what she writes is recorded and assessed all the same. */
async function blocked(tx: Tx, contactId: string, now: string): Promise<SessionEvent[]> {
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
function earlyAssessment(
  { open: before, assessment: early }: Found,
  events: SessionEvent[],
  messageId: string,
  now: string,
): SessionEvent[] {
  if (!early) return [];
  const session = events.reduce<Session | null>(evolve, before?.session ?? null);
  if (!session) return [];
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
