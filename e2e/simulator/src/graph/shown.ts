import { findMedia } from "../media/store.ts";
import type { ChatContent, MediaKind } from "../view.ts";
import type { Template, World } from "../world/world.ts";
import { type Refusal, refusal } from "./errors.ts";
import type { MessageType, NodeOf } from "./message-shapes.ts";

type Shown = { content: ChatContent } | { refused: Refusal };

/** What the phone will show for an outgoing node; refused when it names a file or template that is not there. */
export function shownFor(world: World, type: Exclude<MessageType, "reaction">, node: unknown): Shown {
  switch (type) {
    case "text":
      return { content: { kind: "text", text: (node as NodeOf<"text">).body } };
    case "interactive":
      return { content: interactive(node as NodeOf<"interactive">) };
    case "template":
      return template(world.templates, node as NodeOf<"template">);
    case "location": {
      const { name, address, ...place } = node as NodeOf<"location">;
      return {
        content: { kind: "location", ...place, ...(name ? { name } : {}), ...(address ? { address } : {}) },
      };
    }
    default:
      return media(world, type, node as NodeOf<"document">);
  }
}

function interactive(node: NodeOf<"interactive">): ChatContent {
  const text = node.body.text;
  switch (node.type) {
    case "button":
      return {
        kind: "buttons",
        ...(node.header?.type === "text" ? { header: node.header.text } : {}),
        text,
        ...footerOf(node),
        buttons: node.action.buttons.map(({ reply }) => ({ id: reply.id, title: reply.title })),
      };
    case "list":
      return {
        kind: "list",
        ...(node.header ? { header: node.header.text } : {}),
        text,
        ...footerOf(node),
        button: node.action.button,
        sections: node.action.sections.map(({ title, rows }) => ({
          ...(title ? { title } : {}),
          rows: rows.map(({ description, ...row }) => ({ ...row, ...(description ? { description } : {}) })),
        })),
      };
    case "cta_url": {
      const { display_text: label, url } = node.action.parameters;
      return { kind: "link", text, ...footerOf(node), label, url };
    }
    case "location_request_message":
      return { kind: "location-request", text };
    case "request_contact_info":
      return { kind: "contact-request", text };
  }
}

function footerOf({ footer }: { footer?: { text: string } | undefined }): { footer?: string } {
  return footer ? { footer: footer.text } : {};
}

function template(known: readonly Template[], node: NodeOf<"template">): Shown {
  const { name, language } = node;
  const found = known.find((one) => one.name === name && one.language === language.code);
  if (!found) {
    const details = `template name (${name}) does not exist in ${language.code}`;
    return { refused: refusal(132001, details) };
  }
  const given = node.components.find(({ type }) => type.toLowerCase() === "body")?.parameters ?? [];
  const expected = new Set(found.body.match(/\{\{\d+\}\}/g) ?? []).size;
  if (given.length !== expected) {
    const details = `body: number of localizable_params (${given.length}) does not match the expected number of params (${expected})`;
    return { refused: refusal(132000, details) };
  }
  const text = found.body.replace(/\{\{(\d+)\}\}/g, (_, index) => given[Number(index) - 1]?.text ?? "");
  return { content: { kind: "text", text } };
}

function media(world: World, kind: MediaKind, node: NodeOf<"document">): Shown {
  const { id, link, caption, filename } = node;
  const stored = id === undefined ? undefined : findMedia(world, id);
  if (id !== undefined && !stored) {
    const details = `Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`;
    return { refused: refusal(100, details) };
  }
  if (stored && !fits(kind, stored.mimeType)) {
    const details = `Param ${kind}['id'] is a file of type '${stored.mimeType}', which is not supported for ${kind}.`;
    return { refused: refusal(131053, details) };
  }
  return {
    content: {
      kind: "media",
      media: kind,
      url: stored ? `/control/media/${stored.id}` : (link ?? ""),
      ...(kind === "audio" && stored?.mimeType.includes("opus") ? { voice: true } : {}),
      ...(caption ? { caption } : {}),
      ...(filename ? { filename } : {}),
    },
  };
}

/** What may be sent as what. Source: whatsapp-cloud-api.md §4. */
const typesOf: Record<MediaKind, RegExp> = {
  image: /^image\/(jpeg|png)$/,
  audio: /^audio\/(aac|amr|mpeg|mp4|ogg)/,
  video: /^video\/(mp4|3gpp)$/,
  sticker: /^image\/webp$/,
  document: /./,
};

function fits(kind: MediaKind, mimeType: string): boolean {
  return typesOf[kind].test(mimeType);
}
