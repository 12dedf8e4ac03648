import { z } from "zod";
import { event } from "../event.ts";
import { AssessedTier, Classification, Instant, MessageId, PersonId, Tier } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

/** Why a person changed the risk. A code, so that whoever audits can count them without reading the case. */
export const riskReasons = [
  "she-told",
  "by-protocol",
  "signal-was-past",
  "signal-was-mistaken",
  "situation-changed",
  "third-party-case",
] as const;

/** A person said how urgent it is. She may lower what software raised; it is on the record. Source: invariant 2. */
export const RiskSet = event("routing.risk-set", 1, routing("A person decided how urgent a session is"), {
  personId: PersonId,
  from: Tier,
  to: AssessedTier,
  reason: z.enum(riskReasons),
});

/** An imminent case rings for one available executive. */
export const CaseOffered = event(
  "routing.case-offered",
  1,
  routing("An imminent case rings for one executive"),
  { executiveId: PersonId, until: Instant },
);

export const offerEndings = ["declined", "unanswered", "withdrawn"] as const;

export const OfferEnded = event(
  "routing.offer-ended",
  1,
  routing("The executive for whom a case rang did not take it"),
  { executiveId: PersonId, how: z.enum(offerEndings) },
);

/** Nobody was left to ring one by one. */
export const HelpCalled = event(
  "routing.help-called",
  1,
  routing("An imminent case rings for everybody, or for those on call"),
  { circle: z.enum(["everybody", "on-call"]), people: z.array(PersonId) },
);

export const SessionTransferred = event(
  "routing.session-transferred",
  1,
  routing("Another person is responsible for the session now"),
  { from: PersonId.nullable(), to: PersonId, how: z.enum(["cold", "warm", "assigned"]) },
);

/** A warm transfer asks first: the owner stays responsible until the other accepts. */
export const TransferProposed = event(
  "routing.transfer-proposed",
  1,
  routing("An executive asks another to go on with a session"),
  { from: PersonId, to: PersonId, until: Instant },
);

export const TransferEnded = event(
  "routing.transfer-ended",
  1,
  routing("A proposed transfer did not happen"),
  { to: PersonId, how: z.enum(offerEndings) },
);

/** A coach reads along and whispers to the executive; she never writes to the woman. */
export const CoachingChanged = event(
  "routing.coaching-changed",
  1,
  routing("A supervisor joined a session as a coach, or left it"),
  { personId: PersonId, joined: z.boolean() },
);

export const noteKinds = ["note", "whisper", "handover", "place", "follow-up"] as const;

/** Its words are sealed in the desk's database and in no event. */
export const NoteAdded = event("routing.note-added", 1, routing("A person wrote a note on a session"), {
  personId: PersonId,
  noteId: z.uuid(),
  kind: z.enum(noteKinds),
});

export const MessagePinned = event(
  "routing.message-pinned",
  1,
  routing("A message was put on the session's context card, or taken from it"),
  { personId: PersonId, messageId: MessageId, pinned: z.boolean() },
);

export const NotePinned = event(
  "routing.note-pinned",
  1,
  routing("A note was put on the session's context card, or taken from it"),
  { personId: PersonId, noteId: z.uuid(), pinned: z.boolean() },
);

export const contactMarks = ["third-party", "minor", "aggressor-probing"] as const;

export const ContactMarked = event(
  "routing.contact-marked",
  1,
  routing("A person said who is probably writing"),
  { personId: PersonId, mark: z.enum(contactMarks), set: z.boolean() },
);

export const SessionClassified = event(
  "routing.session-classified",
  1,
  routing("The executive said what kind of conversation it is"),
  { personId: PersonId, classification: Classification },
);

/** Assigned and unanswered: a reminder, then the supervisor; the third time the session returns to the queue. */
export const AnswerOverdue = event(
  "routing.answer-overdue",
  1,
  routing("She waits too long for the answer of the executive who attends her"),
  { executiveId: PersonId, stage: z.enum(["reminder", "supervisor"]), since: Instant },
);

/** She fell silent in danger. Nothing is sent to her and nothing is closed. Source: domain.md §3.12. */
export const SilenceNoticed = event(
  "routing.silence-noticed",
  1,
  routing("She has not written for long in a dangerous situation"),
  { executiveId: PersonId, tier: Tier, since: Instant },
);
