import {
  type Envelope,
  NumberAnswer,
  numberContext,
  numberSubject,
  type OutgoingContent,
  PresenceRequested,
} from "@liss/contracts";
import type { ChatContent, ChatMessage } from "@liss/simulator";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ContractBench,
  her,
  type Received,
  startContractBench,
  template,
} from "./testing/contract.test-support.ts";

/** Every kind of message, both ways, between the gateway as it runs and a faithful Cloud API. */
const picture = Buffer.concat([Buffer.from("ffd8ffe000104a464946", "hex"), Buffer.alloc(100_000, 7)]);
const soon = { timeout: 15_000, interval: 50 };

let bench: ContractBench;
let contactId: string;
let sessionId: string;
beforeAll(async () => {
  bench = await startContractBench();
});
afterAll(() => bench?.stop());

const phone = () => bench.phone();
const received = () => bench.received();
const contentOf = (event: Envelope) => bench.contentOf(event);
const control = (method: string, path: string, body?: object) => bench.control(method, path, body);
const events = (type: string) => bench.others.events(type);

/** She does something in the chat; the event that it becomes. */
async function writes(written: object): Promise<Envelope> {
  const before = (await received()).length;
  await control("POST", `/phones/${her}/messages`, written);
  await expect.poll(async () => (await received()).length, soon).toBe(before + 1);
  return (await received()).at(-1)!;
}

/** Liss says something; the bubble that it becomes on her phone, once she has read it. */
async function says(
  content: OutgoingContent,
  more: { messageId?: string; replyTo?: string } = {},
): Promise<ChatMessage> {
  const messageId = more.messageId ?? uuidv7();
  await bench.request({ contactId, sessionId }, content, { ...more, messageId });
  // A reaction is no bubble: nobody reads it.
  const last = content.kind === "reaction" ? "sent" : "read";
  await expect.poll(() => bench.statesOf(messageId), soon).toContain(last);
  expect((await bench.statesOf(messageId)).filter((state) => state.startsWith("failed"))).toEqual([]);
  return (await bench.lastBubble())!;
}
const shownAs = async (content: OutgoingContent) => (await says(content)).content;

test("she writes first, and the window opens", async () => {
  const event = await writes({ type: "text", text: "hola" });
  ({ contactId, sessionId } = event as { contactId: string; sessionId: string });
  expect(await contentOf(event)).toEqual({ kind: "text", text: "hola" });
});

describe("Liss says, she sees", () => {
  test("text", async () => {
    expect(await shownAs({ kind: "text", text: "te leo 🌻" })).toEqual({ kind: "text", text: "te leo 🌻" });
  });

  test("a reply to what she wrote", async () => {
    const event = await writes({ type: "text", text: "¿puedo llamar?" });
    const hers = (await phone()).conversation.at(-1)!;
    const bubble = await says({ kind: "text", text: "sí" }, { replyTo: (event.data as Received).messageId });
    expect(bubble).toMatchObject({ replyTo: hers.id, content: { text: "sí" } });
  });

  test("buttons, and her tap answers them", async () => {
    const messageId = uuidv7();
    const bubble = await says(
      {
        kind: "buttons",
        header: "Arriba",
        body: "¿Seguimos?",
        footer: "Abajo",
        buttons: [{ id: "si", title: "Sí" }],
      },
      { messageId },
    );
    expect(bubble.content).toEqual({
      kind: "buttons",
      header: "Arriba",
      text: "¿Seguimos?",
      footer: "Abajo",
      buttons: [{ id: "si", title: "Sí" }],
    });
    const tap = await writes({ type: "choice", messageId: bubble.id, optionId: "si" });
    expect(tap.data).toMatchObject({ kind: "choice", replyTo: messageId });
    expect(await contentOf(tap)).toEqual({ kind: "choice", id: "si", title: "Sí" });
  });

  test("a list, and her choice answers it", async () => {
    const messageId = uuidv7();
    const rows = [{ id: "centros", title: "Centros", description: "Dónde ir" }];
    const bubble = await says(
      { kind: "list", body: "¿Sobre qué?", button: "Ver", sections: [{ title: "Temas", rows }] },
      { messageId },
    );
    expect(bubble.content).toMatchObject({ kind: "list", sections: [{ title: "Temas", rows }] });
    const choice = await writes({ type: "choice", messageId: bubble.id, optionId: "centros" });
    expect(choice.data).toMatchObject({ kind: "choice", replyTo: messageId });
  });

  test("a link, and a request for her place", async () => {
    expect(
      await shownAs({ kind: "link", body: "Lee esto", title: "Abrir", url: "https://example.org/a" }),
    ).toEqual({ kind: "link", text: "Lee esto", label: "Abrir", url: "https://example.org/a" });
    expect(await shownAs({ kind: "location-request", body: "¿Dónde estás?" })).toEqual({
      kind: "location-request",
      text: "¿Dónde estás?",
    });
    const place = await writes({ type: "location", latitude: -33.4, longitude: -70.6, name: "Plaza" });
    expect(await contentOf(place)).toEqual({
      kind: "location",
      latitude: -33.4,
      longitude: -70.6,
      name: "Plaza",
    });
  });

  test("a reaction, and its removal", async () => {
    const event = await writes({ type: "text", text: "gracias" });
    const { messageId } = event.data as Received;
    const reactions = async () =>
      (await phone()).conversation.findLast(({ direction }) => direction === "out")?.reactions;
    await says({ kind: "reaction", emoji: "❤️" }, { replyTo: messageId });
    await expect.poll(reactions).toEqual({ liss: "❤️" });
    await says({ kind: "reaction" }, { replyTo: messageId });
    await expect.poll(reactions).toEqual({});
  });

  test("an allowed template", async () => {
    expect(await shownAs({ kind: "template", ...template })).toEqual({ kind: "text", text: template.text });
  });

  const files: [
    Buffer,
    (file: { object: string; bytes: number }) => OutgoingContent,
    Partial<ChatContent>,
  ][] = [
    [
      picture,
      (file) => ({ kind: "image", mimeType: "image/jpeg", caption: "mapa", ...file }),
      { kind: "media", media: "image", caption: "mapa" },
    ],
    [
      Buffer.alloc(90_000, 1),
      (file) => ({ kind: "video", mimeType: "video/mp4", ...file }),
      { media: "video" },
    ],
    [
      Buffer.alloc(9_000, 2),
      (file) => ({ kind: "audio", mimeType: "audio/mpeg", ...file }),
      { media: "audio" },
    ],
    [
      Buffer.alloc(9_000, 3),
      (file) => ({ kind: "voice", mimeType: "audio/ogg; codecs=opus", ...file }),
      { media: "audio", voice: true },
    ],
    [
      Buffer.alloc(900, 4),
      (file) => ({ kind: "sticker", mimeType: "image/webp", ...file }),
      { media: "sticker" },
    ],
    [
      Buffer.from("%PDF-1.7 "),
      (file) => ({ kind: "document", mimeType: "application/pdf", filename: "guia.pdf", ...file }),
      { media: "document", filename: "guia.pdf" },
    ],
  ];
  test.each(files)("a file: %#", async (bytes, content, shown) => {
    const messageId = uuidv7();
    const bubble = await says(content(await bench.fileFor(contactId, messageId, bytes)), { messageId });
    expect(bubble.content).toMatchObject(shown);
    expect((await bench.seen(bubble.content as { url: string })).equals(bytes)).toBe(true);
  });

  test("that she was read, and that somebody is writing", async () => {
    const event = await writes({ type: "text", text: "¿estás?" });
    const { messageId } = event.data as Received;
    const now = new Date().toISOString();
    await bench.others.publish(
      PresenceRequested.create({
        id: uuidv7(),
        source: "executive-routing",
        occurredAt: now,
        actor: { kind: "person", id: "ana", role: "executive" },
        contactId,
        sessionId,
        data: { messageId, typing: true, requestedAt: now },
      }),
    );
    await expect.poll(async () => (await phone()).typingUntil, soon).toBeDefined();
    expect((await phone()).conversation.at(-1)?.status).toBe("read");
  });
});

describe("she says, Liss understands", () => {
  test("text: answering, passed on, and from an advertisement", async () => {
    const bubble = (await phone()).conversation.findLast(({ direction }) => direction === "in")!;
    const answer = await writes({ type: "text", text: "a eso", replyTo: bubble.id });
    expect(answer.data).toHaveProperty("replyTo");
    const passedOn = await writes({ type: "text", text: "me llegó esto", forwarded: true });
    expect(passedOn.data).not.toHaveProperty("replyTo");
    expect(await contentOf(await writes({ type: "text", text: "vi el aviso", fromAd: true }))).toEqual({
      kind: "text",
      text: "vi el aviso",
    });
  });

  test("a reaction and its removal", async () => {
    const bubble = (await phone()).conversation.findLast(({ direction }) => direction === "in")!;
    const heart = await writes({ type: "reaction", messageId: bubble.id, emoji: "🙏" });
    expect(await contentOf(heart)).toEqual({ kind: "reaction", emoji: "🙏" });
    expect(heart.data).toHaveProperty("replyTo");
    const taken = await writes({ type: "reaction", messageId: bubble.id, emoji: "" });
    expect(await contentOf(taken)).toEqual({ kind: "reaction" });
  });

  test("an edit names what it replaces, and what she takes back is taken back", async () => {
    const first = await writes({ type: "text", text: "me equivoqé" });
    const { messageId } = first.data as Received;
    const bubble = (await phone()).conversation.at(-1)!;
    const edit = await writes({ type: "edit", messageId: bubble.id, text: "me equivoqué" });
    expect(edit.data).toMatchObject({ editOf: messageId });
    await control("POST", `/phones/${her}/messages`, { type: "revoke", messageId: bubble.id });
    await expect
      .poll(async () => (await events("channel.message-revoked")).map(({ data }) => data), soon)
      .toContainEqual(expect.objectContaining({ messageId }));
  });

  const settled = async (messageId: string) =>
    (await events("channel.media-settled"))
      .map(({ data }) => data as { messageId: string; outcome: Record<string, unknown> })
      .find((one) => one.messageId === messageId)?.outcome;

  test.each([
    ["image", { caption: "mira", data: picture.toString("base64"), mimeType: "image/jpeg" }, "image/jpeg"],
    ["video", { caption: "así fue" }, "video/mp4"],
    ["voice", {}, "audio/ogg; codecs=opus"],
    ["audio", {}, "audio/ogg; codecs=opus"],
    ["sticker", {}, "image/webp"],
    ["document", { filename: "denuncia.txt", caption: "la denuncia" }, "text/plain"],
  ])("%s: its caption at once, its file soon after, sealed", async (type, more, mimeType) => {
    const event = await writes({ type, ...more });
    const { messageId, kind } = event.data as Received;
    expect(kind).toBe(type);
    if ("caption" in more) expect(await contentOf(event)).toMatchObject({ caption: more.caption });
    await expect.poll(() => settled(messageId), soon).toMatchObject({ state: "stored", mimeType });
    const { object } = (await settled(messageId)) as { object: string };
    const { content } = (await phone()).conversation.at(-1)!;
    const sent = await bench.seen(content as { url: string });
    expect((await bench.openedFile(object, messageId)).equals(sent)).toBe(true);
  });

  test("a file that fails keeps its caption and says why", async () => {
    await control("POST", "/faults", { kind: "file-trouble", trouble: "redirected-away" });
    const event = await writes({ type: "image", caption: "mira el moretón" });
    expect(await contentOf(event)).toMatchObject({ kind: "image", caption: "mira el moretón" });
    const { messageId } = event.data as Received;
    await expect
      .poll(() => settled(messageId), soon)
      .toEqual({ state: "failed", reason: "not-downloadable" });
  });

  test.each([
    { type: "contacts", contacts: [{ name: "Ana Inventada", phone: "+56900009999" }] },
    { type: "raw", message: { type: "order", order: { catalog_id: "1", product_items: [] } } },
    { type: "raw", message: { type: "unsupported", errors: [{ code: 131051 }] } },
    { type: "raw", message: { type: "hologram", hologram: {} } },
    {
      type: "raw",
      message: {
        type: "interactive",
        interactive: { type: "nfm_reply", nfm_reply: { response_json: null } },
      },
    },
  ])(
    "what cannot be shown yet is shown as a placeholder, never dropped: $type $message.type",
    async (written) => {
      expect(await contentOf(await writes(written))).toMatchObject({ kind: "unsupported" });
    },
  );

  test("a button of a template", async () => {
    const tap = { type: "button", button: { payload: "si", text: "Sí" } };
    expect(await contentOf(await writes({ type: "raw", message: tap }))).toEqual({
      kind: "choice",
      id: "si",
      title: "Sí",
    });
  });

  test("she changes her number: it is still her conversation, and a person makes sure that it is she", async () => {
    await control("POST", `/phones/${her}/identity`, { change: "bsuid" });
    await expect
      .poll(async () => (await events("channel.identity-changed")).map(({ data }) => data), soon)
      .toContainEqual(expect.objectContaining({ change: "bsuid-rotated" }));
    await control("POST", `/phones/${her}/identity`, { change: "number", id: "56900008888" });
    await expect
      .poll(async () => (await events("channel.identity-changed")).map(({ data }) => data), soon)
      .toContainEqual(expect.objectContaining({ change: "number-changed" }));
    const before = (await received()).length;
    await control("POST", "/phones/56900008888/messages", { type: "text", text: "soy yo" });
    await expect.poll(async () => (await received()).length, soon).toBe(before + 1);
    expect((await received()).at(-1)?.contactId).toBe(contactId);
  });
});

test("her number is given to whoever asks with a purpose, sealed, and that is on the record before", async () => {
  const question = {
    contactId,
    sessionId,
    personId: "ana",
    role: "executive",
    purpose: "emergency-services",
  };
  const answer = NumberAnswer.parse(await bench.others.ask(numberSubject, question));
  const now = "56900008888"; // she changed it above
  expect(JSON.stringify(answer)).not.toContain(now);
  expect(answer.is === "sealed" && (await bench.opened(answer.number, numberContext(contactId)))).toBe(now);
  await expect
    .poll(
      async () => (await events("channel.number-revealed")).map(({ data, actor }) => ({ data, actor })),
      soon,
    )
    .toEqual([
      {
        actor: { kind: "person", id: "ana", role: "executive" },
        data: { personId: "ana", purpose: "emergency-services" },
      },
    ]);
  expect(JSON.stringify(await events("channel.number-revealed"))).not.toContain(now);
  const nobody = { ...question, contactId: uuidv7() };
  expect(await bench.others.ask(numberSubject, nobody)).toEqual({ is: "unknown" });
});
