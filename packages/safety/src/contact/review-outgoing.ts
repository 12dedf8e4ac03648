import {
  defaultSafeContactPlan,
  type OutgoingContent,
  type SafeContactPlan,
  type SafetyOverride,
} from "@liss/contracts";
import type { CheckText } from "../check/check-text.ts";
import { textsOf } from "../check/content-texts.ts";
import type { Reason } from "../check/reason.ts";
import type { ReasonCode } from "../check/reasons.es-cl.ts";
import { type Contact, decideContact } from "./decide-contact.ts";
import { type ContactRefusal, contactRefusalSentences } from "./refusals.es-cl.ts";

export type FieldReason = Reason & { field: string };

/** One sentence for each thing that speaks against sending. */
export type Refusal =
  | { by: "plan"; code: ContactRefusal; sentence: string }
  | { by: "words"; reason: FieldReason; sentence: string };

export type Review =
  /** `overridden` are the reasons that a person answered for; they go on the record with the override. */
  | { allowed: true; overridden: readonly FieldReason[] }
  /** `overridable`: a person may send it all the same, with a reason. */
  | { allowed: false; refusals: readonly Refusal[]; overridable: boolean };

export type Outgoing = Omit<Contact, "kind" | "language"> & {
  /** Her plan; undefined when nothing was asked yet. */
  plan: SafeContactPlan | undefined;
  content: OutgoingContent;
  /** Before it is known that it is she, and that she is safe: no words can be answered for. */
  neutral: boolean;
  override?: SafetyOverride | undefined;
  /** What the service's own fixed notices must say whatever the lexicon fears, e.g. the number for emergencies. */
  mandated?: readonly ReasonCode[] | undefined;
};

export type ReviewOutgoing = (outgoing: Outgoing) => Review;

/**
 * The one question before anything is sent: does her plan allow it, and would its words betray her? What she asked
 * for can be overridden by nobody; words that only the lexicon fears, by a person who says why, and never while
 * neutral or on a phone that others read. Once she has said that only she reads it, and it is known to be she, there
 * is nobody whom words could betray her to: then only her own words to avoid count.
 */
export function createReviewOutgoing(checkText: CheckText): ReviewOutgoing {
  return ({ plan = defaultSafeContactPlan, content, neutral, override, mandated = [], ...contact }) => {
    const language = content.kind === "template" ? content.language : undefined;
    const decision = decideContact(plan, { ...contact, kind: content.kind, language });
    const alone = plan.readBy === "only-her" && !neutral;
    const isFeared = ({ kind, code }: Reason) =>
      kind !== "betrays" || !(alone || (contact.author === "system" && mandated.includes(code)));
    const reasons = textsOf(content).flatMap(({ field, text }) =>
      checkText(text, plan)
        .reasons.filter(isFeared)
        .map((reason): FieldReason => ({ ...reason, field })),
    );
    const planRefusals = decision.allowed ? [] : decision.refusals;
    const overridable =
      planRefusals.length === 0 &&
      contact.author === "executive" &&
      !neutral &&
      plan.readBy !== "others" &&
      reasons.every(({ kind }) => kind === "betrays");
    if (planRefusals.length === 0 && (reasons.length === 0 || (overridable && override))) {
      return { allowed: true, overridden: reasons };
    }
    return {
      allowed: false,
      overridable,
      refusals: [
        ...planRefusals.map(
          (code): Refusal => ({ by: "plan", code, sentence: contactRefusalSentences[code] }),
        ),
        ...reasons.map((reason): Refusal => ({ by: "words", reason, sentence: reason.sentence })),
      ],
    };
  };
}
