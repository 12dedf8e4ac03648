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
import type { EmergencyFacts, EmergencyStep } from "./emergency.ts";
import type { EmergencyRecord, IdentityChange, SessionEvent } from "./events.ts";
import type { ContactMark } from "./judgement.ts";

export type { IdentityChange };

import { moreUrgent } from "./tier.ts";
import { atTier, attendedBy, latest, newEmergency, opened, quiet, withEmergency } from "./transitions.ts";

export type Delegation = {
  id: DelegationId;
  executiveId: PersonId;
  topics: string[];
  expiresAt: Instant;
  /** Since when the robot should have said something; absent when it owes nothing. */
  owesSince?: Instant | undefined;
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
  /**
   * Her messages that nobody has assessed yet, and since when the oldest waits; `judged` when a person has set the
   * risk since: triage may still raise it, being late no longer does.
   */
  unassessed: { messageId: MessageId; at: Instant; judged?: true }[];
  owner: PersonId | null;
  lastOwner: PersonId | null;
  delegation: Delegation | null;
  /** It goes on with something: given back without its executive, or written soon after the earlier one closed. */
  continuation: "returned" | "reopened" | null;
  /** Since when the tier is what it is. */
  tierSince: Instant;
  /** Who has been asked to take this emergency, and how wide the circle is now. */
  ring: {
    circle: "one" | "everybody" | "on-call" | "nobody-on-call";
    asked: PersonId[];
    until: Instant | null;
  };
  offer: { to: PersonId; until: Instant } | null;
  transfer: { from: PersonId; to: PersonId; until: Instant } | null;
  /** Kept back from the queue until then; danger ends it. */
  heldUntil: Instant | null;
  needs: string[];
  coaches: PersonId[];
  pins: MessageId[];
  /** Notes that are kept at hand with them; sessions from before notes could be have none. */
  pinnedNotes?: string[];
  marks: ContactMark[];
  claimedAt: Instant | null;
  /** How far the reminders have gone for what she waits for now. */
  overdue: "reminder" | "supervisor" | null;
  lastHeardAt: Instant;
  answeredAt: Instant | null;
  silenceNoticedAt: Instant | null;
  openedAt: Instant;
  waitingSince: Instant;
  lastMessageAt: Instant;
  /** WhatsApp's 24-hour window counts from here. */
  lastInboundAt: Instant;
  awaitingReplySince: Instant | null;
  /** The open emergency, or the last one. It opens with the tier or by hand, and ends with its record. */
  emergencyFile: {
    openedAt: Instant;
    /** null: with the tier. */
    openedBy: PersonId | null;
    facts: EmergencyFacts | null;
    steps: EmergencyStep[];
  } | null;
  emergency: EmergencyRecord | null;
  /** Why somebody should make sure that it is still she; null when there is no doubt, or a person confirmed. */
  identityDoubt: IdentityChange | null;
  /** When she wrote the agreed word since the doubt: a help for the person who decides, and no decision. */
  agreedWordAt?: Instant | undefined;
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
        lastHeardAt: latest(session.lastHeardAt, event.at),
        awaitingReplySince: session.awaitingReplySince ?? event.at,
        silenceNoticedAt: null,
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
      return atTier(session, event.to, event.at);
    case "risk-set":
      // Her judgement stands over what was seen so far; only what is seen from here on may raise it.
      return atTier(
        {
          ...session,
          assessed: event.to,
          unassessed: session.unassessed.map((pending) => ({ ...pending, judged: true as const })),
        },
        event.to,
        event.at,
      );
    case "session-claimed":
      return attendedBy(session, event.executiveId, event.at);
    case "session-transferred":
      return attendedBy(session, event.to, event.at);
    case "session-released":
      // She keeps her place, and before those of her tier when it was not the executive who chose it.
      return {
        ...session,
        status: "waiting",
        owner: null,
        claimedAt: null,
        transfer: null,
        overdue: null,
        coaches: [],
        ring: quiet,
        continuation: event.reason === "by-executive" ? session.continuation : "returned",
      };
    case "reply-requested":
      // What the system says by itself answers nobody.
      if (event.author === "system")
        return { ...session, lastMessageAt: latest(session.lastMessageAt, event.at) };
      return {
        ...session,
        delegation: event.author === "robot" ? owingNothing(session.delegation) : session.delegation,
        awaitingReplySince: null,
        answeredAt: event.at,
        overdue: null,
        lastMessageAt: latest(session.lastMessageAt, event.at),
      };
    case "delegated":
      return {
        ...session,
        status: "delegated",
        delegation: {
          id: event.delegationId,
          executiveId: event.executiveId,
          topics: event.topics,
          expiresAt: event.expiresAt,
          owesSince: event.at,
        },
      };
    case "robot-asked":
      return session.delegation === null
        ? session
        : {
            ...session,
            delegation: { ...session.delegation, owesSince: session.delegation.owesSince ?? event.at },
          };
    case "delegation-ended":
      return { ...session, status: "attended", delegation: null };
    case "case-offered":
      return { ...session, offer: { to: event.executiveId, until: event.until } };
    case "offer-ended":
      return {
        ...session,
        offer: null,
        ring: { ...session.ring, asked: [...session.ring.asked, event.executiveId] },
      };
    case "help-called": {
      const isNobody = event.circle === "on-call" && event.people.length === 0;
      const circle = isNobody ? "nobody-on-call" : event.circle;
      return { ...session, offer: null, ring: { ...session.ring, circle, until: event.until } };
    }
    case "transfer-proposed":
      return { ...session, transfer: { from: event.from, to: event.to, until: event.until } };
    case "transfer-ended":
      return { ...session, transfer: null };
    case "coaching-changed":
      return {
        ...session,
        coaches: event.joined
          ? [...session.coaches, event.personId]
          : session.coaches.filter((person) => person !== event.personId),
      };
    case "message-pinned":
      return {
        ...session,
        pins: event.pinned
          ? [...session.pins, event.messageId]
          : session.pins.filter((id) => id !== event.messageId),
      };
    case "note-pinned": {
      const others = (session.pinnedNotes ?? []).filter((id) => id !== event.noteId);
      return { ...session, pinnedNotes: event.pinned ? [...others, event.noteId] : others };
    }
    case "contact-marked":
      return {
        ...session,
        marks: event.set
          ? [...session.marks, event.mark]
          : session.marks.filter((mark) => mark !== event.mark),
      };
    case "session-classified":
      return { ...session, classification: event.classification };
    case "answer-overdue":
      return { ...session, overdue: event.stage };
    case "silence-noticed":
      return { ...session, silenceNoticedAt: event.at };
    case "session-held":
      return { ...session, heldUntil: event.until };
    case "hold-ended":
      return { ...session, heldUntil: null };
    case "needs-set":
      return { ...session, needs: event.needs };
    case "emergency-opened":
      return newEmergency(session, event.personId, event.at);
    case "emergency-detailed": {
      const { children, weapons, injuries, safeToCall } = event;
      return withEmergency(session, event, { facts: { children, weapons, injuries, safeToCall } });
    }
    case "emergency-step-taken": {
      const { stepId, service, toldAt, procedureNumber } = event;
      const step = { stepId, service, toldAt, procedureNumber };
      const others = (session.emergencyFile?.steps ?? []).filter((known) => known.stepId !== stepId);
      return withEmergency(session, event, { steps: [...others, step] });
    }
    case "emergency-recorded":
      return { ...session, emergency: event.record };
    case "identity-questioned":
      return { ...session, identityDoubt: event.change, agreedWordAt: undefined };
    case "agreed-word-heard":
      return { ...session, agreedWordAt: event.at };
    case "identity-confirmed":
      return { ...session, identityDoubt: null };
    case "session-closed":
      return {
        ...session,
        status: "closed",
        owner: null,
        claimedAt: null,
        transfer: null,
        coaches: [],
        classification: event.classification,
        closedAt: event.at,
      };
    case "note-added":
    case "care-limit-yielded":
    case "robot-reply-refused":
      return session;
  }
}

/** It has spoken: whatever it had to say comes together. */
function owingNothing(delegation: Delegation | null): Delegation | null {
  return delegation && { ...delegation, owesSince: undefined };
}
