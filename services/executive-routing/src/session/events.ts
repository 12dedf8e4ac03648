import type {
  AssessedTier,
  Classification,
  ContactId,
  calledServices,
  DelegationId,
  delegationEndings,
  emergencyOutcomes,
  holdEndings,
  Indicator,
  Instant,
  identityChanges,
  MessageId,
  MessageKind,
  offerEndings,
  PersonId,
  releaseReasons,
  SessionId,
  Tier,
} from "@liss/contracts";
import type { CareLimit } from "./care.ts";
import type { EmergencyFacts, EmergencyStep } from "./emergency.ts";
import type { ContactMark, NoteKind, RiskReason } from "./judgement.ts";

/** What the gateway noticed about who writes; or that she comes back after so long that a word was agreed for it. */
export type IdentityChange = (typeof identityChanges)[number] | "long-absence";
export type ReleaseReason = (typeof releaseReasons)[number];
export type OfferEnding = (typeof offerEndings)[number];
export type DelegationEnding = (typeof delegationEndings)[number];

/** What the emergency record must say before an imminent session can be closed. Source: invariant 6. */
export type EmergencyRecord = {
  calledService: (typeof calledServices)[number];
  calledAt: Instant;
  procedureNumber: string | null;
  outcome: EmergencyOutcome;
  followUpAt?: Instant | undefined;
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
      /** She wrote again soon after the earlier one was closed. */
      continuation?: boolean;
      /** When she wrote the first message, by WhatsApp's clock: it may have come late. */
      sentAt?: Instant;
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
  | { type: "agreed-word-heard"; messageId: MessageId; at: Instant }
  | { type: "identity-confirmed"; by: PersonId; at: Instant }
  | { type: "session-claimed"; executiveId: PersonId; waitedMs: number; at: Instant }
  | { type: "session-released"; executiveId: PersonId; reason: ReleaseReason; at: Instant }
  | {
      type: "reply-requested";
      messageId: MessageId;
      author: "executive" | "robot" | "system";
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
  | { type: "care-limit-yielded"; executiveId: PersonId; limit: CareLimit; at: Instant }
  | { type: "case-offered"; executiveId: PersonId; until: Instant; at: Instant }
  | { type: "offer-ended"; executiveId: PersonId; how: OfferEnding; at: Instant }
  | {
      type: "help-called";
      circle: "everybody" | "on-call";
      people: PersonId[];
      until: Instant;
      at: Instant;
    }
  | {
      type: "session-transferred";
      from: PersonId | null;
      to: PersonId;
      how: "cold" | "warm" | "assigned";
      at: Instant;
    }
  | { type: "transfer-proposed"; from: PersonId; to: PersonId; until: Instant; at: Instant }
  | { type: "transfer-ended"; to: PersonId; how: OfferEnding; at: Instant }
  | { type: "coaching-changed"; personId: PersonId; joined: boolean; at: Instant }
  | { type: "note-added"; personId: PersonId; noteId: string; kind: NoteKind; at: Instant }
  | { type: "message-pinned"; personId: PersonId; messageId: MessageId; pinned: boolean; at: Instant }
  | { type: "note-pinned"; personId: PersonId; noteId: string; pinned: boolean; at: Instant }
  | { type: "contact-marked"; personId: PersonId; mark: ContactMark; set: boolean; at: Instant }
  | { type: "session-classified"; personId: PersonId; classification: Classification; at: Instant }
  | { type: "risk-set"; personId: PersonId; from: Tier; to: AssessedTier; reason: RiskReason; at: Instant }
  | {
      type: "answer-overdue";
      executiveId: PersonId;
      stage: "reminder" | "supervisor";
      since: Instant;
      at: Instant;
    }
  | {
      type: "session-held";
      personId: PersonId | null;
      cause: "block" | "supervisor";
      until: Instant;
      at: Instant;
    }
  | { type: "hold-ended"; reason: (typeof holdEndings)[number]; at: Instant }
  | { type: "needs-set"; personId: PersonId; needs: string[]; at: Instant }
  | { type: "silence-noticed"; executiveId: PersonId; tier: Tier; since: Instant; at: Instant }
  | { type: "emergency-opened"; personId: PersonId; at: Instant }
  | ({ type: "emergency-detailed"; personId: PersonId; at: Instant } & EmergencyFacts)
  | ({ type: "emergency-step-taken"; personId: PersonId; at: Instant } & EmergencyStep)
  | { type: "emergency-recorded"; record: EmergencyRecord; by: PersonId; at: Instant }
  | { type: "session-closed"; executiveId: PersonId; classification: Classification; at: Instant };

export type RobotRefusal =
  | "no-delegation"
  | "delegation-ended"
  | "topic-outside"
  | "expired"
  | "unreadable"
  | "not-safe";
