import {
  Classification,
  contactMarks,
  DelegationId,
  DeliveryState,
  delegationEndings,
  glassReasons,
  Indicator,
  Instant,
  identityChanges,
  MessageContent,
  MessageId,
  MessageKind,
  PersonId,
  RobotTopic,
  SessionId,
  StaffRole,
  Tier,
  TriageEvidence,
} from "@liss/contracts";
import { z } from "zod";
import { ServiceStatus } from "./status-view.ts";

export const Me = z.object({ id: PersonId, name: z.string(), role: StaffRole });
export type Me = z.infer<typeof Me>;

export const SessionStatus = z.enum(["waiting", "attended", "delegated", "closed"]);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** A session as a row of the queue: nothing that she wrote. */
export const SessionCard = z.object({
  id: SessionId,
  codeName: z.string(),
  status: SessionStatus,
  tier: Tier,
  indicators: z.array(Indicator),
  needsListening: z.boolean().describe("A voice note or image waits for a person's ears or eyes"),
  openedAt: Instant,
  waitingSince: Instant.describe("Start of the present wait for a person; orders the queue within a tier"),
  lastMessageAt: Instant,
  awaitingReplySince: Instant.nullable().describe("Her oldest message nobody answered"),
  unread: z.number().int().nonnegative(),
  owner: z.object({ id: PersonId, name: z.string() }).nullable(),
  attendedSince: Instant.nullable().describe("Since when its owner attends it; null while it waits"),
  coaches: z.array(PersonId).describe("Supervisors who read along and whisper"),
  delegation: z.object({ id: DelegationId, topics: z.array(RobotTopic), expiresAt: Instant }).nullable(),
  returning: z.boolean().describe("She wrote before, in an earlier session"),
  classification: Classification.nullable(),
  medicalReferral: z
    .boolean()
    .describe("Strangulation was mentioned: she needs a physician even without marks"),
  identityDoubt: z
    .enum([...identityChanges, "long-absence"])
    .nullable()
    .describe(
      "Her number or WhatsApp identity changed, or she was away long: make sure that it is she, then confirm",
    ),
  agreedWordAt: Instant.nullable().describe(
    "When she wrote her agreed word since the doubt; a person decides all the same",
  ),
  continuation: z
    .enum(["returned", "reopened"])
    .nullable()
    .describe("It goes on: given back without its executive, or written soon after the earlier one closed"),
  offer: z.object({ to: PersonId, until: Instant }).nullable().describe("For whom this emergency rings now"),
  ringsFor: z
    .enum(["one", "everybody", "on-call", "nobody-on-call"])
    .describe(
      "How wide the circle is in which an imminent case rings; the last when the list of those on call is empty",
    ),
  transfer: z
    .object({ from: PersonId, to: PersonId, until: Instant })
    .nullable()
    .describe("A warm transfer that waits for its answer"),
  marks: z.array(z.enum(contactMarks)),
  pins: z.array(MessageId).describe("Messages that whoever attends keeps at hand"),
  pinnedNotes: z.array(z.uuid()).describe("Notes of the session, likewise"),
  overdue: z
    .enum(["reminder", "supervisor"])
    .nullable()
    .describe("She waits too long for an answer; the next step is the queue"),
  silentSince: Instant.nullable().describe(
    "She fell silent in danger: show the checklist; never write by itself",
  ),
  heldUntil: Instant.nullable().describe(
    "Kept back from the queue by a block or a supervisor; danger ends it",
  ),
  needs: z.array(z.string()).describe("Languages or skills that whoever attends should have"),
  emergencySince: Instant.nullable().describe("An emergency is open and has no outcome yet"),
  emergencyRecorded: z
    .boolean()
    .describe("The emergency record is written; an imminent session cannot close without it"),
  version: z.number().int().positive(),
});
export type SessionCard = z.infer<typeof SessionCard>;

export const MessageView = z.object({
  id: MessageId,
  sessionId: SessionId,
  direction: z.enum(["in", "out"]),
  author: z.enum(["contact", "executive", "robot", "system"]),
  authorName: z.string().nullable(),
  kind: MessageKind,
  content: MessageContent.nullable().describe("null when its key was destroyed or she took it back"),
  sentAt: Instant.describe("WhatsApp's time for hers, ours for what we send"),
  receivedAt: Instant,
  replyTo: MessageId.nullable(),
  editOf: MessageId.nullable().describe("The message of hers that these words replace"),
  revokedAt: Instant.nullable().describe("She took it back; its content is no longer shown"),
  media: z
    .discriminatedUnion("state", [
      z.object({ state: z.literal("fetching") }),
      z.object({ state: z.literal("stored"), mimeType: z.string(), bytes: z.number().int().nonnegative() }),
      z.object({ state: z.literal("failed"), reason: z.string().describe("A code") }),
    ])
    .nullable()
    .describe("Only for messages with a file"),
  delivery: z
    .object({ state: DeliveryState, at: Instant, reason: z.string().nullable() })
    .nullable()
    .describe("Only for outgoing messages; reason is a code"),
  assessment: z.object({ tier: Tier, indicators: z.array(Indicator), evidence: TriageEvidence }).nullable(),
  seenAt: Instant.nullable().describe("When the executive who attends had it on her screen"),
});
export type MessageView = z.infer<typeof MessageView>;

/** A step of the session's life, for the context column. */
export const TimelineEntry = z.object({
  version: z.number().int().positive(),
  type: z.string(),
  at: Instant,
  actorName: z.string().nullable().describe("null for the software itself"),
  detail: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** GET /api/desk */
export const Desk = z.object({
  sequence: z.number().int().nonnegative().describe("The last change this picture contains"),
  now: Instant.describe("The server's clock, so that waiting clocks do not depend on the computer's"),
  me: Me,
  queue: z.array(SessionCard).describe("Everything that waits, in the order in which it must be attended"),
  mine: z.array(SessionCard),
  offered: z.array(SessionCard).describe("Sessions that a colleague asks her to take over"),
  attendedByOthers: z.array(SessionCard).describe("Supervisors only; empty for executives"),
  load: z.object({ used: z.number(), capacity: z.number() }),
  robotTopics: z.array(RobotTopic),
  status: ServiceStatus,
  alerts: z.array(
    z.object({ id: z.uuid(), code: z.string(), severity: z.enum(["warning", "critical"]), at: Instant }),
  ),
});
export type Desk = z.infer<typeof Desk>;

/** GET /api/sessions/:id. Reading is itself on the record. */
export const Conversation = z.object({
  sequence: z.number().int().nonnegative(),
  card: SessionCard,
  windowClosesAt: Instant.nullable().describe(
    "WhatsApp lets us write freely until then; null if she never wrote",
  ),
  messages: z.array(MessageView),
  timeline: z.array(TimelineEntry),
  robotGone: z
    .object({
      reason: z.enum(delegationEndings),
      at: Instant,
      summary: z
        .string()
        .nullable()
        .describe("What she asked, what it served and what it did not understand"),
    })
    .nullable()
    .describe("The robot stopped by itself and no person has answered since"),
  glass: z
    .object({ reason: z.enum(glassReasons), until: Instant })
    .nullable()
    .describe("She opened it with a reason, and it stays open for her until then"),
});
export type Conversation = z.infer<typeof Conversation>;
