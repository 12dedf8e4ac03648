import type { OutgoingContent } from "@liss/contracts";
import type { Recipient } from "../identity/contacts.ts";

/** What a message needs besides its content. Ids are WhatsApp's. */
export type GraphParts = {
  recipient: Recipient;
  content: OutgoingContent;
  /** The message that it quotes or reacts to. */
  replyTo?: string | undefined;
  /** The uploaded file that it shows. */
  media?: string | undefined;
};

/**
 * The body of `POST /{phone-number-id}/messages`. `to` always with `+`: without it Meta prepends its own guess of a
 * country and the message reaches somebody else. Source: whatsapp-cloud-api.md §3.
 */
export function graphMessage(messageId: string, parts: GraphParts): object {
  const { recipient, content, replyTo } = parts;
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...("phone" in recipient ? { to: `+${recipient.phone}` } : { recipient: recipient.bsuid }),
    // Comes back in every status: how a message whose answer was lost is recognised.
    biz_opaque_callback_data: messageId,
    // A reaction names its message itself.
    ...(replyTo !== undefined && content.kind !== "reaction" && { context: { message_id: replyTo } }),
    ...typed(parts),
  };
}

function typed({ content, replyTo, media }: GraphParts): object {
  switch (content.kind) {
    case "text":
      // No preview: it would fetch and show a page that might betray her.
      return { type: "text", text: { body: content.text, preview_url: false } };
    case "list":
      return interactive("list", content, {
        button: content.button,
        sections: content.sections.map(({ title, rows }) => ({ ...(title && { title }), rows })),
      });
    case "buttons":
      return interactive("button", content, {
        buttons: content.buttons.map((reply) => ({ type: "reply", reply })),
      });
    case "link":
      return interactive("cta_url", content, {
        name: "cta_url",
        parameters: { display_text: content.title, url: content.url },
      });
    case "location-request":
      return interactive("location_request_message", content, { name: "send_location" });
    case "template":
      return {
        type: "template",
        template: { name: content.name, language: { code: content.language } },
      };
    case "reaction":
      return { type: "reaction", reaction: { message_id: replyTo, emoji: content.emoji ?? "" } };
    case "voice":
      return { type: "audio", audio: { id: media } };
    case "audio":
    case "sticker":
      return { type: content.kind, [content.kind]: { id: media } };
    case "image":
    case "video":
      return { type: content.kind, [content.kind]: { id: media, ...captionOf(content) } };
    case "document":
      return {
        type: "document",
        document: { id: media, filename: content.filename, ...captionOf(content) },
      };
  }
}

function captionOf({ caption }: { caption?: string | undefined }): object {
  return caption ? { caption } : {};
}

type Framed = { body: string; header?: string | undefined; footer?: string | undefined };

function interactive(type: string, { body, header, footer }: Framed, action: object): object {
  return {
    type: "interactive",
    interactive: {
      type,
      ...(header && { header: { type: "text", text: header } }),
      body: { text: body },
      ...(footer && { footer: { text: footer } }),
      action,
    },
  };
}
