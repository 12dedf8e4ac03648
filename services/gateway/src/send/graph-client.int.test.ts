import type { OutgoingContent } from "@liss/contracts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { acceptance, type Meta, refusal, startMeta, wamidOf } from "../testing/meta.test-support.ts";
import { type GraphClient, graphClient } from "./graph-client.ts";
import { graphMessage } from "./graph-message.ts";

let meta: Meta;
let graph: GraphClient;
const options = () => ({
  url: meta.url,
  version: "v25.0",
  phoneNumberId: "1065",
  accessToken: "t0ken",
  timeoutMs: 300,
});
beforeAll(async () => {
  meta = await startMeta();
  graph = graphClient(options());
});
afterEach(() => meta.answerWith(acceptance));
afterAll(() => meta.stop());

const phone = { phone: "56900000001" };
const text = graphMessage("id-1", { recipient: phone, content: { kind: "text", text: "Hola" } });

test("a message is posted in WhatsApp's shape, with + before the number and our id to recognise it by", async () => {
  const answer = await graph.post(text);
  const post = meta.posts.at(-1)!;
  expect(answer).toEqual({ kind: "accepted", wamid: wamidOf(post) });
  expect(post.path).toBe("/v25.0/1065/messages");
  expect(post.authorization).toBe("Bearer t0ken");
  expect(post.body).toEqual({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: "+56900000001",
    biz_opaque_callback_data: "id-1",
    type: "text",
    text: { body: "Hola", preview_url: false },
  });
});

const object = "01998f2a-7c00-7000-8000-000000000011";
const file = { object, bytes: 10 };
const shapes: [OutgoingContent, object][] = [
  [
    { kind: "list", body: "Elige", button: "Ver", sections: [{ rows: [{ id: "a", title: "A" }] }] },
    {
      type: "interactive",
      interactive: {
        type: "list",
        body: { text: "Elige" },
        action: { button: "Ver", sections: [{ rows: [{ id: "a", title: "A" }] }] },
      },
    },
  ],
  [
    { kind: "buttons", header: "Arriba", body: "¿?", footer: "Abajo", buttons: [{ id: "s", title: "Sí" }] },
    {
      type: "interactive",
      interactive: {
        type: "button",
        header: { type: "text", text: "Arriba" },
        body: { text: "¿?" },
        footer: { text: "Abajo" },
        action: { buttons: [{ type: "reply", reply: { id: "s", title: "Sí" } }] },
      },
    },
  ],
  [
    { kind: "link", body: "Lee", title: "Abrir", url: "https://example.org/a" },
    {
      type: "interactive",
      interactive: {
        type: "cta_url",
        body: { text: "Lee" },
        action: { name: "cta_url", parameters: { display_text: "Abrir", url: "https://example.org/a" } },
      },
    },
  ],
  [
    { kind: "location-request", body: "¿Dónde estás?" },
    {
      type: "interactive",
      interactive: {
        type: "location_request_message",
        body: { text: "¿Dónde estás?" },
        action: { name: "send_location" },
      },
    },
  ],
  [
    { kind: "template", name: "saludo_neutro", language: "es_CL", text: "Hola" },
    { type: "template", template: { name: "saludo_neutro", language: { code: "es_CL" } } },
  ],
  [
    { kind: "image", mimeType: "image/png", caption: "mapa", ...file },
    { type: "image", image: { id: "M", caption: "mapa" } },
  ],
  [
    { kind: "video", mimeType: "video/mp4", ...file },
    { type: "video", video: { id: "M" } },
  ],
  [
    { kind: "audio", mimeType: "audio/mpeg", ...file },
    { type: "audio", audio: { id: "M" } },
  ],
  [
    { kind: "voice", mimeType: "audio/ogg; codecs=opus", ...file },
    { type: "audio", audio: { id: "M" } },
  ],
  [
    { kind: "sticker", mimeType: "image/webp", ...file },
    { type: "sticker", sticker: { id: "M" } },
  ],
  [
    { kind: "document", mimeType: "application/pdf", filename: "a.pdf", ...file },
    { type: "document", document: { id: "M", filename: "a.pdf" } },
  ],
];

test.each(shapes)("$kind in WhatsApp's shape", (content, shape) => {
  const made = graphMessage("i", { recipient: phone, content, replyTo: "wamid.HERS", media: "M" });
  expect(made).toEqual({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: "+56900000001",
    biz_opaque_callback_data: "i",
    context: { message_id: "wamid.HERS" },
    ...shape,
  });
});

test("a reaction names its message itself, and without an emoji it is taken back", () => {
  const parts = { recipient: phone, replyTo: "wamid.HERS" };
  const heart = graphMessage("i", { ...parts, content: { kind: "reaction", emoji: "❤️" } });
  expect(heart).toMatchObject({ type: "reaction", reaction: { message_id: "wamid.HERS", emoji: "❤️" } });
  expect(heart).not.toHaveProperty("context");
  const back = graphMessage("i", { ...parts, content: { kind: "reaction" } });
  expect(back).toMatchObject({ reaction: { message_id: "wamid.HERS", emoji: "" } });
});

test("people without a phone are written to by their BSUID", () => {
  const made = graphMessage("i", { recipient: { bsuid: "CL.1a" }, content: { kind: "text", text: "a" } });
  expect(made).toMatchObject({ recipient: "CL.1a" });
  expect(made).not.toHaveProperty("to");
});

test("WhatsApp's refusals come back with their code and the wait they ask for", async () => {
  meta.answerWith(() => refusal(131056, 400));
  expect(await graph.post(text)).toMatchObject({ kind: "refused", code: 131056, status: 400 });
  meta.answerWith(() => refusal(130429, 429, { "retry-after": "7" }));
  expect(await graph.post(text)).toMatchObject({ kind: "refused", code: 130429, retryAfterMs: 7_000 });
  const usage = JSON.stringify({ "1": [{ type: "messages", estimated_time_to_regain_access: 2 }] });
  meta.answerWith(() => refusal(80007, 400, { "x-business-use-case-usage": usage }));
  expect(await graph.post(text)).toMatchObject({ retryAfterMs: 120_000 });
});

test("only where nobody can have looked at it does it count as not taken", async () => {
  meta.answerWith(() => ({ status: 503, text: "<html>", headers: { "retry-after": "3" } }));
  expect(await graph.post(text)).toEqual({ kind: "not-taken", status: 503, retryAfterMs: 3_000 });
  meta.answerWith(() => ({ status: 429, text: "" }));
  expect(await graph.post(text)).toMatchObject({ kind: "not-taken" });
  const gone = await startMeta();
  await gone.stop();
  const nobody = graphClient({ ...options(), url: gone.url });
  expect(await nobody.post(text)).toEqual({ kind: "not-taken" });
});

test("a time-out, a cut connection, and an answer that cannot be read are not answers", async () => {
  meta.answerWith(() => "hang");
  expect(await graph.post(text)).toEqual({ kind: "unanswered", why: "no-answer" });
  meta.answerWith(() => "cut");
  expect(await graph.post(text)).toEqual({ kind: "unanswered", why: "no-answer" });
  const unreadable = [
    { status: 200, text: "ok" },
    { status: 200, json: { messages: [] } },
    { status: 502, text: "<html>bad gateway" },
    { status: 504, text: "" },
    { status: 302, text: "", headers: { location: "http://127.0.0.1:9/" } },
  ];
  for (const answer of unreadable) {
    meta.answerWith(() => answer);
    expect(await graph.post(text)).toEqual({ kind: "unanswered", why: "unreadable-answer" });
  }
});
