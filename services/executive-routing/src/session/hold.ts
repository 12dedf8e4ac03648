import type { holdEndings, Instant, PersonId } from "@liss/contracts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import { isMoreUrgent } from "./tier.ts";

/**
 * A supervisor keeps a session back: for somebody who speaks her language, or until it is known what it is. Danger is
 * never kept back.
 */
export function hold({ by, until, now }: { by: PersonId; until: Instant; now: Instant }): Rule {
  return (session) => {
    if (session.status !== "waiting") return refuse("not-waiting");
    if (isMoreUrgent(session.tier, "support")) return refuse("risk-too-high");
    return record({ type: "session-held", personId: by, cause: "supervisor", until, at: now });
  };
}

/** It waits in the queue again: its time is over, a person says so, or triage does not answer for it. */
export function endHold({ reason, now }: { reason: (typeof holdEndings)[number]; now: Instant }): Rule {
  return ({ heldUntil }) => {
    if (heldUntil === null || (reason === "expired" && heldUntil > now)) return nothing;
    return record({ type: "hold-ended", reason, at: now });
  };
}

/** What a session needs of whoever attends it: a language, a skill. */
export function setNeeds({ by, needs, now }: { by: PersonId; needs: string[]; now: Instant }): Rule {
  return (session) => {
    if (session.status === "closed") return refuse("closed");
    return record({ type: "needs-set", personId: by, needs, at: now });
  };
}
