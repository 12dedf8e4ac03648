import { createHash } from "node:crypto";
import { contentOf, isDocumented, mediaOf, referenceOf, typeByNode } from "./content.ts";
import { systemItem } from "./identity.ts";
import type { Item, Place } from "./item.ts";
import {
  type Fields,
  fieldsOf,
  firstErrorCode,
  instantOf,
  isFields,
  notesOf,
  textOf,
  wordOf,
} from "./reading.ts";
import { addresseeOf, isNobody, phoneOf, senderOf } from "./sender.ts";
import { readableText, remarkOf } from "./words.ts";

/** What a change says besides the message itself. */
export type Around = { contacts: unknown /** Our own number's digits. */; ourPhone: string | undefined };

/** One of `value.messages[]`, read on its own. */
export function messageItem(value: unknown, { contacts, ourPhone }: Around, place: Place): Item {
  const malformed = (note: string, more = {}): Item => {
    return { ...place, kind: "not-understood", reason: "malformed", note, ...more };
  };
  if (!isFields(value)) return malformed("not an object");

  const wamid = textOf(value.id);
  const sender = senderOf(value, contacts);
  if (textOf(value.group_id)) {
    const note = "a group's message: groups are refused";
    return { ...place, kind: "group", event: "message", wamid, contact: sender, note };
  }
  const type = wordOf(value.type) ?? typeByNode(value) ?? "unknown";
  if (type === "system") return systemItem(value, place);
  if (ourPhone !== undefined && phoneOf(value.from) === ourPhone) return echoItem(value, contacts, place);
  const content = contentOf(type, value);
  const text = readableText(type, value, content);
  if (isNobody(sender)) return malformed("nobody sent it", { wamid, text });
  if (type === "request_welcome") {
    const note = "she opened the chat and wrote nothing: recorded, nobody writes to her first";
    return { ...place, kind: "notice", event: type, wamid, contact: sender, note };
  }
  const sentAt = instantOf(value.timestamp);
  const original = textOf(fieldsOf(value[type]).original_message_id);
  const id = wamid ?? standInId(value);
  if (type === "revoke") {
    if (original === undefined) return malformed("takes back no message", { wamid, contact: sender });
    const note = `takes back ${original}`;
    return { ...place, kind: "revoke", wamid: id, revokes: original, sender, at: sentAt, note };
  }
  const documented = isDocumented(type);
  return {
    ...place,
    kind: "message",
    type,
    documented,
    wamid: id,
    withoutId: wamid === undefined,
    sender,
    sentAt,
    content,
    replyTo: referenceOf(type, value),
    editOf: type === "edit" ? original : undefined,
    media: mediaOf(type, value),
    errorCode: firstErrorCode(value.errors),
    text,
    note: notesOf(
      !documented && `type ${type} is not documented: kept, shown as a placeholder`,
      remarkOf(type, value),
    ),
  };
}

/** A message of ours, written elsewhere (WhatsApp's own app): outgoing, so it opens nothing. */
export function echoItem(value: unknown, contacts: unknown, place: Place): Item {
  if (!isFields(value)) {
    return { ...place, kind: "not-understood", reason: "malformed", note: "not an object" };
  }
  const type = wordOf(value.type) ?? typeByNode(value) ?? "unknown";
  return {
    ...place,
    kind: "echo",
    event: type,
    wamid: textOf(value.id),
    contact: addresseeOf(value, contacts),
    text: readableText(type, value, contentOf(type, value)),
    note: `${type}, sent by us elsewhere`,
  };
}

/** Without an id a message is still hers. Its own bytes name it, so that a repetition adds nothing. */
function standInId(message: Fields): string {
  return `none:${createHash("sha256").update(JSON.stringify(message)).digest("hex")}`;
}
