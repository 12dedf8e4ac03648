import type { Stack } from "@liss/local/stack";
import { done, logIn, type Person, until } from "./desk.ts";
import { mistakes } from "./fill-mistakes.ts";
import { asStaff } from "./fill-staff.ts";

export type Filled = {
  sessionId: string;
  ana: Person;
  carla: Person;
  /** The fields that were written into, by name. */
  fields: string[];
};

/** A mark for a field: the core by which it is found, and which field it was. */
export type Mark = (field: string) => string;

/**
 * Writes into every field that a person can write into, and makes what is wrong go wrong with it: what she sends, what
 * she is called, what is noted about her, what is mistyped at a login, what no parser understands.
 */
export async function fill(stack: Stack, phone: string, other: string, mark: Mark): Promise<Filled> {
  const fields: string[] = [];
  const marked: Mark = (field) => {
    fields.push(field);
    return mark(field);
  };
  const control = async (path: string, body: object) => {
    const response = await fetch(`${stack.addresses.simulator}/control${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${path}`);
    return (await response.json().catch(() => ({}))) as { message?: { id: string } };
  };
  await control("/phones", {
    id: phone,
    name: marked("profile-name"),
    username: marked("username").replace("-", ""),
  });
  const writes = (body: object) => control(`/phones/${phone}/messages`, body);
  const bytes = (text: string) => Buffer.from(text).toString("base64");

  const first = await writes({
    type: "text",
    text: `hola ${marked("text")}, mi número es +56 9 ${spaced(other)}`,
  });
  const ana = await logIn(stack.addresses["executive-routing"], "Ana");
  const carla = await logIn(stack.addresses["executive-routing"], "Carla");
  const { id: sessionId } = await until<{ id: string }>(
    "her session",
    async () => (await carla.desk()).queue[0],
  );
  await until("triage's answer", async () => (await carla.read(sessionId)).card.tier !== "unassessed");
  await done(ana.command(sessionId, "claim"));

  await writes({ type: "image", caption: marked("caption") });
  await writes({
    type: "document",
    filename: `${marked("filename")}.txt`,
    data: bytes(`archivo ${marked("file-bytes")}`),
    mimeType: "text/plain",
  });
  await writes({ type: "location", name: marked("place-name"), address: marked("place-address") });
  await writes({ type: "contacts", contacts: [{ name: marked("shared-contact"), phone: other }] });
  await writes({ type: "edit", messageId: first.message?.id, text: `hola ${marked("edit")}` });
  const taken = await writes({ type: "text", text: `esto lo borro ${marked("revoked")}` });
  await writes({ type: "revoke", messageId: taken.message?.id });
  await writes({
    type: "raw",
    message: {
      type: "interactive",
      interactive: {
        type: "nfm_reply",
        nfm_reply: { body: marked("flow"), response_json: `{"x":"${marked("flow-json")}"}` },
      },
    },
  });
  await writes({ type: "raw", message: { type: "novedad", novedad: { texto: marked("unknown-type") } } });
  await writes({
    type: "raw",
    message: {
      type: "unsupported",
      errors: [
        { code: 131051, title: marked("error-title"), error_data: { details: marked("error-details") } },
      ],
    },
  });
  await control("/webhooks", {
    body: {
      object: "whatsapp_business_account",
      entry: [
        {
          id: "0",
          changes: [
            {
              field: "messages",
              value: {
                [marked("unknown-field")]: marked("unknown-value"),
                contacts: [{ wa_id: phone, profile: { name: marked("loose-name") } }],
              },
            },
          ],
        },
      ],
    },
  });
  await control("/webhooks", { body: { object: marked("unknown-object") } });
  await control("/webhooks", {
    body: {
      object: "whatsapp_business_account",
      entry: [
        {
          id: "0",
          changes: [
            {
              field: "account_update",
              value: { event: "DISABLED_UPDATE", note: marked("account-event"), phone_number: phone },
            },
          ],
        },
      ],
    },
  });

  await until("all of hers", async () => (await ana.read(sessionId)).messages.length >= 7);
  await asStaff(ana, carla, sessionId, other, marked);
  await mistakes(stack, sessionId, phone, marked);
  await until("her files", async () => {
    const { messages } = await ana.read(sessionId);
    return messages.every(({ media }) => media?.state !== "fetching");
  });
  return { sessionId, ana, carla, fields };
}

const spaced = (digits: string) => `${digits.slice(3, 7)} ${digits.slice(7)}`;
