import { Assessed } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { assess } from "../session/arrival.ts";
import { keepAssessments } from "../store/assessments.ts";
import { gathering, isPlain } from "../store/gathering.ts";
import { appendToSession, type Loaded } from "../store/session-store.ts";
import { type Handling, onEvents } from "./handling.ts";

/** What triage saw. Kept even when the message itself has not arrived yet; then it is applied with it. */
export const onAssessed = ({ clock }: Pick<Handling, "clock">) =>
  onEvents(Assessed, async (arrived, { tx, emit }) => {
    const said = arrived.map(({ event: { contactId, occurredAt, data } }) => {
      if (!contactId) throw new Permanent("an assessment without a contact");
      return { ...data, contactId, at: occurredAt };
    });
    const found = await keepAssessments(tx, said);
    const sessions = new Map<string, Loaded>();
    const together = gathering(emit);
    for (const { event, within } of arrived) {
      const { messageId, tier, indicators, needsListening, medicalReferral } = event.data;
      const locked = found.get(messageId);
      if (!locked) continue;
      const before = sessions.get(locked.session.id) ?? locked;
      const seen = { messageId, tier, indicators, needsListening, medicalReferral, now: clock.now() };
      const decision = assess(seen)(before.session);
      if (!decision.accepted) continue;
      const { events } = decision;
      const actor = { kind: "service", name: "triage" } as const;
      const changes = [{ kind: "message" as const, sessionId: before.session.id, refId: messageId }];
      if (events.every(isPlain)) {
        const after = within(() => together.add(before, { events, actor, changes }));
        sessions.set(after.session.id, after);
      } else {
        await together.write(tx);
        const after = await within(() => appendToSession(tx, before, events, actor, changes));
        if (after) sessions.set(after.session.id, after);
      }
    }
    await together.write(tx, { withCommit: true });
  });
