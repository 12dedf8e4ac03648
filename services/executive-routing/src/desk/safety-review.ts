import type { Refusal } from "@liss/safety";
import type { SafetyReview } from "./safe-contact-requests.ts";

/** What the console shows of a refused message. */
export function asSafetyReview({
  refusals,
  overridable,
}: {
  refusals: readonly Refusal[];
  overridable: boolean;
}): SafetyReview {
  return {
    overridable,
    refusals: refusals.map((refusal) =>
      refusal.by === "plan"
        ? { by: refusal.by, code: refusal.code, sentence: refusal.sentence }
        : {
            by: refusal.by,
            code: refusal.reason.code,
            sentence: refusal.sentence,
            start: refusal.reason.start,
            end: refusal.reason.end,
            ...(refusal.reason.field === "filename" && { inName: true as const }),
          },
    ),
  };
}
