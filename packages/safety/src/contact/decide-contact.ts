import type { Instant, OutgoingContent, SafeContactPlan } from "@liss/contracts";
import { isWithin } from "./hours.ts";
import type { ContactRefusal } from "./refusals.es-cl.ts";

export type Author = "executive" | "robot" | "system";

/** A message that is about to go, without its words. */
export type Contact = {
  now: Instant;
  kind: OutgoingContent["kind"];
  author: Author;
  /** Her last message; null when she has not written in this conversation. */
  lastInboundAt: Instant | null;
  /** When she said her exit word, if she did. */
  goodbyeAt?: Instant | null | undefined;
  /** The language of a template, e.g. "es_CL". */
  language?: string | undefined;
};

export type ContactDecision = { allowed: true } | { allowed: false; refusals: readonly ContactRefusal[] };

/**
 * While she writes she holds the phone: hours do not matter so soon after her message, unless she wants no answer any
 * more by then. A default, not from a source.
 */
export const liveMs = 15 * 60_000;

const files: ReadonlySet<OutgoingContent["kind"]> = new Set([
  "image",
  "video",
  "audio",
  "voice",
  "sticker",
  "document",
]);

/**
 * May this be written to her now? Only what her plan allows; everything that speaks against it is named. No person
 * can override these: they are what she said. Source: domain.md §3.5, §3.6, invariant 7.
 */
export function decideContact(plan: SafeContactPlan, contact: Contact): ContactDecision {
  const refusals: ContactRefusal[] = [];
  const refuseIf = (yes: boolean, code: ContactRefusal) => {
    if (yes) refusals.push(code);
  };
  const { author, kind, lastInboundAt, goodbyeAt } = contact;
  const sinceHers =
    lastInboundAt === null ? Number.POSITIVE_INFINITY : Date.parse(contact.now) - Date.parse(lastInboundAt);
  const answering = sinceHers <= plan.answerWithinMinutes * 60_000;
  const holdsPhone = answering && sinceHers <= liveMs;
  // What answers her while she holds the phone is no notice.
  const unattended = kind === "template" || (author === "system" && !holdsPhone);

  refuseIf(plan.writing === "never", "never-write");
  refuseIf(goodbyeAt != null && (lastInboundAt === null || goodbyeAt >= lastInboundAt), "she-said-goodbye");
  refuseIf(plan.writing === "answer" && !answering, "would-write-first");
  refuseIf(plan.writing === "first" && !answering && plan.hours.length === 0, "no-hours-agreed");
  refuseIf(plan.hours.length > 0 && !holdsPhone && !isWithin(plan.hours, contact.now), "outside-hours");
  refuseIf(unattended && !plan.mayReceiveNotices, "no-notices");
  refuseIf(files.has(kind) && !plan.mayReceiveMedia, "no-media");
  refuseIf(plan.readBy === "others" && author !== "executive", "phone-read-by-others");
  refuseIf(plan.readBy === "others" && files.has(kind), "no-media-on-a-shared-phone");
  refuseIf(
    contact.language !== undefined && contact.language.split("_")[0] !== plan.language,
    "another-language",
  );
  return refusals.length === 0 ? { allowed: true } : { allowed: false, refusals };
}
