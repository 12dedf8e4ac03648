import type { Instant, PersonId, Tier } from "@liss/contracts";
import type { SessionEvent } from "./events.ts";
import type { Session } from "./session.ts";
import { isMoreUrgent } from "./tier.ts";

/** A session as it begins: it waits, and nobody has assessed it. */
export function opened(event: Extract<SessionEvent, { type: "session-opened" }>): Session {
  return {
    id: event.sessionId,
    contactId: event.contactId,
    codeName: event.codeName,
    previousSessionId: event.previousSessionId,
    status: "waiting",
    continuation: event.continuation ? "reopened" : null,
    tierSince: event.at,
    ring: quiet,
    offer: null,
    transfer: null,
    heldUntil: null,
    needs: [],
    coaches: [],
    pins: [],
    marks: [],
    claimedAt: null,
    overdue: null,
    lastHeardAt: event.at,
    answeredAt: null,
    silenceNoticedAt: null,
    emergencyFile: null,
    tier: "unassessed",
    assessed: null,
    indicators: [],
    needsListening: false,
    medicalReferral: false,
    unassessed: [],
    owner: null,
    lastOwner: null,
    delegation: null,
    openedAt: event.at,
    waitingSince: event.at,
    lastMessageAt: event.at,
    lastInboundAt: event.sentAt ?? event.at,
    awaitingReplySince: null,
    emergency: null,
    identityDoubt: null,
    classification: null,
    closedAt: null,
  };
}

/** Nobody is being asked. */
export const quiet: Session["ring"] = { circle: "one", asked: [], until: null };

/** Somebody is responsible: what asked for somebody is over. */
export function attendedBy(session: Session, person: PersonId, at: Instant): Session {
  return {
    ...session,
    status: "attended",
    owner: person,
    lastOwner: person,
    claimedAt: at,
    offer: null,
    transfer: null,
    overdue: null,
    heldUntil: null,
    ring: quiet,
    // A supervisor who takes it over is no longer its coach.
    coaches: session.coaches.filter((coach) => coach !== person),
  };
}

/** Reaching imminent opens an emergency; what was recorded of an earlier one does not answer for this one. */
export function atTier(session: Session, tier: Tier, at: Instant): Session {
  // Danger is never kept back.
  const heldUntil = isMoreUrgent(tier, "support") && tier !== "unassessed" ? null : session.heldUntil;
  const next = { ...session, tier, tierSince: at, heldUntil };
  if (tier === "imminent")
    return session.tier === "imminent" && session.emergencyFile ? next : newEmergency(next, null, at);
  // Danger is over before anybody came: nobody is rung any more.
  return { ...next, offer: null, ring: session.ring.asked.length > 0 ? quiet : session.ring };
}

/** A record without outcome, unless one is open already. */
export function newEmergency(session: Session, openedBy: PersonId | null, at: Instant): Session {
  if (session.emergencyFile && !session.emergency) return session;
  return { ...session, emergency: null, emergencyFile: { openedAt: at, openedBy, facts: null, steps: [] } };
}

/** Writing about an emergency opens its record, if it was not open. */
export function withEmergency(
  session: Session,
  { personId, at }: { personId: PersonId; at: Instant },
  change: Partial<NonNullable<Session["emergencyFile"]>>,
): Session {
  const file = session.emergencyFile ?? { openedAt: at, openedBy: personId, facts: null, steps: [] };
  return { ...session, emergencyFile: { ...file, ...change } };
}

/** The later of two moments. */
export const latest = (a: Instant, b: Instant): Instant => (a < b ? b : a);
