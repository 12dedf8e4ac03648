import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, eventually, her, startBench, text } from "../testing/bench.ts";
import type { PhoneWithConversation } from "../view.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

describe("what Liss sends", () => {
  beforeEach(async () => {
    await bench.says({ type: "text", text: "hola" });
    await eventually(() => expect(bench.gateway.messages()).toHaveLength(1));
  });

  test("is accepted with an id, shown on the phone, and reported sent, delivered, read, in that order", async () => {
    const { status, body } = await bench.graph(text("te leo", { biz_opaque_callback_data: "nuestro-id" }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      messaging_product: "whatsapp",
      contacts: [{ input: `+${her}`, wa_id: her }],
    });
    await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered", "read"]));
    for (const one of bench.gateway.statuses()) {
      expect(one).toMatchObject({
        id: body.messages?.[0]?.id,
        recipient_id: her,
        biz_opaque_callback_data: "nuestro-id",
      });
    }
    expect((await bench.conversation()).at(-1)).toMatchObject({
      direction: "in",
      status: "read",
      content: { kind: "text", text: "te leo" },
    });
  });

  test("stays delivered while her chat is closed, and is read when she opens it", async () => {
    await bench.control("PATCH", `/phones/${her}`, { chatOpen: false });
    await bench.graph(text("te leo"));
    await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered"]));
    const { phone } = await bench.control<{ phone: { unread: number } }>("GET", `/phones/${her}`);
    expect(phone.unread).toBe(1);
    await bench.control("PATCH", `/phones/${her}`, { chatOpen: true });
    await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered", "read"]));
  });

  test("stays sent while her phone has no network", async () => {
    await bench.control("PATCH", `/phones/${her}`, { online: false });
    await bench.graph(text("te leo"));
    await eventually(() => expect(bench.statusNames()).toEqual(["sent"]));
    expect(await bench.conversation()).toHaveLength(1);
    await bench.control("PATCH", `/phones/${her}`, { online: true });
    await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered", "read"]));
  });

  test("may offer a list and buttons, and her tap comes back with its id", async () => {
    const list = {
      type: "list",
      body: { text: "¿Sobre qué?" },
      action: {
        button: "Ver temas",
        sections: [{ rows: [{ id: "centros", title: "Centros", description: "Dónde ir" }] }],
      },
    };
    const { body } = await bench.graph(text("", { type: "interactive", interactive: list }));
    await eventually(async () => expect(await bench.conversation()).toHaveLength(2));
    await bench.says({ type: "choice", messageId: body.messages?.[0]?.id, optionId: "centros" });
    await eventually(() => expect(bench.gateway.messages()).toHaveLength(2));
    expect(bench.gateway.messages()[1]).toMatchObject({
      type: "interactive",
      context: { id: body.messages?.[0]?.id },
      interactive: {
        type: "list_reply",
        list_reply: { id: "centros", title: "Centros", description: "Dónde ir" },
      },
    });
  });

  test("can mark her message read and show that somebody writes", async () => {
    const [hers] = await bench.conversation();
    const mark = {
      messaging_product: "whatsapp",
      status: "read",
      message_id: hers?.id,
      typing_indicator: { type: "text" },
    };
    expect((await bench.graph(mark)).body).toEqual({ success: true });
    const { phone } = await bench.control<{ phone: PhoneWithConversation }>("GET", `/phones/${her}`);
    expect(phone.conversation[0]?.status).toBe("read");
    expect(phone.typingUntil).toBe("2026-11-23T21:00:25.000Z");
  });

  test("is refused with Meta's codes: token, object, shape, recipient", async () => {
    expect(await bench.graph(text("a"), { token: "wrong" })).toMatchObject({
      status: 401,
      body: { error: { code: 190 } },
    });
    expect(await bench.graph(text("a"), { id: "999" })).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 33 } },
    });
    expect(await bench.graph(text(""))).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect(await bench.graph(text("a", { to: "no" }))).toMatchObject({
      status: 400,
      body: { error: { code: 131009 } },
    });
    expect(await bench.graph(text("a", { to: "+56600000000" }))).toMatchObject({
      body: { error: { code: 131021 } },
    });
  });

  test("is refused under another Graph version", async () => {
    const answer = await fetch(`${bench.simulator.url}/v1.0/100000000000001/messages`, { method: "POST" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 2500 } });
  });

  test("to a number without WhatsApp, or without its plus sign, is accepted and then fails with 131026", async () => {
    await bench.graph(text("a", { to: "+56900009999" }));
    await bench.graph(text("a", { to: her }));
    await eventually(() => expect(bench.gateway.statuses()).toHaveLength(2));
    for (const one of bench.gateway.statuses())
      expect(one).toMatchObject({ status: "failed", errors: [{ code: 131026 }] });
  });

  test("fails with 131047 a day after she last wrote, unless it is an approved template", async () => {
    bench.advance(24 * 3_600_000);
    await bench.graph(text("a"));
    await eventually(() =>
      expect(bench.gateway.statuses()[0]).toMatchObject({ status: "failed", errors: [{ code: 131047 }] }),
    );
    const template = (name: string) =>
      text("", { type: "template", template: { name, language: { code: "es_CL" } } });
    expect(await bench.graph(template("saludo_neutro"))).toMatchObject({ status: 200 });
    expect(await bench.graph(template("no_existe"))).toMatchObject({ body: { error: { code: 132001 } } });
  });

  test("is slowed down per pair after a burst of 45", async () => {
    for (let count = 0; count < 45; count += 1) expect((await bench.graph(text("a"))).status).toBe(200);
    expect(await bench.graph(text("a"))).toMatchObject({ status: 400, body: { error: { code: 131056 } } });
    bench.advance(6_000);
    expect((await bench.graph(text("a"))).status).toBe(200);
  });
});
