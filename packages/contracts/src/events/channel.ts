import { z } from "zod";
import { event } from "../event.ts";
import { MessageKind } from "../message-content.ts";
import { ContactId, DelegationId, DeliveryState, Instant, MessageId, PersonId, Sealed } from "../values.ts";

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
    replyTo: MessageId.optional().describe("The message she answered or reacted to, when we know it"),
    editOf: MessageId.optional().describe(
      "The message of hers that these words replace; both stay on the record",
    ),
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
    heardUntil: Instant.optional().describe(
      "The last that she had written when it was decided, by WhatsApp's clock: a goodbye of hers since then undoes it",
    ),
    previousMessageId: MessageId.optional().describe(
      "The message of ours before it in the session; this one does not overtake it",
    ),
    replyTo: MessageId.optional().describe("The message of the conversation that it quotes or reacts to"),
  },
);

/** Show her that somebody is there: her message gets its coloured ticks and, when asked, "typing…" appears. */
export const PresenceRequested = event(
  "channel.presence-requested",
  1,
  {
    sources: ["executive-routing"],
    consumers: ["gateway"],
    summary: "Her messages up to this one are shown to her as read, and perhaps that somebody is writing",
  },
  {
    messageId: MessageId.describe("The last message of hers that was read"),
    typing: z
      .boolean()
      .describe("WhatsApp shows it until our message arrives, 25 s at most; it marks her message read too"),
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

/** She took a message back. It is hidden from staff at once; whether it is kept sealed is a policy of executive-routing. */
export const MessageRevoked = event(
  "channel.message-revoked",
  1,
  {
    sources: ["gateway"],
    consumers: ["executive-routing"],
    summary: "She deleted a message of hers for everyone",
  },
  { messageId: MessageId.describe("The message that she took back"), revokedAt: Instant },
);

export const identityChanges = [
  "number-changed",
  "bsuid-rotated",
  "identity-key-changed",
  "identities-conflict",
] as const;

/** Something about who writes is not as before: a person should make sure that it is still she. */
export const IdentityChanged = event(
  "channel.identity-changed",
  1,
  {
    sources: ["gateway"],
    consumers: ["executive-routing"],
    summary: "A contact's number or WhatsApp identity changed; a person verifies that it is she",
  },
  { change: z.enum(identityChanges), changedAt: Instant },
);

/** Why somebody had to have her number. Chosen, not written: no content gets on the record. */
export const revealPurposes = ["emergency-services", "agreed-call", "court-order"] as const;
export type RevealPurpose = (typeof revealPurposes)[number];

/** Her number was given to a person of the service; written before it was. The number itself is on no record. */
export const NumberRevealed = event(
  "channel.number-revealed",
  1,
  {
    sources: ["gateway"],
    consumers: [],
    summary: "Somebody of the service was shown her number, with a purpose",
  },
  { personId: PersonId, purpose: z.enum(revealPurposes) },
);

/** A file she sent was fetched, checked and sealed in the object store, or could not be. */
export const MediaSettled = event(
  "channel.media-settled",
  1,
  {
    sources: ["gateway"],
    consumers: ["executive-routing"],
    summary: "A file of hers is in the object store, sealed, or could not be had",
  },
  {
    messageId: MessageId,
    outcome: z.discriminatedUnion("state", [
      z.object({
        state: z.literal("stored"),
        object: z.uuid().describe("Its name in the object store"),
        keyId: z.uuid(),
        mimeType: z.string().max(100).describe("As sniffed from the bytes, not as claimed"),
        bytes: z.number().int().nonnegative(),
      }),
      z.object({
        state: z.literal("failed"),
        reason: z.enum([
          "expired",
          "too-large",
          "not-downloadable",
          "wrong-hash",
          "refused-type",
          "given-up",
        ]),
      }),
    ]),
  },
);
