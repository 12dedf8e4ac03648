import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

export const phoneNumberId = "106540352242922";
export const appSecret = "a-secret-of-the-tests";

export type Her = { phone?: string; bsuid?: string; username?: string };
export const her: Her = { phone: "56900000001" };

let counter = 0;
export function newWamid(): string {
  counter += 1;
  return `wamid.TEST${counter}`;
}

/** A webhook body with these values in one change each. */
export function webhook(...values: object[]): object {
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "419561257915477", changes: values.map((value) => ({ field: "messages", value })) }],
  };
}

const common = {
  messaging_product: "whatsapp",
  metadata: { display_phone_number: "1", phone_number_id: phoneNumberId },
};

export function messageOf(from: Her, more: object = {}): Record<string, unknown> {
  return {
    ...(from.phone && { from: from.phone }),
    ...(from.bsuid && { from_user_id: from.bsuid }),
    id: newWamid(),
    timestamp: "1795467600",
    type: "text",
    text: { body: "hola, necesito ayuda" },
    ...more,
  };
}

export function messagesValue(from: Her, ...messages: unknown[]): object {
  return {
    ...common,
    contacts: [
      {
        profile: { name: "Persona Inventada", ...(from.username && { username: from.username }) },
        ...(from.phone && { wa_id: from.phone }),
        ...(from.bsuid && { user_id: from.bsuid }),
      },
    ],
    messages,
  };
}

/** One text of hers. */
export function textFrom(from: Her, body: string, more: object = {}): object {
  return webhook(messagesValue(from, messageOf(from, { text: { body }, ...more })));
}

export function statusesValue(...statuses: object[]): object {
  return { ...common, statuses };
}

export function sign(body: Buffer | string, secret = appSecret): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** Posts as Meta does: signed over exactly these bytes. */
export async function deliver(url: string, payload: object | string | Buffer): Promise<Response> {
  const body = typeof payload === "string" || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
  return await fetch(`${url}/webhook`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": sign(body) },
    body: body as NonNullable<RequestInit["body"]>,
  });
}

export function fixture(name: string): unknown {
  const path = new URL(`../../fixtures/whatsapp/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}
