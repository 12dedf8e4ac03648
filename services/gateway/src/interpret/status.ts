import type { Item, Place, ReportedStatus } from "./item.ts";
import { errorNote, firstErrorCode, instantOf, isFields, notesOf, textOf, wordOf } from "./reading.ts";
import { recipientOf } from "./sender.ts";

/** What WhatsApp's words mean here; undefined: known, and nothing follows from it. */
const meanings: Record<string, ReportedStatus | undefined> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "read", // a voice note was listened to, so it was seen
  failed: "failed",
  deleted: undefined, // she removed it from her phone
  warning: undefined, // WhatsApp had trouble with a product in a catalogue
};

/** One of `value.statuses[]`, read on its own. */
export function statusItem(value: unknown, contacts: unknown, place: Place): Item {
  const malformed = (note: string, more = {}): Item => {
    return { ...place, kind: "not-understood", reason: "malformed", note, ...more };
  };
  if (!isFields(value)) return malformed("not an object");
  const wamid = textOf(value.id);
  const recipient = recipientOf(value, contacts);
  if (value.recipient_type === "group") {
    return { ...place, kind: "group", event: "status", wamid, contact: recipient, note: "a group's status" };
  }
  const state = wordOf(value.status)?.toLowerCase();
  if (state === undefined) return malformed("no status in it", { wamid, contact: recipient });
  if (!Object.hasOwn(meanings, state)) {
    const note = `status ${state} is not documented`;
    return { ...place, kind: "not-understood", reason: "unknown-field", note, wamid, contact: recipient };
  }
  if (wamid === undefined) return malformed("a status of no message", { contact: recipient });
  const status = meanings[state];
  return {
    ...place,
    kind: "status",
    wamid,
    state,
    status,
    at: instantOf(value.timestamp),
    callbackData: textOf(value.biz_opaque_callback_data),
    recipient,
    errorCode: status === "failed" ? firstErrorCode(value.errors) : undefined,
    note: notesOf(errorNote(value.errors), status === undefined && "nothing follows from it"),
  };
}
