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

const text = graphMessage("id-1", { phone: "56900000001" }, { kind: "text", text: "Hola" });

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

test("lists, buttons and people without a phone", () => {
  const list = graphMessage(
    "i",
    { bsuid: "CL.1a" },
    {
      kind: "list",
      body: "Elige",
      button: "Ver",
      sections: [{ rows: [{ id: "a", title: "A", description: "d" }] }],
    },
  );
  expect(list).toMatchObject({
    recipient: "CL.1a",
    type: "interactive",
    interactive: {
      type: "list",
      body: { text: "Elige" },
      action: { button: "Ver", sections: [{ rows: [{ id: "a" }] }] },
    },
  });
  expect(list).not.toHaveProperty("to");
  const buttons = graphMessage(
    "i",
    { phone: "1" },
    { kind: "buttons", body: "¿?", buttons: [{ id: "s", title: "Sí" }] },
  );
  expect(buttons).toMatchObject({
    interactive: {
      type: "button",
      action: { buttons: [{ type: "reply", reply: { id: "s", title: "Sí" } }] },
    },
  });
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
