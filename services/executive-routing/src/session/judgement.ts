import type {
  AssessedTier,
  Classification,
  contactMarks,
  Instant,
  MessageId,
  noteKinds,
  PersonId,
  riskReasons,
} from "@liss/contracts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import type { SessionEvent } from "./events.ts";
import { endDelegation, mustOwn } from "./ownership.ts";
import type { Session } from "./session.ts";
import { isMoreUrgent } from "./tier.ts";

export type RiskReason = (typeof riskReasons)[number];
export type ContactMark = (typeof contactMarks)[number];
export type NoteKind = (typeof noteKinds)[number];

/** A person of the desk; a supervisor may also act on what another attends. */
export type Judge = { id: PersonId; supervisor: boolean };

/**
 * A person decides the risk. She may lower what software raised, with a reason, on the record; what she has not
 * read yet may raise it again. Source: invariant 2.
 */
export function setRisk({
  by,
  to,
  reason,
  now,
}: {
  by: Judge;
  to: AssessedTier;
  reason: RiskReason;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustJudge(session, by);
    if (barred) return barred;
    if (session.tier === to) return nothing;
    const events: SessionEvent[] = isMoreUrgent(to, "support") ? endDelegation(session, "risk-set", now) : [];
    return record(...events, {
      type: "risk-set",
      personId: by.id,
      from: session.tier,
      to,
      reason,
      at: now,
    });
  };
}

/** What kind of conversation it is, said before its end. */
export function classify({
  by,
  classification,
  now,
}: {
  by: PersonId;
  classification: Classification;
  now: Instant;
}): Rule {
  return (session) =>
    mustOwn(session, by) ??
    (session.classification === classification
      ? nothing
      : record({ type: "session-classified", personId: by, classification, at: now }));
}

/** A note; its words are stored apart, sealed. Whispers are the coach's; the rest is the owner's or a supervisor's. */
export function note({
  by,
  noteId,
  kind,
  now,
}: {
  by: Judge;
  noteId: string;
  kind: NoteKind;
  now: Instant;
}): Rule {
  return (session) => {
    const coaching = session.coaches.includes(by.id);
    if (kind === "whisper" && !coaching) return refuse("not-coaching");
    if (kind !== "whisper" && session.owner !== by.id && !by.supervisor)
      return refuse("not-yours", { by: session.owner });
    return record({ type: "note-added", personId: by.id, noteId, kind, at: now });
  };
}

/** A supervisor reads along and whispers. She never writes to the woman: that stays the owner's. */
export function coach({ by, joined, now }: { by: Judge; joined: boolean; now: Instant }): Rule {
  return (session) => {
    if (session.status === "closed") return refuse("closed");
    if (session.coaches.includes(by.id) === joined) return nothing;
    if (joined && session.owner === null) return refuse("nobody-attends");
    return record({ type: "coaching-changed", personId: by.id, joined, at: now });
  };
}

/** Puts a message on the context card, or takes it away. */
export function pin({
  by,
  messageId,
  pinned,
  now,
}: {
  by: PersonId;
  messageId: MessageId;
  pinned: boolean;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if (session.pins.includes(messageId) === pinned) return nothing;
    return record({ type: "message-pinned", personId: by, messageId, pinned, at: now });
  };
}

/** A note likewise. What a coach whispers is not kept there, nor where she is: whoever asks looks whether it is one. */
export function pinNote({
  by,
  noteId,
  pinned,
  now,
}: {
  by: PersonId;
  noteId: string;
  pinned: boolean;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if ((session.pinnedNotes ?? []).includes(noteId) === pinned) return nothing;
    return record({ type: "note-pinned", personId: by, noteId, pinned, at: now });
  };
}

/** Who is probably writing. If it may be the aggressor, the robot stops: it cannot notice a trap. */
export function mark({
  by,
  mark: name,
  set,
  now,
}: {
  by: PersonId;
  mark: ContactMark;
  set: boolean;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if (session.marks.includes(name) === set) return nothing;
    const events: SessionEvent[] =
      set && name === "aggressor-probing" ? endDelegation(session, "identity-in-doubt", now) : [];
    return record(...events, { type: "contact-marked", personId: by, mark: name, set, at: now });
  };
}

/** The owner, or a supervisor, while the session is open. */
export function mustJudge(session: Session, by: Judge) {
  if (session.status === "closed") return refuse("closed");
  if (session.owner !== by.id && !by.supervisor) return refuse("not-yours", { by: session.owner });
  return undefined;
}
