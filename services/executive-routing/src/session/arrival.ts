import type {
  AssessedTier,
  ContactId,
  Indicator,
  Instant,
  MessageId,
  MessageKind,
  SessionId,
} from "@liss/contracts";
import { type Decision, nothing, type Rule, record } from "./decision.ts";
import type { IdentityChange, SessionEvent } from "./events.ts";
import { evolve, type Session } from "./session.ts";
import { isMoreUrgent, isRiskSignal } from "./tier.ts";

export type Arrival = { messageId: MessageId; kind: MessageKind; sentAt: Instant; now: Instant };

/** The first message of a conversation: it waits at once, and as high, because nobody has assessed it yet. */
export function open(
  facts: {
    sessionId: SessionId;
    contactId: ContactId;
    codeName: string;
    previousSessionId: SessionId | null;
    continuation: boolean;
  },
  arrival: Arrival,
): SessionEvent[] {
  return [
    {
      type: "session-opened",
      ...facts,
      firstMessageId: arrival.messageId,
      sentAt: arrival.sentAt,
      at: arrival.now,
    },
    recorded(arrival),
  ];
}

/** Another message of hers. The robot is not asked yet: its risk is read first. */
export function recordMessage(arrival: Arrival): Rule {
  return () => record(recorded(arrival));
}

export type Assessment = {
  messageId: MessageId;
  tier: AssessedTier;
  indicators: Indicator[];
  needsListening: boolean;
  medicalReferral: boolean;
  now: Instant;
};

/**
 * What the rules saw in one message. Raises, never lowers: the only way out of `unassessed` is
 * to the most urgent tier that any of her messages showed, once all have been assessed.
 * Source: product.md invariant 2.
 */
export function assess({ now, ...assessment }: Assessment): Rule {
  return (session) => {
    if (!session.unassessed.some((pending) => pending.messageId === assessment.messageId)) return nothing;
    const applied: SessionEvent = { type: "assessment-applied", ...assessment, at: now };
    return record(
      applied,
      ...tierAfter(evolve(session, applied), assessment, now),
      ...robotAfter(session, assessment, now),
    );
  };
}

/**
 * Her number or identity changed: a person makes sure that it is still she, and the robot does not go on
 * with somebody who may be somebody else.
 */
export function questionIdentity({ change, now }: { change: IdentityChange; now: Instant }): Rule {
  return ({ status, delegation }) => {
    if (status === "closed") return nothing;
    const events: SessionEvent[] = [{ type: "identity-questioned", change, at: now }];
    if (delegation) {
      events.push({
        type: "delegation-ended",
        delegationId: delegation.id,
        reason: "identity-in-doubt",
        at: now,
      });
    }
    return record(...events);
  };
}

/**
 * Triage has not answered in time: the session counts as high until it does, and the robot
 * does not stay alone with words that nobody has read.
 */
export function triageLate({ now, since }: { now: Instant; since: Instant }): Rule {
  return (session): Decision => {
    if (session.status === "closed") return nothing;
    const overdue = session.unassessed.find((pending) => !pending.judged && pending.at <= since);
    if (!overdue) return nothing;
    const events: SessionEvent[] = [];
    if (isMoreUrgent("unassessed", session.tier)) {
      events.push({
        type: "tier-raised",
        from: session.tier,
        to: "unassessed",
        cause: "waiting",
        messageId: overdue.messageId,
        indicators: [],
        at: now,
      });
    }
    if (session.delegation) {
      events.push({
        type: "delegation-ended",
        delegationId: session.delegation.id,
        reason: "not-assessed",
        at: now,
      });
    }
    return record(...events);
  };
}

function recorded({ now, ...message }: Arrival): SessionEvent {
  return { type: "message-recorded", ...message, at: now };
}

function tierAfter(
  session: Session,
  { messageId, indicators }: Omit<Assessment, "now">,
  now: Instant,
): SessionEvent[] {
  const { assessed, tier } = session;
  if (!assessed) return [];
  if (isMoreUrgent(assessed, tier)) {
    return [
      { type: "tier-raised", from: tier, to: assessed, cause: "assessment", messageId, indicators, at: now },
    ];
  }
  if (tier === "unassessed" && session.unassessed.length === 0) {
    return [{ type: "tier-settled", to: assessed, messageId, indicators, at: now }];
  }
  return [];
}

function robotAfter(session: Session, assessment: Omit<Assessment, "now">, now: Instant): SessionEvent[] {
  const { delegation } = session;
  if (!delegation) return [];
  const ended = (reason: "risk-signal" | "needs-listening" | "expired"): SessionEvent[] => [
    { type: "delegation-ended", delegationId: delegation.id, reason, at: now },
  ];
  if (isRiskSignal(assessment)) return ended("risk-signal");
  if (assessment.needsListening) return ended("needs-listening");
  if (delegation.expiresAt <= now) return ended("expired");
  return [{ type: "robot-asked", delegationId: delegation.id, messageId: assessment.messageId, at: now }];
}
