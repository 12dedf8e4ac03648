import { z } from "zod";
import { event } from "../event.ts";
import { MessageKind } from "../message-content.ts";
import {
  Classification,
  DelegationId,
  Indicator,
  Instant,
  MessageId,
  PersonId,
  RobotTopic,
  Sealed,
  SessionId,
  Tier,
} from "../values.ts";
import { calledServices } from "./emergency.ts";

const routing = (summary: string, consumers: readonly ("gateway" | "bot")[] = []) => ({
  sources: ["executive-routing"] as const,
  consumers,
  summary,
});

export const SessionOpened = event(
  "routing.session-opened",
  1,
  routing("A conversation began and waits for a person", ["gateway"]),
  {
    codeName: z.string().describe("What staff see instead of a name: a flower or star and a number"),
    firstMessageId: MessageId,
    previousSessionId: SessionId.optional(),
    continuation: z.boolean().optional().describe("She wrote again soon after the earlier one was closed"),
  },
);

/** The message is on the session's timeline, where a person will see it. */
export const MessageRecorded = event(
  "routing.message-recorded",
  1,
  routing("A message of hers is on the timeline of its session"),
  { messageId: MessageId, kind: MessageKind },
);

export const TierRaised = event("routing.tier-raised", 1, routing("A session moved up in the queue"), {
  from: Tier,
  to: Tier,
  cause: z.enum(["assessment", "waiting", "person"]),
  messageId: MessageId.optional(),
  indicators: z.array(Indicator),
});

/** The first assessment took a session out of "not yet assessed"; never below what its messages showed. */
export const TierSettled = event(
  "routing.tier-settled",
  1,
  routing("Every message so far was assessed and the session left the not-yet-assessed tier"),
  { to: Tier, messageId: MessageId, indicators: z.array(Indicator) },
);

export const SessionClaimed = event(
  "routing.session-claimed",
  1,
  routing("An executive took the session and is responsible for it"),
  { executiveId: PersonId, waitedMs: z.number().int().nonnegative() },
);

export const releaseReasons = ["by-executive", "disconnected", "unanswered", "off-shift"] as const;

export const SessionReleased = event(
  "routing.session-released",
  1,
  routing("The session returned to the queue"),
  { executiveId: PersonId, reason: z.enum(releaseReasons) },
);

/** Somebody opened a conversation and its content was shown. Source: invariant 9. */
export const SessionRead = event("routing.session-read", 1, routing("A person opened a conversation"), {
  personId: PersonId,
  messages: z.number().int().nonnegative().describe("How many messages were shown"),
});

/** A message of hers was shown to the executive who attends. */
export const MessagesSeen = event(
  "routing.messages-seen",
  1,
  routing("The executive who attends has her messages on the screen"),
  { personId: PersonId, messageIds: z.array(MessageId).min(1).max(500) },
);

/** A file of hers was opened. Source: invariant 9, reads included. */
export const MediaOpened = event(
  "routing.media-opened",
  1,
  routing("The executive who attends opened a file of hers"),
  { personId: PersonId, messageId: MessageId },
);

/**
 * A file goes to her with a message. What it holds is on no record; the hash is of the sealed file as it lies in the
 * object store, so that an auditor can tell, without any key, that it is still the one that was sent.
 */
export const FileAttached = event("routing.file-attached", 1, routing("An executive sent a file to her"), {
  personId: PersonId,
  messageId: MessageId,
  object: z.uuid().describe("Its name in the object store"),
  mimeType: z.string(),
  bytes: z.number().int().positive(),
  sealedSha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const Delegated = event(
  "routing.delegated",
  1,
  routing("An executive lets the robot answer, for these topics, until then", ["bot"]),
  {
    delegationId: DelegationId,
    executiveId: PersonId,
    topics: z.array(RobotTopic).min(1),
    expiresAt: Instant,
  },
);

/** A message of hers, passed to the robot because a delegation is in force. */
export const RobotAsked = event(
  "routing.robot-asked",
  1,
  routing("She wrote while the robot attends", ["bot"]),
  {
    delegationId: DelegationId,
    messageId: MessageId,
    kind: MessageKind,
    sentAt: Instant,
    content: Sealed,
  },
);

export const emergencyOutcomes = [
  "police-attended",
  "ambulance-attended",
  "safe-place",
  "declined-help",
  "contact-lost",
  "not-an-emergency",
] as const;

export const delegationEndings = [
  "taken-back",
  "executive-replied",
  "risk-signal",
  "needs-listening",
  "not-assessed",
  "identity-in-doubt",
  "person-requested",
  "handed-back",
  "not-understood",
  "topic-outside",
  "expired",
  "session-closed",
  "executive-left",
  "transferred",
  "risk-set",
  "not-safe",
  "goodbye",
  "unavailable",
] as const;

export const DelegationEnded = event(
  "routing.delegation-ended",
  1,
  routing("The robot may no longer speak in this conversation", ["bot"]),
  { delegationId: DelegationId, reason: z.enum(delegationEndings) },
);

export const RobotReplyRefused = event(
  "routing.robot-reply-refused",
  1,
  routing("The robot proposed a message without a delegation that covers it; it was not sent"),
  {
    messageId: MessageId,
    delegationId: DelegationId,
    reason: z.enum([
      "no-delegation",
      "delegation-ended",
      "topic-outside",
      "expired",
      "unreadable",
      "not-safe",
    ]),
  },
);

/** What was done in an emergency; without it an imminent session cannot be closed. Source: invariant 6. */
export const EmergencyRecorded = event(
  "routing.emergency-recorded",
  1,
  routing("The executive wrote who was called, when, the procedure number and the outcome"),
  {
    executiveId: PersonId,
    calledService: z.enum(calledServices),
    calledAt: Instant,
    procedureNumber: z.string().max(40).nullable(),
    outcome: z.enum(emergencyOutcomes),
    followUpAt: Instant.optional().describe("When the executive is reminded to look after it; never she"),
  },
);

/** She agreed on a word and comes back after so long that the phone may be somebody else's: a person makes sure. */
export const IdentityDoubted = event(
  "routing.identity-doubted",
  1,
  routing("She came back after a long absence: somebody should make sure that it is she"),
  { change: z.literal("long-absence") },
);

/** A person made sure that it is still she who writes, after her number or identity changed. */
export const IdentityConfirmed = event(
  "routing.identity-confirmed",
  1,
  routing("The executive made sure that it is still she who writes"),
  { executiveId: PersonId },
);

export const SessionClosed = event(
  "routing.session-closed",
  1,
  routing("An executive closed the conversation", ["gateway"]),
  { executiveId: PersonId, classification: Classification },
);
