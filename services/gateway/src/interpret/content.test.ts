import { describe, expect, test } from "vitest";
import { her, messageOf, messagesValue, webhook } from "../testing/payloads.test-support.ts";
import { interpretBody } from "./body.ts";

const contentOf = (message: object) => {
  const [item] = interpretBody(webhook(messagesValue(her, messageOf(her, message)))).items;
  return item?.kind === "message" ? item.content : undefined;
};

describe("every kind of message that she can send", () => {
  const cases: [string, object, object][] = [
    ["a voice note", { type: "audio", audio: { id: "1", voice: true } }, { kind: "voice" }],
    [
      "audio",
      { type: "audio", audio: { id: "1", mime_type: "audio/aac" } },
      { kind: "audio", mimeType: "audio/aac" },
    ],
    ["legacy voice", { type: "voice", voice: { id: "1" } }, { kind: "voice" }],
    ["a view-once photo without content", { type: "image" }, { kind: "image" }],
    [
      "a document",
      { type: "document", document: { filename: "denuncia.pdf" } },
      { kind: "document", filename: "denuncia.pdf" },
    ],
    ["a sticker", { type: "sticker", sticker: { animated: true } }, { kind: "sticker" }],
    [
      "a reaction taken back",
      { type: "reaction", reaction: { message_id: "w", emoji: "" } },
      { kind: "reaction" },
    ],
    [
      "a flow reply with null",
      { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: null } } },
      { kind: "unsupported", original: "interactive.nfm_reply" },
    ],
    [
      "an interactive without node",
      { type: "interactive" },
      { kind: "unsupported", original: "interactive" },
    ],
    [
      "an edit",
      {
        type: "edit",
        edit: { original_message_id: "w", message: { type: "text", text: { body: "no, a las 5" } } },
      },
      { kind: "text", text: "no, a las 5" },
    ],
    [
      "an edit of an edit",
      { type: "edit", edit: { message: { type: "edit" } } },
      { kind: "unsupported", original: "edit" },
    ],
    [
      "a poll",
      { type: "unsupported", unsupported: { type: "poll_creation" } },
      { kind: "unsupported", original: "unsupported.poll_creation" },
    ],
    ["a type of tomorrow", { type: "hologram", hologram: {} }, { kind: "unsupported", original: "hologram" }],
    ["no type at all", { type: undefined }, { kind: "text", text: "hola, necesito ayuda" }],
    [
      "neither type nor node",
      { type: undefined, text: undefined },
      { kind: "unsupported", original: "unknown" },
    ],
    [
      "a type that is a text of hers",
      { type: "me quiere matar", text: undefined },
      { kind: "unsupported", original: "unknown" },
    ],
    ["a text without text", { type: "text", text: {} }, { kind: "unsupported", original: "text" }],
    [
      "a location nowhere",
      { type: "location", location: { latitude: "x" } },
      { kind: "unsupported", original: "location" },
    ],
    [
      "a location in text",
      { type: "location", location: { latitude: "-33.4", longitude: "-70.6" } },
      { kind: "location", latitude: -33.4 },
    ],
    [
      "a button without payload",
      { type: "button", button: { text: "Sí" } },
      { kind: "choice", id: "Sí", title: "Sí" },
    ],
    [
      "a text with half an emoji and a zero",
      { text: { body: "\ud83d \u0000" } },
      { kind: "text", text: "\ud83d \u0000" },
    ],
  ];
  test.each(cases)("%s is kept", (_name, message, content) => {
    expect(contentOf(message)).toMatchObject(content);
  });

  test("a text of three megabytes is shortened to what WhatsApp allows, not lost", () => {
    expect(contentOf({ text: { body: "a".repeat(3_000_000) } })).toMatchObject({
      kind: "text",
      text: "a".repeat(65_536),
    });
  });
});
