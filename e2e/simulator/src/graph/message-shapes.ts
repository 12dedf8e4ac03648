import { z } from "zod";

/**
 * What can be sent, with the Cloud API's limits. Unknown keys are tolerated, as Meta does.
 * Source: whatsapp-cloud-api.md §3.
 */
const text = (max: number) => z.string().min(1).max(max);
const unique = (what: string) => `${what} must be unique`;

const media = z
  .object({ id: z.string().min(1).optional(), link: z.url({ protocol: /^https?$/ }).optional() })
  .refine(
    ({ id, link }) => (id === undefined) !== (link === undefined),
    "must have exactly one of id and link",
  );
const captioned = media.and(z.object({ caption: z.string().max(1024).optional() }));

const header = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: text(60) }),
  z.object({ type: z.literal("image"), image: media }),
  z.object({ type: z.literal("video"), video: media }),
  z.object({ type: z.literal("document"), document: media }),
]);
const footer = z.object({ text: text(60) }).optional();
const body = (max: number) => z.object({ text: text(max) });

const buttons = z.object({
  type: z.literal("button"),
  header: header.optional(),
  body: body(1024),
  footer,
  action: z.object({
    buttons: z
      .array(z.object({ type: z.literal("reply"), reply: z.object({ id: text(256), title: text(20) }) }))
      .min(1)
      .max(3)
      .refine((all) => allDifferent(all.map(({ reply }) => reply.title)), unique("reply titles"))
      .refine((all) => allDifferent(all.map(({ reply }) => reply.id)), unique("reply ids")),
  }),
});

const row = z.object({ id: text(200), title: text(24), description: z.string().max(72).optional() });
const list = z.object({
  type: z.literal("list"),
  header: z.object({ type: z.literal("text"), text: text(60) }).optional(),
  body: body(4096),
  footer,
  action: z.object({
    button: text(20),
    sections: z
      .array(z.object({ title: z.string().max(24).optional(), rows: z.array(row).min(1) }))
      .min(1)
      .max(10)
      .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, "rows must be at most 10 in total")
      .refine((all) => allDifferent(all.flatMap(({ rows }) => rows.map(({ id }) => id))), unique("row ids"))
      .refine(
        (all) => all.length === 1 || all.every(({ title }) => title),
        "titles are required with several sections",
      ),
  }),
});

const link = z.object({
  type: z.literal("cta_url"),
  header: header.optional(),
  body: body(1024),
  footer,
  action: z.object({
    name: z.literal("cta_url"),
    parameters: z.object({ display_text: text(20), url: z.url({ protocol: /^https?$/ }) }),
  }),
});
const locationRequest = z.object({
  type: z.literal("location_request_message"),
  body: body(1024),
  action: z.object({ name: z.literal("send_location") }),
});
const contactRequest = z.object({
  type: z.literal("request_contact_info"),
  body: body(1024),
  action: z.object({ name: z.literal("request_contact_info") }),
});

const template = z.object({
  name: text(512),
  language: z.object({ code: text(20) }),
  components: z
    .array(
      z.object({
        type: z.string(),
        parameters: z.array(z.object({ type: z.string(), text: z.string().optional() })).default([]),
      }),
    )
    .default([]),
});

/** One shape per `type`; the key is also the name of the node. */
export const shapes = {
  text: z.object({ body: text(4096), preview_url: z.boolean().optional() }),
  interactive: z.discriminatedUnion("type", [buttons, list, link, locationRequest, contactRequest]),
  reaction: z.object({ message_id: text(512), emoji: z.string().max(16) }),
  template,
  image: captioned,
  video: captioned,
  audio: media,
  sticker: media,
  document: captioned.and(z.object({ filename: z.string().max(240).optional() })),
  location: z.object({
    latitude: z.coerce.number().min(-90).max(90),
    longitude: z.coerce.number().min(-180).max(180),
    name: z.string().max(1000).optional(),
    address: z.string().max(1000).optional(),
  }),
} as const;
export type MessageType = keyof typeof shapes;
export type NodeOf<T extends MessageType> = z.infer<(typeof shapes)[T]>;

export const messageTypes = Object.keys(shapes) as MessageType[];

/** What surrounds the node. */
export const Frame = z.object({
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual").optional(),
  to: z.string().min(1).max(32).optional(),
  recipient: z.string().min(1).max(160).optional(),
  type: z.enum(messageTypes as [MessageType, ...MessageType[]]).default("text"),
  context: z.object({ message_id: text(512) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});
export type Frame = z.infer<typeof Frame>;

export const ReadMark = z.object({
  messaging_product: z.literal("whatsapp"),
  status: z.literal("read"),
  message_id: text(512),
  typing_indicator: z.object({ type: z.literal("text") }).optional(),
});

function allDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
