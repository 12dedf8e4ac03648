import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import type { Stack } from "@liss/local/stack";

/** Posts signed webhooks to the gateway, as WhatsApp would: one new message each. */
export function webhooks(stack: Stack) {
  const { appSecret, phoneNumberId } = stack.secrets.whatsapp;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const url = `${stack.addresses.gateway}/webhook`;
  /** A kept connection may be closed just as it is used again; WhatsApp repeats what was not answered, and so do we. */
  const again = async (post: () => Promise<void>, attempts = 3): Promise<void> => {
    try {
      await post();
    } catch (error) {
      if (attempts <= 1) throw error;
      await again(post, attempts - 1);
    }
  };
  return {
    /** Resolves when it was answered 200. `woman` is a small number that becomes an invented phone. */
    post: (woman: number, id: string, text: string) => again(() => once(woman, id, text)),
    close: () => agent.destroy(),
  };

  function once(woman: number, id: string, text: string): Promise<void> {
    const body = bodyOf(phoneNumberId, woman, id, text);
    const signature = createHmac("sha256", appSecret).update(body).digest("hex");
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method: "POST",
          agent,
          headers: {
            "content-type": "application/json",
            "content-length": body.length,
            "x-hub-signature-256": `sha256=${signature}`,
          },
        },
        (response) => {
          response.resume();
          response.on("end", () =>
            response.statusCode === 200
              ? resolve()
              : reject(new Error(`the gateway answered ${response.statusCode}`)),
          );
        },
      );
      sent.setTimeout(10_000, () => sent.destroy(new Error("the gateway did not answer")));
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

function bodyOf(phoneNumberId: string, woman: number, id: string, text: string): Buffer {
  const phone = `569${70_000_000 + woman}`;
  const message = {
    from: phone,
    id: `wamid.${id}`,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    text: { body: text },
    type: "text",
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550783881", phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: "Persona Inventada" }, wa_id: phone }],
    messages: [message],
  };
  return Buffer.from(
    JSON.stringify({
      object: "whatsapp_business_account",
      entry: [{ id: "419561257915477", changes: [{ value, field: "messages" }] }],
    }),
  );
}
