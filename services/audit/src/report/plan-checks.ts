import type { Entry } from "../ledger/entry-format.ts";
import type { Data } from "./facts.ts";
import { textOf } from "./facts.ts";
import type { Hold } from "./wall-checks.ts";

/** With the first of these on the record, services say what her plan did; before it there is nothing to hold against. */
const told = new Set([
  "routing.safe-contact-plan-changed",
  "routing.safety-overridden",
  "routing.send-refused",
  "routing.goodbye-said",
]);

/**
 * Nothing leaves against what she agreed. Her plan itself is sealed; what the record shows of it is that nothing is sent
 * after her word of goodbye until she writes again, and that a refused message stays refused unless a person answers for
 * it.
 */
export function planChecks(hold: Hold): (entry: Entry, data: Data) => void {
  const silent = new Set<string>();
  const refused = new Set<string>();
  let isTold = false;
  return (entry, data) => {
    const { type, contactId } = entry;
    if (type === null) return;
    if (told.has(type)) isTold = true;
    const messageId = textOf(data.messageId);
    switch (type) {
      case "routing.goodbye-said":
        if (contactId !== null) silent.add(contactId);
        return;
      case "channel.message-received":
        if (contactId !== null) silent.delete(contactId);
        return;
      case "routing.send-refused":
        if (messageId !== null) refused.add(messageId);
        return;
      case "routing.safety-overridden":
        if (messageId !== null) refused.delete(messageId);
        return;
      case "channel.send-requested": {
        if (!isTold) return;
        const isSilent = contactId !== null && silent.has(contactId);
        hold("sent-against-plan", entry, !isSilent && !(messageId !== null && refused.has(messageId)));
      }
    }
  };
}
