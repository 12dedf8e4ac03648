import { z } from "zod";

/**
 * The plaintext inside a message's seal: what was said, by either side.
 * Limits of outgoing kinds are WhatsApp's. Source: whatsapp-cloud-api.md §3.
 */
const Text = z.object({ kind: z.literal("text"), text: z.string() });

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
});
const Buttons = z.object({
  kind: z.literal("buttons"),
  body: z.string().min(1).max(1024),
  buttons: z
    .array(z.object({ id: z.string().min(1).max(256), title: z.string().min(1).max(20) }))
    .min(1)
    .max(3),
});

/** She tapped a row of a list or a button. `id` is ours, `title` what she saw. */
const Choice = z.object({ kind: z.literal("choice"), id: z.string(), title: z.string() });

const Media = z.object({
  kind: z.enum(["image", "video", "audio", "voice", "document", "sticker"]),
  caption: z.string().optional(),
  mimeType: z.string().optional(),
  filename: z.string().optional(),
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
  /** Absent when she took the reaction back. */
  emoji: z.string().optional(),
});
/** Something WhatsApp sent that Liss cannot show yet; kept raw, shown as a placeholder, never dropped. */
const Unsupported = z.object({ kind: z.literal("unsupported"), original: z.string() });

export const MessageContent = z.discriminatedUnion("kind", [
  Text,
  List,
  Buttons,
  Choice,
  Media,
  Location,
  Reaction,
  Unsupported,
]);
export type MessageContent = z.infer<typeof MessageContent>;

/** What can be sent to her. */
export const OutgoingContent = z.discriminatedUnion("kind", [
  Text.extend({ text: z.string().trim().min(1).max(4096) }),
  List,
  Buttons,
]);
export type OutgoingContent = z.infer<typeof OutgoingContent>;

export const messageKinds = [
  "text",
  "list",
  "buttons",
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

/** The AAD of the robot's summary when it hands a conversation back. */
export function handBackContext(delegationId: string): string {
  return `hand-back:${delegationId}`;
}

/** The vault scope of everything a contact said or was told. */
export function contactScope(contactId: string): string {
  return `contact:${contactId}`;
}

/** The AAD of a file that she sent, in the object store. */
export function mediaContext(messageId: string): string {
  return `media:${messageId}`;
}
