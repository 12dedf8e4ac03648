import type { MessageContent } from "@liss/contracts";
import { errorNote, type Fields, fieldsOf, isFields, listOf, notesOf, textOf } from "./reading.ts";

/**
 * What a person would read of a message, whatever its type: its text, caption, the title of what was tapped, the
 * name of a place or of a contact. For the command that shows interpretations; never stored.
 */
export function readableText(type: string, message: Fields, content: MessageContent): string | undefined {
  switch (content.kind) {
    case "text":
      return content.text;
    case "choice":
      return content.title || content.id;
    case "reaction":
      return content.emoji;
    case "location":
      return content.name ?? content.address;
    case "unsupported":
      return textOfUnsupported(type, fieldsOf(message[type]), message);
    case "image":
    case "video":
    case "audio":
    case "voice":
    case "document":
    case "sticker":
      return content.caption ?? content.filename;
    default:
      return undefined; // only we send the others
  }
}

function textOfUnsupported(type: string, node: Fields, message: Fields): string | undefined {
  if (type === "contacts") return namesOf(message.contacts);
  if (type === "interactive") return textOf(fieldsOf(node.nfm_reply).body);
  return undefined;
}

/** Somebody who shares her own number has no name there. */
function namesOf(contacts: unknown): string | undefined {
  const names = (listOf(contacts, "") ?? []).map(({ value }) => {
    const card = fieldsOf(value);
    const name = fieldsOf(card.name);
    const phone = fieldsOf(listOf(card.phones, "")?.[0]?.value);
    const parts = [textOf(name.first_name), textOf(name.last_name)].filter((part) => part !== undefined);
    return (
      textOf(name.formatted_name) ?? textOf(parts.join(" ")) ?? textOf(phone.phone) ?? textOf(phone.wa_id)
    );
  });
  return textOf(names.filter((name) => name !== undefined).join(", "));
}

/** What is worth a remark about a message: what it refers to, where it came from, what is wrong with it. */
export function remarkOf(type: string, message: Fields): string | undefined {
  const node = fieldsOf(message[type]);
  const context = fieldsOf(message.context);
  const referral = message.referral;
  return notesOf(
    textOf(message.id) === undefined && "without id",
    type === "reaction" && textOf(node.emoji) === undefined && "removed",
    type === "reaction" && `on ${textOf(node.message_id) ?? "an unknown message"}`,
    type === "edit" && `replaces ${textOf(node.original_message_id) ?? "an unknown message"}`,
    textOf(context.id) !== undefined && `in reply to ${textOf(context.id)}`,
    context.frequently_forwarded === true
      ? "frequently forwarded"
      : context.forwarded === true && "forwarded",
    type === "interactive" && flowRemark(node),
    isFields(referral) &&
      `from an ad: ${textOf(referral.source_url) ?? textOf(referral.headline) ?? "unnamed"}`,
    errorNote(message.errors),
    type === "unsupported" && textOf(node.type),
  );
}

/** `response_json` is a text that should hold an object; anything else has been seen. */
function flowRemark(node: Fields): string | undefined {
  if (!isFields(node.nfm_reply)) return Object.keys(node).length === 0 ? "without its node" : undefined;
  const { response_json: response } = node.nfm_reply;
  if (response === undefined || response === null) return "response_json is absent";
  if (typeof response !== "string") return "response_json is not a text";
  try {
    return isFields(JSON.parse(response)) ? undefined : "response_json holds no object";
  } catch {
    return "response_json is not JSON";
  }
}
