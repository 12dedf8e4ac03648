import { z } from "zod";

/**
 * WhatsApp's limits for what we send, in characters (UTF-16 units, as `length` counts) and bytes, so that a form can
 * show them before anybody is refused. Source: whatsapp-cloud-api.md §3, §4.
 */
export const whatsappLimits = {
  text: 4096,
  caption: 1024,
  header: 60,
  footer: 60,
  filename: 240,
  buttons: { body: 1024, buttons: 3, id: 256, title: 20 },
  list: {
    body: 4096,
    button: 20,
    sections: 10,
    sectionTitle: 24,
    rows: 10,
    id: 200,
    title: 24,
    description: 72,
  },
  link: { body: 1024, title: 20, url: 2000 },
  locationRequest: { body: 1024 },
  template: { name: 512 },
  bytes: {
    image: 5 * 2 ** 20,
    audio: 16 * 2 ** 20,
    video: 16 * 2 ** 20,
    document: 100 * 2 ** 20,
    sticker: 500 * 2 ** 10,
  },
} as const;
const limits = whatsappLimits;

const text = (max: number) => z.string().trim().min(1).max(max);
const allDifferent = (values: readonly string[]) => new Set(values).size === values.length;

/** Above and below the body of whatever can be tapped. */
const frame = { header: text(limits.header).optional(), footer: text(limits.footer).optional() };

const Text = z.object({ kind: z.literal("text"), text: text(limits.text) });

const Buttons = z.object({
  kind: z.literal("buttons"),
  body: text(limits.buttons.body),
  buttons: z
    .array(z.object({ id: text(limits.buttons.id), title: text(limits.buttons.title) }))
    .min(1)
    .max(limits.buttons.buttons)
    .refine((all) => allDifferent(all.map(({ title }) => title)), "titles must be different")
    .refine((all) => allDifferent(all.map(({ id }) => id)), "ids must be different"),
  ...frame,
});

const Row = z.object({
  id: text(limits.list.id),
  title: text(limits.list.title),
  description: z.string().max(limits.list.description).optional(),
});
const List = z.object({
  kind: z.literal("list"),
  body: text(limits.list.body),
  button: text(limits.list.button),
  sections: z
    .array(
      z.object({ title: z.string().max(limits.list.sectionTitle).optional(), rows: z.array(Row).min(1) }),
    )
    .min(1)
    .max(limits.list.sections)
    .refine(
      (all) => all.flatMap(({ rows }) => rows).length <= limits.list.rows,
      `at most ${limits.list.rows} rows in all sections together`,
    )
    .refine(
      (all) => allDifferent(all.flatMap(({ rows }) => rows.map(({ id }) => id))),
      "ids must be different",
    )
    .refine(
      (all) => all.length === 1 || all.every(({ title }) => title),
      "with several sections each needs a title",
    ),
  ...frame,
});

const Link = z.object({
  kind: z.literal("link"),
  body: text(limits.link.body),
  title: text(limits.link.title),
  /** Only https: what she opens must not be readable on the way. */
  url: z.url({ protocol: /^https$/ }).max(limits.link.url),
  ...frame,
});

const LocationRequest = z.object({
  kind: z.literal("location-request"),
  body: text(limits.locationRequest.body),
});

/**
 * A template that the gateway's configuration allows; `text` must be the approved one, word by word. Without
 * parameters: what may be said outside the 24 hours is fixed by whoever approved it.
 */
const Template = z.object({
  kind: z.literal("template"),
  name: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .max(limits.template.name),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  text: text(limits.text),
});

/** On a message of hers (`replyTo` of the request). Without an emoji a reaction of ours is taken back. */
const Reaction = z.object({
  kind: z.literal("reaction"),
  emoji: z
    .string()
    .regex(/^\p{RGI_Emoji}$/v)
    .optional(),
});

const caption = z.string().trim().max(limits.caption).optional();

/** A file of ours: sealed in the object store under `mediaContext(messageId)` before it is asked to be sent. */
function file<Kind extends string, Type extends string>(
  kind: Kind,
  mimeTypes: readonly [Type, ...Type[]],
  maxBytes: number,
) {
  return {
    kind: z.literal(kind),
    object: z.uuid(),
    mimeType: z.enum(mimeTypes),
    bytes: z.number().int().min(1).max(maxBytes),
  };
}

const Image = z.object({ ...file("image", ["image/jpeg", "image/png"], limits.bytes.image), caption });
const Video = z.object({ ...file("video", ["video/mp4", "video/3gpp"], limits.bytes.video), caption });
const Audio = z.object(
  file(
    "audio",
    ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg; codecs=opus"],
    limits.bytes.audio,
  ),
);
/** What she sees as a voice note: Opus in Ogg, one channel. */
const Voice = z.object(file("voice", ["audio/ogg; codecs=opus"], limits.bytes.audio));
const Sticker = z.object(file("sticker", ["image/webp"], limits.bytes.sticker));
const Document = z.object({
  ...file(
    "document",
    [
      "application/pdf",
      "text/plain",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
    limits.bytes.document,
  ),
  caption,
  filename: text(limits.filename),
});

/** What can be sent to her, within WhatsApp's limits. */
export const OutgoingContent = z.discriminatedUnion("kind", [
  Text,
  Buttons,
  List,
  Link,
  LocationRequest,
  Template,
  Reaction,
  Image,
  Video,
  Audio,
  Voice,
  Sticker,
  Document,
]);
export type OutgoingContent = z.infer<typeof OutgoingContent>;

/** Why a content cannot be sent: the field, and the limit or rule it breaks. Never holds what was written. */
export type ContentProblem = { field: string; limit: string };

/** Every limit that a content breaks, in the order of its fields; empty when it can be sent. */
export function contentProblems(content: unknown): ContentProblem[] {
  const parsed = OutgoingContent.safeParse(content);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => ({ field: fieldOf(issue.path), limit: limitOf(issue) }));
}

/** `sections[0].rows[2].title` */
function fieldOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.join("").replace(/^\./, "") || "content";
}

function limitOf(issue: z.core.$ZodIssue): string {
  const unit = (origin: string) => (origin === "string" ? " characters" : origin === "array" ? " items" : "");
  switch (issue.code) {
    case "too_big":
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case "too_small":
      return `at least ${issue.minimum}${unit(issue.origin)}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return `must be ${issue.expected}`;
    case "invalid_union":
      return "a kind that can be sent";
    case "custom":
      return issue.message;
    default:
      return "not valid";
  }
}
