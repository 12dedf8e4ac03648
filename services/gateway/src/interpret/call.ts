import type { Item, Place } from "./item.ts";
import { type Fields, fieldsOf, instantOf, isFields, listOf, textOf, wordOf } from "./reading.ts";
import { addresseeOf, isNobody, senderOf } from "./sender.ts";

/**
 * Field `calls`. Nobody answers calls here, and hers must not vanish: the first event of one becomes a message of
 * type `call`, shown as a placeholder; how it went on is only recorded. It also opens the 24-hour window.
 * Source: whatsapp-cloud-api.md §3, 24 h window.
 */
export function callItems(value: Fields, place: Place): Item[] {
  const list = listOf(value.calls ?? value, `${place.path}.calls`) ?? [];
  return list.map(({ value: call, path }) => callItem(call, value.contacts, { ...place, path }));
}

function callItem(call: unknown, contacts: unknown, place: Place): Item {
  if (!isFields(call)) {
    return { ...place, kind: "not-understood", reason: "malformed", note: "not an object" };
  }
  const event = wordOf(call.event) ?? wordOf(call.status) ?? "call";
  const wamid = textOf(call.id);
  const isOurs = call.direction === "BUSINESS_INITIATED";
  const sender = isOurs ? addresseeOf(call, contacts) : senderOf(call, contacts);
  const note = `a call: ${event}`;
  if (isOurs || event !== "connect" || wamid === undefined || isNobody(sender)) {
    return { ...place, kind: "notice", event: `call.${event}`, wamid, contact: sender, note };
  }
  return {
    ...place,
    kind: "message",
    type: "call",
    documented: true,
    wamid,
    withoutId: false,
    sender,
    sentAt: instantOf(fieldsOf(call).timestamp),
    content: { kind: "unsupported", original: "call" },
    note,
  };
}
