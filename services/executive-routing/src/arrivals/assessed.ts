import { Assessed } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { assess } from "../session/arrival.ts";
import { lockContact } from "../store/contacts.ts";
import { appendToSession, lockSession } from "../store/session-store.ts";
import { type Handling, onEvent } from "./handling.ts";

/** What triage saw. Kept even when the message itself has not arrived yet; then it is applied with it. */
export const onAssessed = ({ clock }: Pick<Handling, "clock">) =>
  onEvent(Assessed, async ({ contactId, occurredAt, data }, { tx }) => {
    if (!contactId) throw new Permanent("an assessment without a contact");
    await lockContact(tx, contactId);
    await tx
      .insertInto("assessments")
      .values({
        message_id: data.messageId,
        tier: data.tier,
        indicators: JSON.stringify(data.indicators),
        needs_listening: data.needsListening,
        medical_referral: data.medicalReferral,
        evidence_key_id: data.evidence?.keyId ?? null,
        evidence_box: data.evidence ? Buffer.from(data.evidence.box, "base64") : null,
        rule_version: data.ruleVersion,
        at: occurredAt,
      })
      .onConflict((conflict) => conflict.column("message_id").doNothing())
      .execute();
    const message = await tx
      .selectFrom("messages")
      .select("session_id")
      .where("id", "=", data.messageId)
      .executeTakeFirst();
    if (!message) return;
    const before = await lockSession(tx, message.session_id);
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
