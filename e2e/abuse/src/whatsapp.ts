import { createHmac } from "node:crypto";
import type { Stack } from "@liss/local/stack";
import { type RawAnswer, sendRaw } from "./raw-http.ts";

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

/**
 * Posts a body that the gateway may refuse before it has read it. Over a bare connection: a door that is shut in
 * mid-sentence takes its answer back, and which of the two the sender sees is chance.
 */
export function postLargeWebhook(
  stack: Stack,
  body: Buffer,
  headers: Record<string, string>,
): Promise<RawAnswer> {
  const { gateway } = stack.addresses;
  const lines = Object.entries({ ...headers, "content-length": body.length, host: new URL(gateway).host });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return sendRaw(
    gateway,
    Buffer.concat([Buffer.from(`POST /webhook HTTP/1.1\r\n${head}\r\n`), body]),
    10_000,
  );
}
