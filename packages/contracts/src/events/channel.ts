import { z } from "zod";
import { event } from "../event.ts";
import { MessageKind } from "../message-content.ts";
import { ContactId, DelegationId, DeliveryState, Instant, MessageId, Sealed } from "../values.ts";

/** A woman's message as the channel received it. Content is sealed; only `kind` is readable. */
export const MessageReceived = event(
  "channel.message-received",
  1,
  {
    sources: ["gateway"],
    consumers: ["triage", "executive-routing"],
    summary: "A woman's message was received and is safe on disk",
  },
  {
    messageId: MessageId,
    kind: MessageKind,
    sentAt: Instant.describe("WhatsApp's clock, second precision"),
    receivedAt: Instant.describe("ours, when the bytes were committed"),
    content: Sealed,
    replyTo: MessageId.optional().describe("The message she answered, when it is one of ours"),
  },
);

/** Send this to her. Only executive-routing may ask, after checking owner, delegation and window. */
export const SendRequested = event(
  "channel.send-requested",
  1,
  {
    sources: ["executive-routing"],
    consumers: ["gateway"],
    summary: "An executive, or the robot under her delegation, sends a message",
  },
  {
    messageId: MessageId,
    kind: MessageKind,
    content: Sealed,
    author: z.enum(["executive", "robot", "system"]),
    delegationId: DelegationId.optional().describe("Under which delegation, when the robot is the author"),
    requestedAt: Instant,
  },
);

/** Where an outgoing message is now. Arrives in any order; only advances are meaningful. */
export const DeliveryChanged = event(
  "channel.delivery-changed",
  1,
  {
    sources: ["gateway"],
    consumers: ["executive-routing"],
    summary: "WhatsApp accepted, sent, delivered, showed or refused a message of ours",
  },
  {
    messageId: MessageId,
    state: DeliveryState,
    at: Instant.describe("WhatsApp's clock when it says so, else ours"),
    reason: z
      .object({ code: z.string(), retryable: z.boolean() })
      .optional()
      .describe("Why it failed or is unknown: WhatsApp's error code or one of ours; never free text"),
  },
);

/** A signed webhook, or an item of one, that the interpreter does not understand. Kept raw for an engineer. */
export const NotUnderstood = event(
  "channel.not-understood",
  1,
  {
    sources: ["gateway"],
    consumers: [],
    summary: "A signed webhook, or a part of it, could not be interpreted and is kept raw",
  },
  {
    rawDeliveryId: z.uuid(),
    reason: z.enum(["not-json", "unknown-object", "malformed", "unknown-field"]),
    path: z.string().describe("Where in the body, e.g. entry[0].changes[2]; never its content").optional(),
  },
);

/** A new person wrote for the first time. */
export const ContactCreated = event(
  "channel.contact-created",
  1,
  { sources: ["gateway"], consumers: [], summary: "Somebody wrote for the first time and got a contact id" },
  { contactId: ContactId },
);
