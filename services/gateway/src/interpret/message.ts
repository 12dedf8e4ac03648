import { createHash } from "node:crypto";
import { contentOf, referenceOf } from "./content.ts";
import type { Item } from "./item.ts";
import { type Fields, instantOf, isFields, textOf, wordOf } from "./reading.ts";
import { senderOf } from "./sender.ts";

type Place = { path: string; field: string; phoneNumberId?: string | undefined };

/** One of `value.messages[]`, read on its own. */
export function messageItem(value: unknown, contacts: unknown, place: Place): Item {
  if (!isFields(value))
    return { ...place, kind: "not-understood", reason: "malformed", note: "not an object" };
  if (textOf(value.group_id)) return { ...place, kind: "group", event: "message" };

  const type = wordOf(value.type) ?? "unknown";
  const sender = senderOf(value, contacts);
  if (type === "system") return { ...place, kind: "identity", change: systemChange(value), sender };
  if (sender.phone === undefined && sender.bsuid === undefined) {
    return { ...place, kind: "not-understood", reason: "malformed", note: "nobody sent it" };
  }
  const wamid = textOf(value.id);
  return {
    ...place,
    kind: "message",
    type,
    wamid: wamid ?? standInId(value),
    sender,
    sentAt: instantOf(value.timestamp),
    content: contentOf(type, value),
    replyTo: referenceOf(type, value),
    note: wamid === undefined ? "without id" : undefined,
  };
}

function systemChange(message: Fields): string {
  const node = isFields(message.system) ? message.system : {};
  return wordOf(node.type) ?? "unknown";
}

/** Without an id a message is still hers. Its own bytes name it, so that a repetition adds nothing. */
function standInId(message: Fields): string {
  return `none:${createHash("sha256").update(JSON.stringify(message)).digest("hex")}`;
}
