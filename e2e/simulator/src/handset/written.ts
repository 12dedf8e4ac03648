import { z } from "zod";

const replyTo = z.string().optional().describe("The id of the message it quotes");
const file = {
  data: z.base64().optional().describe("The bytes; a sample file when absent"),
  mimeType: z.string().max(100).optional(),
};

/** Everything the owner of a phone can do in the chat. */
export const Written = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("text"),
    text: z.string().min(1).max(65_536),
    replyTo,
    forwarded: z.boolean().optional().describe("Passed on from another chat: a context without id"),
    fromAd: z.boolean().optional().describe("Begun from an advertisement: a referral comes with it"),
  }),
  z.object({
    type: z.literal("choice"),
    messageId: z.string().describe("The message with buttons or a list"),
    optionId: z.string().describe("The id of the button or row she taps"),
  }),
  z.object({
    type: z.literal("reaction"),
    messageId: z.string(),
    emoji: z.string().max(16).describe("Empty to take it back"),
  }),
  z.object({ type: z.literal("revoke"), messageId: z.string() }),
  z.object({ type: z.literal("edit"), messageId: z.string(), text: z.string().min(1).max(65_536) }),
  z.object({
    type: z.literal("location"),
    latitude: z.number().min(-90).max(90).default(-33.4378),
    longitude: z.number().min(-180).max(180).default(-70.6505),
    name: z.string().max(200).optional(),
    address: z.string().max(400).optional(),
    replyTo,
  }),
  z.object({ type: z.literal("image"), caption: z.string().max(1024).optional(), replyTo, ...file }),
  z.object({ type: z.literal("video"), caption: z.string().max(1024).optional(), replyTo, ...file }),
  z.object({ type: z.literal("voice"), replyTo, ...file }),
  z.object({ type: z.literal("audio"), replyTo, ...file }),
  z.object({ type: z.literal("sticker"), replyTo, ...file }),
  z.object({
    type: z.literal("contacts"),
    contacts: z
      .array(z.object({ name: z.string().min(1).max(200), phone: z.string().min(5).max(20) }))
      .min(1)
      .max(10)
      .describe("Contacts that she shares; invented ones"),
    replyTo,
  }),
  z.object({
    type: z.literal("document"),
    caption: z.string().max(1024).optional(),
    filename: z.string().max(240).default("documento.txt"),
    replyTo,
    ...file,
  }),
  z.object({
    type: z.literal("raw"),
    message: z
      .looseObject({ type: z.string().min(1) })
      .describe("A webhook message node as it should travel, without from, id and timestamp"),
  }),
]);
export type Written = z.infer<typeof Written>;
/** As it is sent to the control API: what has a default may be left out. */
export type WrittenRequest = z.input<typeof Written>;
