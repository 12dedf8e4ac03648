import { z } from "zod";
import { event } from "../event.ts";
import { Instant, MessageId, PersonId } from "../values.ts";

const routing = (summary: string, consumers: readonly ("gateway" | "triage" | "bot")[] = []) => ({
  sources: ["executive-routing"] as const,
  consumers,
  summary,
});

const count = z.number().int().nonnegative();

/** What was destroyed, as numbers, and the keys by their ids: proof of what is gone without a word of it. */
const destroyed = {
  keyIds: z.array(z.uuid()).max(5_000).describe("The content keys that no longer exist"),
  messages: count,
  notes: count,
  files: count,
  wordMarks: count,
};

/** The words, files and notes of one conversation. That it took place, and what was done, stays on the record. */
export const ContentDestroyed = event(
  "routing.content-destroyed",
  1,
  routing("The content of a closed conversation was destroyed, its time being over", [
    "gateway",
    "triage",
    "bot",
  ]),
  { ...destroyed, closedAt: Instant },
);

export const erasureCauses = ["request", "schedule", "order"] as const;

/** Everything that leads to her or was hers: every key, her number, the facts of her case. */
export const ContactErased = event(
  "routing.contact-erased",
  1,
  routing("A contact was erased: nothing of hers can be read any more, and nobody can tell who she was", [
    "gateway",
    "triage",
    "bot",
  ]),
  {
    ...destroyed,
    cause: z.enum(erasureCauses),
    personId: PersonId.optional(),
    sessions: count,
    facts: count,
  },
);

/** Why a conversation is kept beyond its time. Chosen, not written: no content gets on the record. */
export const holdReasons = [
  "court-order",
  "prosecutor-request",
  "police-request",
  "she-asked",
  "internal-inquiry",
] as const;
export type HoldReason = (typeof holdReasons)[number];

export const LegalHoldPlaced = event(
  "routing.legal-hold-placed",
  1,
  routing("A conversation is kept beyond its time, with a reason and somebody else who reviews it"),
  {
    holdId: z.uuid(),
    personId: PersonId,
    reason: z.enum(holdReasons),
    reviewerId: PersonId,
    reviewAt: Instant,
  },
);

export const LegalHoldReviewed = event(
  "routing.legal-hold-reviewed",
  1,
  routing("The reviewer kept a legal hold for longer, or ended it"),
  { holdId: z.uuid(), personId: PersonId, outcome: z.enum(["keep", "lift"]), reviewAt: Instant.optional() },
);

/** What an installation does with messages that she takes back. Source: docs/adr/0033. */
export const takenBackPolicies = ["keep-sealed", "keep-in-danger", "destroy"] as const;
export type TakenBackPolicy = (typeof takenBackPolicies)[number];

/** Why one is kept, or not. Ley 21.719: arts. 16 (exceptions for sensitive data), 3 and 7 (proportion, suppression). */
export const takenBackGrounds = ["defence-of-rights", "vital-interest", "legal-hold", "her-will"] as const;
export type TakenBackGround = (typeof takenBackGrounds)[number];

/** She took a message back, and nobody is shown it any more; this is what became of its sealed bytes. */
export const TakenBackSettled = event(
  "routing.taken-back-settled",
  1,
  routing("What became of a message that she took back: kept sealed or destroyed, and on which ground", [
    "triage",
    "bot",
  ]),
  {
    messageId: MessageId,
    outcome: z.enum(["kept-sealed", "destroyed"]),
    policy: z.enum(takenBackPolicies),
    ground: z.enum(takenBackGrounds),
  },
);

/** A backup of the keys was put back, and what had been destroyed was destroyed again. */
export const ErasureRepeated = event(
  "routing.erasure-repeated",
  1,
  routing("Keys that had been destroyed were there again, from a backup, and were destroyed again"),
  { keyIds: z.array(z.uuid()).max(5_000) },
);

const gateway = (summary: string) => ({ sources: ["gateway"] as const, consumers: [] as const, summary });

/** The other half of an erasure: what only the gateway knows of her. */
export const TracesErased = event(
  "channel.traces-erased",
  1,
  gateway("The number of an erased contact and the raw deliveries that named it are gone"),
  {
    deliveries: count.describe("Raw deliveries that named her, deleted"),
    sealedAnew: count.describe("Those of the same days that stay, under another key"),
    keyIds: z.array(z.uuid()).max(5_000).describe("The former keys of those days, destroyed"),
  },
);

export const DeliveriesExpired = event(
  "channel.deliveries-expired",
  1,
  gateway("Raw deliveries older than seven days were deleted, and the keys of their days destroyed"),
  { before: Instant, deliveries: count, keyIds: z.array(z.uuid()).max(5_000) },
);
