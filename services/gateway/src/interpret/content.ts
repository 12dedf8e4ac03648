import { MessageContent } from "@liss/contracts";
import { type Fields, isFields, textOf, wordOf } from "./reading.ts";

const mediaTypes = ["image", "video", "audio", "voice", "document", "sticker"] as const;
type MediaType = (typeof mediaTypes)[number];

/**
 * What a message says, whatever its type. What cannot be shown becomes an `unsupported` placeholder that names the
 * type: the executive sees that something came. Source: whatsapp-cloud-api.md §2.
 */
export function contentOf(type: string, message: Fields): MessageContent {
  const content = readContent(type, message);
  // The contract has the last word, so that nobody downstream gets a shape it does not know.
  const checked = MessageContent.safeParse(content);
  return checked.success ? checked.data : placeholder(type);
}

function readContent(type: string, message: Fields): unknown {
  const node = isFields(message[type]) ? message[type] : {};
  if (isMedia(type)) return media(type, node);
  switch (type) {
    case "text":
      return { kind: "text", text: shortened(node.body) };
    case "location":
      return location(node);
    case "interactive":
      return interactive(node);
    case "button":
      return choice(node.payload ?? node.text, node.text ?? node.payload);
    case "reaction":
      return { kind: "reaction", emoji: textOf(node.emoji) };
    case "edit":
      return edited(node);
    case "unsupported":
      return placeholder(["unsupported", wordOf(node.type)].filter(Boolean).join("."));
    default:
      return placeholder(type);
  }
}

function placeholder(original: string): MessageContent {
  return { kind: "unsupported", original };
}

function isMedia(type: string): type is MediaType {
  return mediaTypes.some((known) => known === type);
}

function media(type: MediaType, node: Fields) {
  return {
    kind: type === "audio" && node.voice === true ? "voice" : type,
    caption: shortened(textOf(node.caption)),
    mimeType: textOf(node.mime_type),
    filename: textOf(node.filename),
  };
}

function location(node: Fields) {
  const { latitude, longitude } = node;
  return {
    kind: "location",
    latitude: typeof latitude === "string" ? Number(latitude) : latitude,
    longitude: typeof longitude === "string" ? Number(longitude) : longitude,
    name: textOf(node.name),
    address: textOf(node.address),
  };
}

/** The node may be absent, and `nfm_reply.response_json` may be anything: neither is a reason to lose the message. */
function interactive(node: Fields) {
  for (const reply of ["button_reply", "list_reply"]) {
    const answer = node[reply];
    if (isFields(answer)) return choice(answer.id, answer.title);
  }
  return placeholder(["interactive", wordOf(node.type)].filter(Boolean).join("."));
}

function choice(id: unknown, title: unknown) {
  return { kind: "choice", id: textOf(id) ?? "", title: textOf(title) ?? "" };
}

/** The new text, as an answer to the old one (see `referenceOf`), so that both stay on the record. */
function edited(node: Fields): unknown {
  const message = isFields(node.message) ? node.message : {};
  const type = wordOf(message.type);
  return type === undefined || type === "edit" ? placeholder("edit") : readContent(type, message);
}

/** WhatsApp's own limit for a text. A longer one is not WhatsApp's, and must not grow beyond what an event carries. */
const longestText = 65_536;

function shortened(text: unknown): unknown {
  return typeof text === "string" ? text.slice(0, longestText) : text;
}

/** wamid of the message this one answers, reacts to, edits or takes back. A forward has a context without id. */
export function referenceOf(type: string, message: Fields): string | undefined {
  const node = isFields(message[type]) ? message[type] : {};
  if (type === "reaction") return textOf(node.message_id);
  if (type === "edit" || type === "revoke") return textOf(node.original_message_id);
  return isFields(message.context) ? textOf(message.context.id) : undefined;
}
