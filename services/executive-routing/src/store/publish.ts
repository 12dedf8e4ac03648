import {
  type Actor,
  AnswerOverdue,
  CareLimitYielded,
  CaseOffered,
  CoachingChanged,
  ContactMarked,
  Delegated,
  DelegationEnded,
  EmergencyDetailed,
  EmergencyOpened,
  EmergencyRecorded,
  EmergencyStepTaken,
  type Envelope,
  HelpCalled,
  HoldEnded,
  IdentityConfirmed,
  IdentityDoubted,
  MessagePinned,
  MessageRecorded,
  NeedsSet,
  NoteAdded,
  NotePinned,
  OfferEnded,
  RiskSet,
  RobotAsked,
  RobotReplyRefused,
  type Sealed,
  SendRequested,
  SessionClaimed,
  SessionClassified,
  SessionClosed,
  SessionHeld,
  SessionOpened,
  SessionReleased,
  SessionTransferred,
  SilenceNoticed,
  TierRaised,
  TierSettled,
  TransferEnded,
  TransferProposed,
} from "@liss/contracts";
import { v7 as uuidv7 } from "uuid";
import type { SessionEvent } from "../session/events.ts";
import type { Session } from "../session/session.ts";

/** Her message, or ours, as it lies in the database. */
export type StoredMessage = {
  content: Sealed;
  kind: string;
  sentAt: string;
  /** The message of ours before it in the session. */
  previousMessageId: string | undefined;
  /** The message that it quotes. */
  replyTo: string | undefined;
};

/** What the other services hear of a session's event, or nothing when it concerns only this service. */
export function published(
  event: SessionEvent,
  session: Session,
  actor: Actor,
  messageOf: (messageId: string) => StoredMessage,
): Envelope | null {
  const facts = {
    id: uuidv7(),
    source: "executive-routing" as const,
    occurredAt: event.at,
    actor,
    contactId: session.contactId,
    sessionId: session.id,
  };
  switch (event.type) {
    case "session-opened": {
      const { codeName, firstMessageId, previousSessionId, continuation } = event;
      const data = {
        codeName,
        firstMessageId,
        previousSessionId: previousSessionId ?? undefined,
        ...(continuation && { continuation }),
      };
      return SessionOpened.create({ ...facts, data });
    }
    case "message-recorded":
      return MessageRecorded.create({ ...facts, data: { messageId: event.messageId, kind: event.kind } });
    case "tier-raised":
      return TierRaised.create({ ...facts, data: { ...event, messageId: event.messageId ?? undefined } });
    case "tier-settled":
      return TierSettled.create({ ...facts, data: event });
    case "session-claimed":
      return SessionClaimed.create({ ...facts, data: event });
    case "session-released":
      return SessionReleased.create({ ...facts, data: event });
    case "reply-requested":
      return SendRequested.create({
        ...facts,
        data: {
          messageId: event.messageId,
          kind: event.kind,
          content: messageOf(event.messageId).content,
          previousMessageId: messageOf(event.messageId).previousMessageId,
          replyTo: messageOf(event.messageId).replyTo,
          author: event.author,
          delegationId: event.delegationId ?? undefined,
          requestedAt: event.at,
          heardUntil: session.lastInboundAt,
        },
      });
    case "delegated":
      return Delegated.create({ ...facts, data: event });
    case "robot-asked": {
      const { content, kind, sentAt } = messageOf(event.messageId);
      const { delegationId, messageId } = event;
      const data = { delegationId, messageId, kind: kind as "text", sentAt, content };
      return RobotAsked.create({ ...facts, data });
    }
    case "delegation-ended":
      return DelegationEnded.create({ ...facts, data: event });
    case "robot-reply-refused":
      return RobotReplyRefused.create({ ...facts, data: event });
    case "emergency-recorded":
      return EmergencyRecorded.create({ ...facts, data: { ...event.record, executiveId: event.by } });
    case "session-closed":
      return SessionClosed.create({ ...facts, data: event });
    case "identity-confirmed":
      return IdentityConfirmed.create({ ...facts, data: { executiveId: event.by } });
    case "care-limit-yielded":
      return CareLimitYielded.create({ ...facts, data: event });
    case "case-offered":
      return CaseOffered.create({ ...facts, data: event });
    case "offer-ended":
      return OfferEnded.create({ ...facts, data: event });
    case "help-called":
      return HelpCalled.create({ ...facts, data: event });
    case "session-transferred":
      return SessionTransferred.create({ ...facts, data: event });
    case "transfer-proposed":
      return TransferProposed.create({ ...facts, data: event });
    case "transfer-ended":
      return TransferEnded.create({ ...facts, data: event });
    case "coaching-changed":
      return CoachingChanged.create({ ...facts, data: event });
    case "note-added":
      return NoteAdded.create({ ...facts, data: event });
    case "message-pinned":
      return MessagePinned.create({ ...facts, data: event });
    case "note-pinned":
      return NotePinned.create({ ...facts, data: event });
    case "contact-marked":
      return ContactMarked.create({ ...facts, data: event });
    case "session-classified":
      return SessionClassified.create({ ...facts, data: event });
    case "risk-set":
      return RiskSet.create({ ...facts, data: event });
    case "answer-overdue":
      return AnswerOverdue.create({ ...facts, data: event });
    case "session-held":
      return SessionHeld.create({ ...facts, data: event });
    case "hold-ended":
      return HoldEnded.create({ ...facts, data: event });
    case "needs-set":
      return NeedsSet.create({ ...facts, data: event });
    case "silence-noticed":
      return SilenceNoticed.create({ ...facts, data: event });
    case "emergency-opened":
      return EmergencyOpened.create({ ...facts, data: event });
    case "emergency-detailed":
      return EmergencyDetailed.create({ ...facts, data: event });
    case "emergency-step-taken":
      return EmergencyStepTaken.create({ ...facts, data: event });
    case "identity-questioned":
      // Of a change of her number or account the gateway has told already.
      if (event.change !== "long-absence") return null;
      return IdentityDoubted.create({ ...facts, data: { change: event.change } });
    // Only that a person confirmed counts for others; when she said her word is nobody else's concern.
    case "agreed-word-heard":
    // Triage has said so already.
    case "assessment-applied":
      return null;
  }
}
