import { describe, expect, test } from "vitest";
import { MessageContent } from "./message-content.ts";
import { contentProblems, type OutgoingContent, whatsappLimits } from "./outgoing-content.ts";

const long = (length: number) => "x".repeat(length);
const row = (id: string, title = id) => ({ id, title });
const object = "01998f2a-7c00-7000-8000-000000000011";

/** One of each kind, as large as WhatsApp lets it be. */
const largest: Record<OutgoingContent["kind"], OutgoingContent> = {
  text: { kind: "text", text: long(4096) },
  buttons: {
    kind: "buttons",
    header: long(60),
    body: long(1024),
    footer: long(60),
    buttons: ["a", "b", "c"].map((id) => ({ id: id + long(255), title: id + long(19) })),
  },
  list: {
    kind: "list",
    body: long(4096),
    button: long(20),
    sections: [
      { title: long(24), rows: [{ id: long(200), title: long(24), description: long(72) }] },
      { title: long(24), rows: ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((id) => row(id)) },
    ],
  },
  link: { kind: "link", body: long(1024), title: long(20), url: "https://example.org/" },
  "location-request": { kind: "location-request", body: long(1024) },
  template: { kind: "template", name: "saludo_neutro", language: "es_CL", text: "Hola" },
  reaction: { kind: "reaction", emoji: "👩🏽‍🦱" },
  image: { kind: "image", object, mimeType: "image/jpeg", bytes: 5 * 2 ** 20, caption: long(1024) },
  video: { kind: "video", object, mimeType: "video/mp4", bytes: 16 * 2 ** 20 },
  audio: { kind: "audio", object, mimeType: "audio/mpeg", bytes: 16 * 2 ** 20 },
  voice: { kind: "voice", object, mimeType: "audio/ogg; codecs=opus", bytes: 1 },
  sticker: { kind: "sticker", object, mimeType: "image/webp", bytes: 500 * 2 ** 10 },
  document: {
    kind: "document",
    object,
    mimeType: "application/pdf",
    bytes: 100 * 2 ** 20,
    filename: long(240),
  },
};

test.each(Object.values(largest))(
  "a $kind as large as WhatsApp's limits can be sent, and read",
  (content) => {
    expect(contentProblems(content)).toEqual([]);
    expect(MessageContent.parse(content)).toEqual(content);
  },
);

describe("what breaks a limit is refused by field and limit, without its words", () => {
  const { text, buttons, list, link, image, document, sticker } = largest;
  test.each([
    [{ ...text, text: long(4097) }, "text", "at most 4096 characters"],
    [{ ...text, text: "  " }, "text", "at least 1 characters"],
    [{ ...buttons, body: long(1025) }, "body", "at most 1024 characters"],
    [{ ...buttons, header: long(61) }, "header", "at most 60 characters"],
    [{ ...buttons, footer: long(61) }, "footer", "at most 60 characters"],
    [{ ...buttons, buttons: [] }, "buttons", "at least 1 items"],
    [{ ...buttons, buttons: ["a", "b", "c", "d"].map((id) => row(id)) }, "buttons", "at most 3 items"],
    [{ ...buttons, buttons: [row("a", long(21))] }, "buttons[0].title", "at most 20 characters"],
    [{ ...buttons, buttons: [row("a", "Sí"), row("b", "Sí")] }, "buttons", "titles must be different"],
    [{ ...list, body: long(4097) }, "body", "at most 4096 characters"],
    [{ ...list, button: long(21) }, "button", "at most 20 characters"],
    [
      { ...list, sections: [{ rows: [row("a"), { ...row("b"), description: long(73) }] }] },
      "sections[0].rows[1].description",
      "at most 72 characters",
    ],
    [
      { ...list, sections: [{ rows: Array.from({ length: 11 }, (_, at) => row(`${at}`)) }] },
      "sections",
      "at most 10 rows in all sections together",
    ],
    [
      { ...list, sections: [{ rows: [row("a")] }, { rows: [row("b")] }] },
      "sections",
      "with several sections each needs a title",
    ],
    [{ ...link, title: long(21) }, "title", "at most 20 characters"],
    [{ ...link, url: "http://example.org" }, "url", "not valid"],
    [{ ...image, caption: long(1025) }, "caption", "at most 1024 characters"],
    [{ ...image, bytes: 5 * 2 ** 20 + 1 }, "bytes", "at most 5242880"],
    [{ ...image, mimeType: "image/svg+xml" }, "mimeType", "one of image/jpeg, image/png"],
    [{ ...sticker, bytes: 512_001 }, "bytes", `at most ${whatsappLimits.bytes.sticker}`],
    [{ ...document, filename: "" }, "filename", "at least 1 characters"],
    [{ kind: "reaction", emoji: "hola" }, "emoji", "not valid"],
    [{ kind: "template", name: "Saludo", language: "es_CL", text: "a" }, "name", "not valid"],
    [{ kind: "choice", id: "a", title: "a" }, "kind", "a kind that can be sent"],
    [null, "content", "must be object"],
  ])("%#", (content, field, limit) => {
    expect(contentProblems(content)).toContainEqual({ field, limit });
  });
});
