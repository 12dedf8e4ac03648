import { createHmac } from "node:crypto";
import type { Stack } from "@liss/local/stack";

/** The body of one delivery with one message, as WhatsApp writes it. All people are invented. */
export function delivery(
  phoneNumberId: string,
  message: { from: string; id: string; [field: string]: unknown },
): Buffer {
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550783881", phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: "Persona Inventada" }, wa_id: message.from }],
    messages: [{ timestamp: String(Math.floor(Date.now() / 1_000)), ...message }],
  };
  return Buffer.from(
    JSON.stringify({
      object: "whatsapp_business_account",
      entry: [{ id: "419561257915477", changes: [{ value, field: "messages" }] }],
    }),
  );
}

export const signatureOf = (secret: string | Buffer, body: Buffer, algorithm = "sha256"): string =>
  createHmac(algorithm, secret).update(body).digest("hex");

/** Posts a body to the gateway's webhook with these headers. */
export async function postWebhook(stack: Stack, body: Buffer, headers: Record<string, string>) {
  const response = await fetch(`${stack.addresses.gateway}/webhook`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: body as Uint8Array<ArrayBuffer>,
    signal: AbortSignal.timeout(10_000),
  });
  await response.arrayBuffer();
  return response.status;
}
