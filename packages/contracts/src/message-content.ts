import { z } from "zod";

/**
 * The plaintext inside a message's seal: what was said, by either side. What we say must also fit WhatsApp's limits:
 * see outgoing-content.ts.
 */
const Text = z.object({ kind: z.literal("text"), text: z.string() });

/** Above and below the body of whatever can be tapped. */
const frame = { header: z.string().optional(), footer: z.string().optional() };

const ListRow = z.object({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(24),
  description: z.string().max(72).optional(),
});
const List = z.object({
  kind: z.literal("list"),
  body: z.string().min(1).max(4096),
  button: z.string().min(1).max(20),
  sections: z
    .array(z.object({ title: z.string().max(24).optional(), rows: z.array(ListRow).min(1).max(10) }))
    .min(1)
    .max(10),
  ...frame,
});
const Buttons = z.object({
  kind: z.literal("buttons"),
  body: z.string().min(1).max(1024),
  buttons: z
    .array(z.object({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) }))
    .min(1)
    .max(3),
  ...frame,
});
/** A button that opens an address. */
const Link = z.object({
  kind: z.literal("link"),
  body: z.string(),
  title: z.string(),
  url: z.string(),
  ...frame,
});
/** Asks her, with a button, for the place where she is. */
const LocationRequest = z.object({ kind: z.literal("location-request"), body: z.string() });
/** A text that WhatsApp approved beforehand: all that may be said outside the 24 hours. `text` is what she reads. */
const Template = z.object({
  kind: z.literal("template"),
  name: z.string(),
  language: z.string(),
  text: z.string(),
});

/** She tapped a row of a list or a button. `id` is ours, `title` what she saw. */
const Choice = z.object({ kind: z.literal("choice"), id: z.string(), title: z.string() });

const Media = z.object({
  kind: z.enum(["image", "video", "audio", "voice", "document", "sticker"]),
  caption: z.string().optional(),
  mimeType: z.string().optional(),
  filename: z.string().optional(),
  /** A file that we send: its name in the object store. What became of hers is told by `channel.media-settled`. */
  object: z.uuid().optional(),
  bytes: z.number().int().nonnegative().optional(),
});
const Location = z.object({
  kind: z.literal("location"),
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
});
const Reaction = z.object({
  kind: z.literal("reaction"),
  /** Absent when the reaction was taken back. */
  emoji: z.string().optional(),
});
/** Something WhatsApp sent that Liss cannot show yet; kept raw, shown as a placeholder, never dropped. */
const Unsupported = z.object({ kind: z.literal("unsupported"), original: z.string() });

export const MessageContent = z.discriminatedUnion("kind", [
  Text,
  List,
  Buttons,
  Link,
  LocationRequest,
  Template,
  Choice,
  Media,
  Location,
  Reaction,
  Unsupported,
]);
export type MessageContent = z.infer<typeof MessageContent>;

export const messageKinds = [
  "text",
  "list",
  "buttons",
  "link",
  "location-request",
  "template",
  "choice",
  "image",
  "video",
  "audio",
  "voice",
  "document",
  "sticker",
  "location",
  "reaction",
  "unsupported",
] as const satisfies readonly MessageContent["kind"][];
export const MessageKind = z.enum(messageKinds);
export type MessageKind = z.infer<typeof MessageKind>;

/** The AAD of a message's seal: a box moved to another message does not open. */
export function messageContext(messageId: string): string {
  return `message:${messageId}`;
}

/** The AAD of the evidence that triage found in a message. */
export function assessmentContext(messageId: string): string {
  return `assessment:${messageId}`;
}

/** The AAD of a code word agreed with her. */
export function codeWordContext(codeWordId: string): string {
  return `code-word:${codeWordId}`;
}

/** The AAD of the robot's summary when it hands a conversation back. */
export function handBackContext(delegationId: string): string {
  return `hand-back:${delegationId}`;
}

/** The vault scope of what outlives a conversation: who a contact is, what was agreed with her, facts of her case. */
export function contactScope(contactId: string): string {
  return `contact:${contactId}`;
}

/**
 * The vault scope of what was said, seen and noted in one conversation, beneath the contact's: its key goes when the
 * conversation's time is over, and with hers when she is erased. Source: docs/adr/0026.
 */
export function sessionScope(contactId: string, sessionId: string): string {
  return `${contactScope(contactId)}/session:${sessionId}`;
}

/** The AAD of the file of a message, hers or ours, in the object store. */
export function mediaContext(messageId: string): string {
  return `media:${messageId}`;
}
