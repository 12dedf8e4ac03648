import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signatureOf } from "../index.ts";
import { type Bench, eventually, her, startBench } from "../testing/bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

describe("what she writes", () => {
  test("arrives as a signed webhook of the documented shape, and her tick advances when Liss answers 200", async () => {
    const message = await bench.says({ type: "text", text: "hola, necesito ayuda 🌻" });
    await eventually(() => expect(bench.gateway.received).toHaveLength(1));
    const [request] = bench.gateway.received;
    expect(request?.headers["x-hub-signature-256"]).toBe(
      signatureOf(request?.body ?? Buffer.alloc(0), "local-app-secret"),
    );
    const envelope = JSON.parse(String(request?.body));
    expect(envelope).toMatchObject({
      object: "whatsapp_business_account",
      entry: [
        {
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { phone_number_id: "100000000000001" },
                contacts: [{ profile: { name: "Marta Inventada" }, wa_id: her }],
                messages: [
                  {
                    from: her,
                    id: message.id,
                    timestamp: "1795467600",
                    type: "text",
                    text: { body: "hola, necesito ayuda 🌻" },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    await eventually(async () => expect((await bench.conversation())[0]?.status).toBe("delivered"));
  });

  test("is retried until Liss answers 200, and then no more", async () => {
    bench.gateway.answerWith((_, count) => (count < 4 ? 503 : 200));
    await bench.says({ type: "text", text: "hola" });
    await eventually(async () =>
      expect((await bench.counters()).webhooks).toMatchObject({ sent: 4, acked: 1, retried: 3, pending: 0 }),
    );
    expect(new Set(bench.gateway.received.map(({ body }) => body.toString())).size).toBe(1);
  });

  test("waits on the phone without network, and goes out in order when it returns", async () => {
    await bench.control("PATCH", `/phones/${her}`, { online: false });
    await bench.says({ type: "text", text: "uno" });
    expect((await bench.says({ type: "text", text: "dos" })).status).toBe("pending");
    expect(bench.gateway.received).toHaveLength(0);
    await bench.control("PATCH", `/phones/${her}`, { online: true });
    await eventually(() =>
      expect(bench.gateway.messages().map(({ text }) => text)).toEqual([{ body: "uno" }, { body: "dos" }]),
    );
  });

  test("can be a reaction, a reply, a location, an image, an edit and a revoke", async () => {
    const { id } = await bench.says({ type: "text", text: "hola" });
    await bench.says({ type: "reaction", messageId: id, emoji: "👍" });
    await bench.says({ type: "text", text: "sobre eso", replyTo: id });
    await bench.says({ type: "location", name: "Plaza Ficticia" });
    await bench.says({ type: "image", caption: "foto" });
    await bench.says({ type: "voice" });
    await bench.says({ type: "edit", messageId: id, text: "hola!" });
    await bench.says({ type: "revoke", messageId: id });
    await eventually(() => expect(bench.gateway.messages()).toHaveLength(8));
    const [, reaction, reply, location, image, voice, edit, revoke] = bench.gateway.messages();
    expect(reaction).toMatchObject({ type: "reaction", reaction: { message_id: id, emoji: "👍" } });
    expect(reply).toMatchObject({ context: { id }, text: { body: "sobre eso" } });
    expect(location).toMatchObject({ type: "location", location: { name: "Plaza Ficticia" } });
    expect(image).toMatchObject({ type: "image", image: { caption: "foto", mime_type: "image/jpeg" } });
    expect(voice).toMatchObject({ type: "audio", audio: { voice: true } });
    expect(edit).toMatchObject({ type: "edit", edit: { original_message_id: id } });
    expect(revoke).toMatchObject({ type: "revoke", revoke: { original_message_id: id } });
    expect((await bench.conversation())[0]).toMatchObject({
      revoked: true,
      edited: true,
      reactions: { hers: "👍" },
    });
  });

  test("travels without her number when she has a username", async () => {
    const { phone } = await bench.control<{ phone: { id: string; bsuid: string } }>("POST", "/phones", {
      username: "flor.inventada",
    });
    await bench.says({ type: "text", text: "hola" }, phone.id);
    await eventually(() => expect(bench.gateway.received).toHaveLength(1));
    expect(String(bench.gateway.received[0]?.body)).not.toContain(`"${phone.id}"`);
    expect(bench.gateway.messages()[0]).toMatchObject({ from_user_id: phone.bsuid });
  });
});

test("contacts, stickers, film, sound, what is passed on and what an advertisement brings travel in their shapes", async () => {
  await bench.says({ type: "contacts", contacts: [{ name: "Ana Inventada", phone: "+56900009999" }] });
  await bench.says({ type: "sticker" });
  await bench.says({ type: "video", caption: "mira" });
  await bench.says({ type: "audio" });
  await bench.says({ type: "text", text: "me llegó esto", forwarded: true });
  await bench.says({ type: "text", text: "vi el aviso", fromAd: true });
  await eventually(() => expect(bench.gateway.messages()).toHaveLength(6));
  expect(bench.gateway.messages()).toMatchObject([
    { type: "contacts", contacts: [{ name: { formatted_name: "Ana Inventada" } }] },
    { type: "sticker", sticker: { mime_type: "image/webp", animated: false } },
    { type: "video", video: { caption: "mira" } },
    { type: "audio", audio: { voice: false } },
    { type: "text", context: { forwarded: true } },
    { type: "text", referral: { source_type: "ad" } },
  ]);
});
