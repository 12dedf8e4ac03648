import type { OutgoingContent } from "@liss/contracts";
import type { Recipient } from "../identity/contacts.ts";

/**
 * The body of `POST /{phone-number-id}/messages`. `to` always with `+`: without it Meta prepends its own guess of a
 * country and the message reaches somebody else. Source: whatsapp-cloud-api.md §3.
 */
export function graphMessage(messageId: string, recipient: Recipient, content: OutgoingContent): object {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...("phone" in recipient ? { to: `+${recipient.phone}` } : { recipient: recipient.bsuid }),
    // Comes back in every status: how a message whose answer was lost is recognised.
    biz_opaque_callback_data: messageId,
    ...typed(content),
  };
}

function typed(content: OutgoingContent): object {
  switch (content.kind) {
    case "text":
      // No preview: it would fetch and show a page that might betray her.
      return { type: "text", text: { body: content.text, preview_url: false } };
    case "list":
      return interactive("list", content.body, {
        button: content.button,
        sections: content.sections.map(({ title, rows }) => ({ ...(title && { title }), rows })),
      });
    case "buttons":
      return interactive("button", content.body, {
        buttons: content.buttons.map((reply) => ({ type: "reply", reply })),
      });
  }
}

function interactive(type: string, body: string, action: object): object {
  return { type: "interactive", interactive: { type, body: { text: body }, action } };
}
