import type {
  AssessedTier,
  Classification,
  ContactId,
  DelegationId,
  delegationEndings,
  emergencyOutcomes,
  Indicator,
  Instant,
  identityChanges,
  MessageId,
  MessageKind,
  PersonId,
  SessionId,
  Tier,
} from "@liss/contracts";

export type IdentityChange = (typeof identityChanges)[number];
export type DelegationEnding = (typeof delegationEndings)[number];

/** What the emergency record must say before an imminent session can be closed. Source: invariant 6. */
export type EmergencyRecord = {
  calledService: "carabineros" | "pdi" | "samu" | "bomberos" | "other" | "none";
  calledAt: Instant;
  procedureNumber: string | null;
  outcome: EmergencyOutcome;
};
export type EmergencyOutcome = (typeof emergencyOutcomes)[number];

/** Everything that can happen to a session, in the words of the protocol. */
export type SessionEvent =
  | {
      type: "session-opened";
      sessionId: SessionId;
      contactId: ContactId;
      codeName: string;
      firstMessageId: MessageId;
      previousSessionId: SessionId | null;
      at: Instant;
    }
  | { type: "message-recorded"; messageId: MessageId; kind: MessageKind; sentAt: Instant; at: Instant }
  | {
      type: "assessment-applied";
      messageId: MessageId;
      tier: AssessedTier;
      indicators: Indicator[];
      needsListening: boolean;
      medicalReferral: boolean;
      at: Instant;
    }
  | {
      type: "tier-raised";
      from: Tier;
      to: Tier;
      cause: "assessment" | "waiting" | "person";
      messageId: MessageId | null;
      indicators: Indicator[];
      at: Instant;
    }
  | { type: "tier-settled"; to: AssessedTier; messageId: MessageId; indicators: Indicator[]; at: Instant }
  | { type: "identity-questioned"; change: IdentityChange; at: Instant }
  | { type: "identity-confirmed"; by: PersonId; at: Instant }
  | { type: "session-claimed"; executiveId: PersonId; waitedMs: number; at: Instant }
  | { type: "session-released"; executiveId: PersonId; reason: "by-executive" | "disconnected"; at: Instant }
  | {
      type: "reply-requested";
      messageId: MessageId;
      author: "executive" | "robot";
      authorId: PersonId | null;
      delegationId: DelegationId | null;
      kind: MessageKind;
      at: Instant;
    }
  | {
      type: "delegated";
      delegationId: DelegationId;
      executiveId: PersonId;
      topics: string[];
      expiresAt: Instant;
      at: Instant;
    }
  | { type: "robot-asked"; delegationId: DelegationId; messageId: MessageId; at: Instant }
  | { type: "delegation-ended"; delegationId: DelegationId; reason: DelegationEnding; at: Instant }
  | {
      type: "robot-reply-refused";
      messageId: MessageId;
      delegationId: DelegationId;
      reason: RobotRefusal;
      at: Instant;
    }
  | { type: "emergency-recorded"; record: EmergencyRecord; by: PersonId; at: Instant }
  | { type: "session-closed"; executiveId: PersonId; classification: Classification; at: Instant };

export type RobotRefusal = "no-delegation" | "delegation-ended" | "topic-outside" | "expired" | "unreadable";
