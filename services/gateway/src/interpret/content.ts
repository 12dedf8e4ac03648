import { MessageContent } from "@liss/contracts";
import type { MediaReference } from "./item.ts";
import { type Fields, fieldsOf, isFields, shortTextOf, textOf, wordOf } from "./reading.ts";

const mediaTypes = ["image", "video", "audio", "voice", "document", "sticker"] as const;
type MediaType = (typeof mediaTypes)[number];

/** Types whose node is understood, or known to have none. Source: whatsapp-cloud-api.md §2. */
const documentedTypes = new Set<string>([
  ...mediaTypes,
  "text",
  "location",
  "contacts",
  "interactive",
  "button",
  "reaction",
  "order",
  "system",
  "edit",
  "revoke",
  "unsupported",
  "request_welcome",
]);

export function isDocumented(type: string): boolean {
  return documentedTypes.has(type);
}

/** The type of a message that does not name it, by the node that it carries. */
export function typeByNode(message: Fields): string | undefined {
  return [...documentedTypes].find((type) => typeof message[type] === "object" && message[type] !== null);
}

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
  const node = fieldsOf(message[type]);
  if (isMedia(type)) return media(type, node);
  switch (type) {
    case "text":
      return { kind: "text", text: wordsOf(node.body ?? message.text) };
    case "location":
      return location(node);
    case "interactive":
      return interactive(node);
    case "button":
      return choice(node.payload ?? node.text, node.text ?? node.payload);
    case "reaction":
      return { kind: "reaction", emoji: shortTextOf(node.emoji, longest.emoji) };
    case "order":
      // What she wrote with it is hers; what she ordered is not shown.
      return textOf(node.text) ? { kind: "text", text: wordsOf(node.text) } : placeholder("order");
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
    caption: wordsOf(node.caption),
    mimeType: shortTextOf(node.mime_type, longest.mimeType),
    filename: shortTextOf(node.filename, longest.name),
  };
}

/** The file that a message announces; undefined for what is no file. Edits keep the file of what they edit. */
export function mediaOf(type: string, message: Fields): MediaReference | undefined {
  if (!isMedia(type)) return undefined;
  const node = fieldsOf(message[type]);
  return {
    id: shortTextOf(node.id, longest.id),
    mimeType: shortTextOf(node.mime_type, longest.mimeType),
    sha256: shortTextOf(node.sha256, longest.id),
    filename: shortTextOf(node.filename, longest.name),
  };
}

function location(node: Fields) {
  const { latitude, longitude } = node;
  return {
    kind: "location",
    latitude: typeof latitude === "string" && latitude !== "" ? Number(latitude) : latitude,
    longitude: typeof longitude === "string" && longitude !== "" ? Number(longitude) : longitude,
    name: shortTextOf(node.name, longest.name),
    address: shortTextOf(node.address, longest.name),
  };
}

/** The node may be absent, and `nfm_reply.response_json` may be anything: neither is a reason to lose the message. */
function interactive(node: Fields) {
  for (const reply of ["button_reply", "list_reply"]) {
    const answer = node[reply];
    if (isFields(answer)) return choice(answer.id ?? answer.title, answer.title ?? answer.id);
  }
  const kind = wordOf(node.type) ?? ["nfm_reply", "call_permission_reply"].find((key) => key in node);
  return placeholder(["interactive", kind].filter(Boolean).join("."));
}

function choice(id: unknown, title: unknown) {
  return {
    kind: "choice",
    id: shortTextOf(id, longest.name) ?? "",
    title: shortTextOf(title, longest.name) ?? "",
  };
}

/** The new words; which message they replace is on the item. */
function edited(node: Fields): unknown {
  const message = fieldsOf(node.message);
  const type = wordOf(message.type) ?? typeByNode(message);
  return type === undefined || type === "edit" ? placeholder("edit") : readContent(type, message);
}

/** What an event can carry, generous beside WhatsApp's own limits: beyond them it is not WhatsApp who wrote it. */
const longest = {
  words: 65_536,
  /** In JSON, where a control character takes six bytes: sealed and in base64 it must fit into an event. */
  wordsBytes: 300_000,
  name: 1_024,
  id: 512,
  mimeType: 100,
  emoji: 64,
} as const;

function wordsOf(value: unknown): string | undefined {
  let words = textOf(value)?.slice(0, longest.words);
  while (words !== undefined && Buffer.byteLength(JSON.stringify(words)) > longest.wordsBytes) {
    words = words.slice(0, Math.floor(words.length / 2));
  }
  return words;
}

/** wamid of the message this one answers or reacts to. A forward has a context without id: not an answer. */
export function referenceOf(type: string, message: Fields): string | undefined {
  const node = fieldsOf(message[type]);
  if (type === "reaction") return textOf(node.message_id);
  if (type === "edit") return textOf(fieldsOf(fieldsOf(node.message).context).id);
  return textOf(fieldsOf(message.context).id);
}
