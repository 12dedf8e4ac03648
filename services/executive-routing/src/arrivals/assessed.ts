import { Assessed } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { assess } from "../session/arrival.ts";
import { keepAssessment } from "../store/assessments.ts";
import { appendToSession } from "../store/session-store.ts";
import { type Handling, onEvent } from "./handling.ts";

/** What triage saw. Kept even when the message itself has not arrived yet; then it is applied with it. */
export const onAssessed = ({ clock }: Pick<Handling, "clock">) =>
  onEvent(Assessed, async ({ contactId, occurredAt, data }, { tx }) => {
    if (!contactId) throw new Permanent("an assessment without a contact");
    const before = await keepAssessment(tx, contactId, { ...data, at: occurredAt });
    if (!before) return;
    const { messageId, tier, indicators, needsListening, medicalReferral } = data;
    const decision = assess({
      messageId,
      tier,
      indicators,
      needsListening,
      medicalReferral,
      now: clock.now(),
    })(before.session);
    if (!decision.accepted) return;
    await appendToSession(tx, before, decision.events, { kind: "service", name: "triage" }, [
      { kind: "message", sessionId: before.session.id, refId: messageId },
    ]);
  });
