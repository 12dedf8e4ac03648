import type { Item, ReportedStatus } from "./item.ts";
import { firstErrorCode, instantOf, isFields, textOf, wordOf } from "./reading.ts";
import { recipientOf } from "./sender.ts";

type Place = { path: string; field: string; phoneNumberId?: string | undefined };

const meanings: Record<string, ReportedStatus> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "read", // a voice note was listened to, so it was seen
  failed: "failed",
};

/** One of `value.statuses[]`, read on its own. Undefined: known and without meaning for us (`deleted`). */
export function statusItem(value: unknown, place: Place): Item | undefined {
  const malformed = (note: string): Item => ({ ...place, kind: "not-understood", reason: "malformed", note });
  if (!isFields(value)) return malformed("not an object");
  const word = wordOf(value.status);
  if (word === "deleted" || word === "warning") return undefined;
  if (value.recipient_type === "group") return { ...place, kind: "group", event: "status" };
  const status = word === undefined || !Object.hasOwn(meanings, word) ? undefined : meanings[word];
  if (status === undefined) return malformed("no status that WhatsApp documents");
  const wamid = textOf(value.id);
  if (wamid === undefined) return malformed("a status of no message");
  return {
    ...place,
    kind: "status",
    wamid,
    status,
    at: instantOf(value.timestamp),
    callbackData: textOf(value.biz_opaque_callback_data),
    recipient: recipientOf(value),
    errorCode: status === "failed" ? firstErrorCode(value.errors) : undefined,
  };
}
