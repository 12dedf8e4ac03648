import type { calledServices, Instant, PersonId, yesNoUnknown } from "@liss/contracts";
import { nothing, type Rule, record } from "./decision.ts";
import type { EmergencyRecord } from "./events.ts";
import { type Judge, mustJudge } from "./judgement.ts";
import { mustOwn } from "./ownership.ts";

type Known = (typeof yesNoUnknown)[number];

export type EmergencyFacts = { children: Known; weapons: Known; injuries: Known; safeToCall: Known };

export type EmergencyStep = {
  stepId: string;
  service: Exclude<(typeof calledServices)[number], "none">;
  toldAt: Instant;
  procedureNumber: string | null;
};

/** Opens the record by hand; with the tier it opens by itself. From then on it needs an outcome. Source: invariant 6. */
export function openEmergency({ by, now }: { by: Judge; now: Instant }): Rule {
  return (session) => {
    const barred = mustJudge(session, by);
    if (barred) return barred;
    if (session.emergencyFile && !session.emergency) return nothing;
    return record({ type: "emergency-opened", personId: by.id, at: now });
  };
}

/** What is known of the situation. The place is a sealed note: it is where she is. */
export function detailEmergency({
  by,
  facts,
  now,
}: {
  by: PersonId;
  facts: EmergencyFacts;
  now: Instant;
}): Rule {
  return (session) =>
    mustOwn(session, by) ?? record({ type: "emergency-detailed", personId: by, ...facts, at: now });
}

/** Somebody was told: whom, when, and under which number. */
export function takeStep({ by, step, now }: { by: PersonId; step: EmergencyStep; now: Instant }): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    const known = session.emergencyFile?.steps.find(({ stepId }) => stepId === step.stepId);
    if (known && JSON.stringify(known) === JSON.stringify(step)) return nothing;
    return record({ type: "emergency-step-taken", personId: by, ...step, at: now });
  };
}

/** What was done in an emergency and how it ended, written by the person who did it. */
export function recordEmergency({
  by,
  record: written,
  now,
}: {
  by: PersonId;
  record: EmergencyRecord;
  now: Instant;
}): Rule {
  return (session) =>
    mustOwn(session, by) ?? record({ type: "emergency-recorded", record: written, by, at: now });
}
