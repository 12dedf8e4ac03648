import type {
  AssessedTier,
  Classification,
  ContactId,
  DelegationId,
  Indicator,
  Instant,
  MessageId,
  PersonId,
  SessionId,
  Tier,
} from "@liss/contracts";
import type { EmergencyRecord, IdentityChange, SessionEvent } from "./events.ts";

export type { IdentityChange };

import { moreUrgent } from "./tier.ts";

export type Delegation = {
  id: DelegationId;
  executiveId: PersonId;
  topics: string[];
  expiresAt: Instant;
};

/** All that the rules need to know of a session. Stored as JSON beside its events; replaying them gives the same. */
export type Session = {
  id: SessionId;
  contactId: ContactId;
  codeName: string;
  previousSessionId: SessionId | null;
  status: "waiting" | "attended" | "delegated" | "closed";
  tier: Tier;
  /** The most urgent tier that any of her messages showed; null until the first assessment. */
  assessed: AssessedTier | null;
  indicators: Indicator[];
  needsListening: boolean;
  medicalReferral: boolean;
  /** Her messages that nobody has assessed yet, and since when the oldest waits. */
  unassessed: { messageId: MessageId; at: Instant }[];
  owner: PersonId | null;
  lastOwner: PersonId | null;
  delegation: Delegation | null;
  openedAt: Instant;
  waitingSince: Instant;
  lastMessageAt: Instant;
  /** WhatsApp's 24-hour window counts from here. */
  lastInboundAt: Instant;
  awaitingReplySince: Instant | null;
  emergency: EmergencyRecord | null;
  /** Why somebody should make sure that it is still she; null when there is no doubt, or a person confirmed. */
  identityDoubt: IdentityChange | null;
  classification: Classification | null;
  closedAt: Instant | null;
};

/** The session after an event. Pure: the same events give the same session, in any process. */
export function evolve(session: Session | null, event: SessionEvent): Session {
  if (event.type === "session-opened") return opened(event);
  if (!session) throw new Error(`a session cannot begin with ${event.type}`);
  switch (event.type) {
    case "message-recorded":
      return {
        ...session,
        unassessed: [...session.unassessed, { messageId: event.messageId, at: event.at }],
        lastMessageAt: latest(session.lastMessageAt, event.at),
        lastInboundAt: latest(session.lastInboundAt, event.sentAt),
        awaitingReplySince: session.awaitingReplySince ?? event.at,
      };
    case "assessment-applied":
      return {
        ...session,
        assessed: session.assessed ? moreUrgent(session.assessed, event.tier) : event.tier,
        indicators: [...new Set([...session.indicators, ...event.indicators])],
        needsListening: session.needsListening || event.needsListening,
        medicalReferral: session.medicalReferral || event.medicalReferral,
        unassessed: session.unassessed.filter((pending) => pending.messageId !== event.messageId),
      };
    case "tier-raised":
    case "tier-settled":
      return { ...session, tier: event.to };
    case "session-claimed":
      return { ...session, status: "attended", owner: event.executiveId, lastOwner: event.executiveId };
    case "session-released":
      // She keeps her place: whoever waited longest in the tier is still first.
      return { ...session, status: "waiting", owner: null };
    case "reply-requested":
      return { ...session, awaitingReplySince: null, lastMessageAt: latest(session.lastMessageAt, event.at) };
    case "delegated":
      return {
        ...session,
        status: "delegated",
        delegation: {
          id: event.delegationId,
          executiveId: event.executiveId,
          topics: event.topics,
          expiresAt: event.expiresAt,
        },
      };
    case "delegation-ended":
      return { ...session, status: "attended", delegation: null };
    case "emergency-recorded":
      return { ...session, emergency: event.record };
    case "identity-questioned":
      return { ...session, identityDoubt: event.change };
    case "identity-confirmed":
      return { ...session, identityDoubt: null };
    case "session-closed":
      return {
        ...session,
        status: "closed",
        owner: null,
        classification: event.classification,
        closedAt: event.at,
      };
    case "robot-asked":
    case "robot-reply-refused":
      return session;
  }
}

function opened(event: Extract<SessionEvent, { type: "session-opened" }>): Session {
  return {
    id: event.sessionId,
    contactId: event.contactId,
    codeName: event.codeName,
    previousSessionId: event.previousSessionId,
    status: "waiting",
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
    lastInboundAt: event.at,
    awaitingReplySince: null,
    emergency: null,
    identityDoubt: null,
    classification: null,
    closedAt: null,
  };
}

const latest = (a: Instant, b: Instant): Instant => (a < b ? b : a);
