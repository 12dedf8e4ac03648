import { samples } from "../media/samples.ts";
import { keepMedia } from "../media/store.ts";
import type { ChatContent, ChatMessage } from "../view.ts";
import type { Courier } from "../webhook/courier.ts";
import { messageUpdate } from "../webhook/update.ts";
import { newMessageId } from "../world/message-id.ts";
import { append, touched } from "../world/phone.ts";
import { furthest } from "../world/status.ts";
import type { Phone, World } from "../world/world.ts";
import type { Written } from "./written.ts";

type Node = Record<string, unknown> & { type: string };

/** Why she could not do that; one word the control API answers with. */
export type Unwritable = "no-such-message" | "no-such-option" | "not-hers" | "already-revoked";

/**
 * The owner of the phone does something in the chat: her phone shows it, and Liss is told by webhook,
 * now or when the network returns.
 * @returns the bubble (or, for a reaction, revoke or edit, the bubble it changes).
 */
export function write(
  world: World,
  courier: Courier,
  phone: Phone,
  written: Written,
): ChatMessage | Unwritable {
  if (written.type === "reaction") return react(world, courier, phone, written);
  if (written.type === "revoke") return revoke(world, courier, phone, written.messageId);
  if (written.type === "edit") return edit(world, courier, phone, written);
  const composed = compose(world, phone, written);
  if (typeof composed === "string") return composed;
  const { content, node, replyTo } = composed;
  const message: ChatMessage = {
    id: newMessageId(phone.id, "out"),
    direction: "out",
    status: "pending",
    at: world.now().toISOString(),
    content,
    ...(replyTo ? { replyTo } : {}),
    reactions: {},
  };
  append(world, phone, message);
  hand(world, courier, phone, message, message.id, { ...quoting(world, replyTo), ...node });
  return message;
}

/** Hands it to WhatsApp: one tick when it has it, two when Liss answered 200. */
function hand(
  world: World,
  courier: Courier,
  phone: Phone,
  message: ChatMessage | undefined,
  id: string,
  node: Node,
): void {
  const advance = (status: "sent" | "delivered") => {
    if (!message) return;
    message.status = furthest(message.status, status);
    touched(world, phone, message);
  };
  const go = () => {
    phone.lastWroteAt = world.now().getTime();
    advance("sent");
    courier.take({ ...messageUpdate(world, phone, { id, node }), acked: () => advance("delivered") });
  };
  if (phone.online) go();
  else phone.outbox.push(go);
}

function quoting(world: World, replyTo: string | undefined): Record<string, unknown> {
  return replyTo ? { context: { from: world.line.displayPhoneNumber, id: replyTo } } : {};
}

type Composed = { content: ChatContent; node: Node; replyTo?: string | undefined };

function compose(
  world: World,
  phone: Phone,
  written: Exclude<Written, { type: "reaction" | "revoke" | "edit" }>,
): Composed | Unwritable {
  switch (written.type) {
    case "text":
      return {
        content: { kind: "text", text: written.text },
        node: {
          type: "text",
          text: { body: written.text },
          ...(written.forwarded && { context: { forwarded: true } }),
          ...(written.fromAd && { referral }),
        },
        replyTo: written.replyTo,
      };
    case "contacts":
      return {
        content: { kind: "other", type: "contacts" },
        node: { type: "contacts", contacts: written.contacts.map(cardOf) },
        replyTo: written.replyTo,
      };
    case "choice":
      return choose(world, phone, written);
    case "location": {
      const { type, replyTo, ...place } = written;
      const { name, address, latitude, longitude } = place;
      const location = { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) };
      return { content: { kind: type, ...location }, node: { type, location }, replyTo };
    }
    case "raw":
      return { content: { kind: "other", type: written.message.type }, node: written.message };
    default:
      return attach(world, written);
  }
}

/** Of an advertisement that brings her to the chat. Source: whatsapp-cloud-api.md §2. */
const referral = {
  source_url: "https://example.org/anuncio",
  source_id: "1200000000000000",
  source_type: "ad",
  headline: "Anuncio inventado",
  body: "Texto inventado",
  media_type: "image",
};

function cardOf({ name, phone }: { name: string; phone: string }): Record<string, unknown> {
  return { name: { formatted_name: name, first_name: name }, phones: [{ phone, type: "CELL" }] };
}

function choose(
  world: World,
  phone: Phone,
  written: Extract<Written, { type: "choice" }>,
): Composed | Unwritable {
  const asked = phone.conversation.find(({ id }) => id === written.messageId);
  if (!asked) return "no-such-message";
  const { content } = asked;
  const options =
    content.kind === "buttons"
      ? content.buttons
      : content.kind === "list"
        ? content.sections.flatMap(({ rows }) => rows)
        : [];
  const option = options.find(({ id }) => id === written.optionId);
  if (!option) return "no-such-option";
  asked.chosen = option.id;
  touched(world, phone, asked);
  const { id, title, description } = option;
  const interactive =
    content.kind === "buttons"
      ? { type: "button_reply", button_reply: { id, title } }
      : { type: "list_reply", list_reply: { id, title, ...(description ? { description } : {}) } };
  return {
    content: { kind: "choice", title, ...(description ? { description } : {}) },
    node: { type: "interactive", interactive },
    replyTo: asked.id,
  };
}

function attach(
  world: World,
  written: Extract<Written, { type: "image" | "video" | "voice" | "audio" | "sticker" | "document" }>,
): Composed {
  const sample = samples[written.type];
  const mimeType = written.mimeType ?? sample.mimeType;
  const bytes = written.data === undefined ? sample.bytes() : Buffer.from(written.data, "base64");
  const filename = written.type === "document" ? written.filename : undefined;
  const media = keepMedia(world, { bytes, mimeType, filename, from: "phone" });
  const kind = written.type === "voice" ? "audio" : written.type;
  const caption = "caption" in written ? written.caption : undefined;
  const shared = { ...(caption ? { caption } : {}), ...(filename ? { filename } : {}) };
  return {
    content: {
      kind: "media",
      media: kind,
      url: `/control/media/${media.id}`,
      ...(written.type === "voice" ? { voice: true } : {}),
      ...shared,
    },
    node: {
      type: kind,
      [kind]: {
        ...shared,
        mime_type: mimeType,
        sha256: media.sha256,
        id: media.id,
        ...(written.type === "voice" ? { voice: true } : {}),
        ...(written.type === "audio" ? { voice: false } : {}),
        ...(written.type === "sticker" ? { animated: false } : {}),
      },
    },
    replyTo: written.replyTo,
  };
}

function react(
  world: World,
  courier: Courier,
  phone: Phone,
  { messageId, emoji }: Extract<Written, { type: "reaction" }>,
): ChatMessage | Unwritable {
  const message = phone.conversation.find(({ id }) => id === messageId);
  if (!message) return "no-such-message";
  if (emoji) message.reactions.hers = emoji;
  else delete message.reactions.hers;
  touched(world, phone, message);
  const reaction = { message_id: messageId, ...(emoji ? { emoji } : {}) };
  hand(world, courier, phone, undefined, newMessageId(phone.id, "out"), { type: "reaction", reaction });
  return message;
}

function revoke(world: World, courier: Courier, phone: Phone, messageId: string): ChatMessage | Unwritable {
  const message = phone.conversation.find(({ id }) => id === messageId);
  if (!message) return "no-such-message";
  if (message.direction !== "out") return "not-hers";
  if (message.revoked) return "already-revoked";
  message.revoked = true;
  touched(world, phone, message);
  const node = { type: "revoke", revoke: { original_message_id: messageId } };
  hand(world, courier, phone, undefined, newMessageId(phone.id, "out"), node);
  return message;
}

function edit(
  world: World,
  courier: Courier,
  phone: Phone,
  { messageId, text }: Extract<Written, { type: "edit" }>,
): ChatMessage | Unwritable {
  const message = phone.conversation.find(({ id }) => id === messageId);
  if (!message) return "no-such-message";
  if (message.direction !== "out" || message.content.kind !== "text") return "not-hers";
  if (message.revoked) return "already-revoked";
  message.content = { kind: "text", text };
  message.edited = true;
  touched(world, phone, message);
  const node = {
    type: "edit",
    edit: { original_message_id: messageId, message: { type: "text", text: { body: text } } },
  };
  hand(world, courier, phone, undefined, newMessageId(phone.id, "out"), node);
  return message;
}
