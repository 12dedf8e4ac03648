import type { DelegationId, Instant, MessageId, MessageKind, PersonId } from "@liss/contracts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import type { DelegationEnding, RobotRefusal } from "./events.ts";
import { endDelegation, mustOwn } from "./ownership.ts";
import { isMoreUrgent } from "./tier.ts";

/** WhatsApp lets us write freely for 24 hours after her last message. Source: whatsapp-cloud-api.md §3. */
export const replyWindowMs = 24 * 60 * 60 * 1000;

export function windowClosesAt(lastInboundAt: Instant): Instant {
  return new Date(Date.parse(lastInboundAt) + replyWindowMs).toISOString();
}

/** The executive answers. Only the owner can; if the robot was attending, it stops. Source: invariants 3 and 4. */
export function reply({
  by,
  messageId,
  kind,
  now,
}: {
  by: PersonId;
  messageId: MessageId;
  kind: MessageKind;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if (now >= windowClosesAt(session.lastInboundAt)) return refuse("window-closed");
    return record(...endDelegation(session, "executive-replied", now), {
      type: "reply-requested",
      messageId,
      author: "executive",
      authorId: by,
      delegationId: null,
      kind,
      at: now,
    });
  };
}

/** A named executive lets the robot answer, for these topics, until then. Source: invariant 3. */
export function delegate(order: {
  by: PersonId;
  delegationId: DelegationId;
  topics: string[];
  expiresAt: Instant;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, order.by);
    if (barred) return barred;
    if (session.delegation) return refuse("already-delegated");
    if (session.identityDoubt || session.marks.includes("aggressor-probing"))
      return refuse("identity-in-doubt");
    // Not yet assessed counts as high.
    if (isMoreUrgent(session.tier, "support")) return refuse("risk-too-high");
    return record({
      type: "delegated",
      delegationId: order.delegationId,
      executiveId: order.by,
      topics: order.topics,
      expiresAt: order.expiresAt,
      at: order.now,
    });
  };
}

/** She takes the conversation back; the robot is silent from this moment. */
export function takeBack({ by, now }: { by: PersonId; now: Instant }): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if (!session.delegation) return refuse("not-delegated");
    return record(...endDelegation(session, "taken-back", now));
  };
}

export type Proposal = {
  messageId: MessageId;
  delegationId: DelegationId;
  topic: string | null;
  kind: MessageKind;
  readable: boolean;
  /** Her plan and the check of words let it go. */
  safe: boolean;
  now: Instant;
};

/**
 * The robot proposes; this is the only place where its words may become a message.
 * A proposal outside the delegation is refused on the record, and a lapsed delegation ends.
 */
export function robotReply({ now, ...proposal }: Proposal): Rule {
  return (session) => {
    const refused = (reason: RobotRefusal) =>
      record({
        type: "robot-reply-refused",
        messageId: proposal.messageId,
        delegationId: proposal.delegationId,
        reason,
        at: now,
      });
    const { delegation } = session;
    if (!delegation) return refused("no-delegation");
    if (delegation.id !== proposal.delegationId) return refused("delegation-ended");
    if (delegation.expiresAt <= now) return refused("expired");
    if (!proposal.readable) return refused("unreadable");
    if (proposal.topic !== null && !delegation.topics.includes(proposal.topic)) {
      // It has left what it was allowed: a person goes on.
      return record(...endDelegation(session, "topic-outside", now), {
        type: "robot-reply-refused",
        messageId: proposal.messageId,
        delegationId: proposal.delegationId,
        reason: "topic-outside",
        at: now,
      });
    }
    if (!proposal.safe) {
      // Nobody answers for the robot's words: a person goes on.
      return record(...endDelegation(session, "not-safe", now), {
        type: "robot-reply-refused",
        messageId: proposal.messageId,
        delegationId: proposal.delegationId,
        reason: "not-safe",
        at: now,
      });
    }
    return record({
      type: "reply-requested",
      messageId: proposal.messageId,
      author: "robot",
      authorId: null,
      delegationId: delegation.id,
      kind: proposal.kind,
      at: now,
    });
  };
}

/** The delegation ends by itself: its time is over, or the robot steps back. */
export function endRobot({
  delegationId,
  reason,
  now,
}: {
  delegationId: DelegationId;
  reason: Extract<
    DelegationEnding,
    "expired" | "person-requested" | "risk-signal" | "handed-back" | "not-understood" | "topic-outside"
  >;
  now: Instant;
}): Rule {
  return ({ delegation }) => {
    if (!delegation || delegation.id !== delegationId) return nothing;
    if (reason === "expired" && delegation.expiresAt > now) return nothing;
    return record({ type: "delegation-ended", delegationId, reason, at: now });
  };
}

/**
 * The robot owes her words and says none: nobody leaves her alone with it. The conversation is the executive's again,
 * and she is told why; what the robot says later is refused like everything outside a delegation.
 */
export function watchRobot({ patienceMs, now }: { patienceMs: number; now: Instant }): Rule {
  return ({ delegation }) => {
    if (!delegation?.owesSince) return nothing;
    if (Date.parse(now) - Date.parse(delegation.owesSince) < patienceMs) return nothing;
    return record({
      type: "delegation-ended",
      delegationId: delegation.id,
      reason: "unavailable",
      at: now,
    });
  };
}

/**
 * The service itself says something neutral to her: out of hours, or when it cannot attend. At most once per period,
 * only as an answer to what she has just written, and never about what she wrote. Source: invariant 7.
 */
export function notice({ messageId, now }: { messageId: MessageId; now: Instant }): Rule {
  return (session) => {
    if (session.status !== "waiting") return nothing;
    if (now >= windowClosesAt(session.lastInboundAt)) return refuse("window-closed");
    return record({
      type: "reply-requested",
      messageId,
      author: "system",
      authorId: null,
      delegationId: null,
      kind: "text",
      at: now,
    });
  };
}
