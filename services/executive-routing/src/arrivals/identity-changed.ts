import { IdentityChanged } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { questionIdentity } from "../session/arrival.ts";
import { codeNameOf, lockContact } from "../store/contacts.ts";
import { appendToSession, lockOpenSessionOf } from "../store/session-store.ts";
import { type Handling, onEvent } from "./handling.ts";

/** Somebody should make sure that it is still she: in the open session, or in the next one. */
export const onIdentityChanged = ({ clock }: Pick<Handling, "clock">) =>
  onEvent(IdentityChanged, async ({ contactId, data }, { tx }) => {
    if (!contactId) throw new Permanent("a change of identity without a contact");
    await lockContact(tx, contactId);
    await codeNameOf(tx, contactId);
    await tx
      .updateTable("contacts")
      .set({ identity_change: data.change })
      .where("id", "=", contactId)
      .execute();
    const before = await lockOpenSessionOf(tx, contactId);
    if (!before) return;
    const decision = questionIdentity({ change: data.change, now: clock.now() })(before.session);
    if (decision.accepted) {
      await appendToSession(tx, before, decision.events, { kind: "service", name: "gateway" });
    }
  });
