import {
  Classification,
  contactMarks,
  DelegationId,
  DeliveryState,
  delegationEndings,
  EmergencyRecorded,
  Indicator,
  Instant,
  identityChanges,
  MessageContent,
  MessageId,
  MessageKind,
  overrideReasons,
  PersonId,
  RobotTopic,
  SessionId,
  StaffRole,
  Tier,
  TriageEvidence,
} from "@liss/contracts";
import { z } from "zod";
import { longestCaption, longestName } from "../sending/attachable.ts";
import { Shift } from "./requests.ts";
import { SafetyReview } from "./safe-contact-requests.ts";
import { ServiceStatus } from "./status-view.ts";

export type { CheckWords, PlanKnown, SafetyReview } from "./safe-contact-requests.ts";

/**
 * What the console and executive-routing say to each other: REST under `/api`, live changes on the
 * WebSocket `/api/live`. The console imports only this file.
 *
 * Every command carries an `Idempotency-Key` header (a UUID made when the person acts): repeating it
 * gives the first answer and does nothing twice.
 */

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
    .enum(["one", "everybody", "on-call"])
    .describe("How wide the circle is in which an imminent case rings"),
  transfer: z
    .object({ from: PersonId, to: PersonId, until: Instant })
    .nullable()
    .describe("A warm transfer that waits for its answer"),
  marks: z.array(z.enum(contactMarks)),
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
});
export type Conversation = z.infer<typeof Conversation>;

/** POST /api/sessions/next → the session the server picked, or null when nobody waits. */
export const NextTaken = z.object({ sessionId: SessionId.nullable() });

/** POST /api/sessions/:id/messages. The id is made by the console, so that a retry is the same message. */
export const SendMessage = z
  .object({
    messageId: z.uuid(),
    // No keyboard writes a NUL, and what is sealed is not looked at again before it leaves.
    text: z
      .string()
      .trim()
      .regex(/^[^\0]*$/)
      .max(4096)
      .describe("With a file, the words beside it; they may be empty"),
    file: z
      .object({
        name: z.string().trim().min(1).max(longestName).describe("As she will see a document called"),
      })
      .optional()
      .describe("The file that was uploaded for this message goes with it"),
    override: z
      .enum(overrideReasons)
      .optional()
      .describe("She answers for words that the check would not let go; on the record"),
    replyTo: MessageId.optional().describe("The message of this session that it quotes"),
  })
  .refine(({ text, file }) => file !== undefined || text !== "", {
    path: ["text"],
    message: "must not be empty",
  })
  .refine(({ text, file }) => file === undefined || text.length <= longestCaption, {
    path: ["text"],
    message: `at most ${longestCaption} characters beside a file`,
  });
export type SendMessage = z.infer<typeof SendMessage>;

/**
 * POST /api/sessions/:id/files/:messageId → where the file can be had, for five minutes and by her alone. Asking is on the record.
 * Only whoever attends the session may ask.
 */
export const FileLink = z.object({ url: z.string().describe("A path on this server") });
export type FileLink = z.infer<typeof FileLink>;

/**
 * PUT /api/sessions/:id/uploads/:messageId with the bytes of the file as the body: it waits, sealed, for the message of
 * that id. Repeating it replaces the file. What may be sent, and how large, is in `sending/attachable.ts`.
 */
export const FileChosen = z.object({
  kind: z.enum(["image", "audio", "document"]),
  mimeType: z.string(),
  bytes: z.number().int().positive(),
});
export type FileChosen = z.infer<typeof FileChosen>;

/** POST /api/sessions/:id/typing has no body: she is writing an answer. Shown to the contact when the service shows presence. */

/** POST /api/sessions/:id/seen */
export const MarkSeen = z.object({ messageIds: z.array(MessageId).min(1).max(500) });

/** POST /api/sessions/:id/delegate */
export const Delegate = z.object({
  topics: z.array(RobotTopic).min(1),
  minutes: z.number().int().min(1).max(120).default(30),
});
export type Delegate = z.infer<typeof Delegate>;

/** POST /api/sessions/:id/emergency. What was done; needed before an imminent session can be closed. */
export const RecordEmergency = EmergencyRecorded.schema.shape.data.omit({ executiveId: true });
export type RecordEmergency = z.infer<typeof RecordEmergency>;

// POST /api/sessions/:id/confirm-identity has no body.

/** POST /api/sessions/:id/close */
export const Close = z.object({ classification: Classification });
// POST /api/sessions/:id/claim, /release and /take-back have no body.

/** Answer to every command: the card as the command left it. */
export const CommandDone = z.object({ card: SessionCard });

/** Why a command was not done. The console turns each into a sentence. */
export const refusalCodes = [
  "already-attended",
  "not-yours",
  "not-waiting",
  "closed",
  "at-capacity",
  "not-delegated",
  "already-delegated",
  "risk-too-high",
  "window-closed",
  "unread-messages",
  "identity-in-doubt",
  "emergency-without-record",
  "choosing-not-permitted",
  "care-limit",
  "not-offered",
  "already-offered",
  "not-coaching",
  "not-safe",
  "nobody-attends",
  "rate-limited",
  "unknown-topic",
  "link-expired",
  "file-gone",
  "file-not-sendable",
  "file-not-chosen",
  "not-found",
  "not-permitted",
  "not-logged-in",
  "invalid-request",
  "idempotency-key-missing",
  "idempotency-key-reused",
  "conflict",
  "email-taken",
  "own-account",
  "text-with-personal-data",
  "still-open",
  "legal-hold",
  "being-destroyed",
  "own-hold",
  "identity-first",
  "already-answered",
  "already-extended",
  "name-taken",
  "too-large",
  "unavailable",
] as const;
export const RefusalCode = z.enum(refusalCodes);
export type RefusalCode = z.infer<typeof RefusalCode>;

/** RFC 9457, with our code. Sent as `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: RefusalCode,
  detail: z.string().optional(),
  review: SafetyReview.optional().describe("For not-safe: what stands against sending"),
});
export type Problem = z.infer<typeof Problem>;

/** Console → server on the WebSocket. */
export const ClientFrame = z.discriminatedUnion("type", [
  z
    .object({ type: z.literal("hello"), since: z.number().int().nonnegative().nullable() })
    .describe("First frame; `since` is the last sequence seen, null on a first visit"),
  z
    .object({ type: z.literal("watch"), sessionId: SessionId.nullable() })
    .describe("The conversation that is open: its messages are sent too"),
  z
    .object({ type: z.literal("presence"), state: z.enum(["here", "away"]) })
    .describe("Whether she is in front of her screen; breaks are a command"),
  z
    .object({ type: z.literal("wall"), shown: z.boolean() })
    .describe("A supervisor looks at the wall, or no longer"),
  z.object({ type: z.literal("pong") }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** Server → console. Sequences only grow; a change may be repeated, never skipped. */
export const ServerFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("welcome"), sequence: z.number().int().nonnegative(), now: Instant }),
  z
    .object({ type: z.literal("resync"), sequence: z.number().int().nonnegative() })
    .describe("Too much was missed: fetch /api/desk and the open conversation again"),
  z.object({
    type: z.literal("session"),
    sequence: z.number().int().nonnegative(),
    card: SessionCard,
    place: z
      .enum(["queue", "mine", "offered", "others", "gone"])
      .describe("Where it now belongs for this person"),
  }),
  z.object({ type: z.literal("message"), sequence: z.number().int().nonnegative(), message: MessageView }),
  z.object({
    type: z.literal("alert"),
    sequence: z.number().int().nonnegative(),
    alert: Desk.shape.alerts.element,
  }),
  z
    .object({ type: z.literal("shift"), people: Shift.shape.people })
    .describe("Who works and with what load now, for whoever looks at the wall"),
  z
    .object({ type: z.literal("status"), status: ServiceStatus })
    .describe("What works and what does not, for everybody"),
  z
    .object({ type: z.literal("announcements") })
    .describe("Something was told to the shift, taken back or, for supervisors, read: fetch it again"),
  z.object({ type: z.literal("ping"), now: Instant }),
  z.object({ type: z.literal("logged-out") }).describe("The login expired or ended; the socket closes"),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

export * from "./announcement-requests.ts";
export * from "./canned-requests.ts";
export * from "./case-requests.ts";
export * from "./people-requests.ts";
export * from "./requests.ts";
export * from "./retention-requests.ts";
export * from "./rights-requests.ts";
export * from "./search-requests.ts";
export * from "./shift-history-requests.ts";
export * from "./status-view.ts";
