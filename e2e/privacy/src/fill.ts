import { randomUUID } from "node:crypto";
import type { Stack } from "@liss/local/stack";
import { logIn, type Person, until } from "./desk.ts";

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
    return messages.every(({ media }: { media: { state: string } | null }) => media?.state !== "fetching");
  });
  return { sessionId, ana, carla, fields };
}

/** What the service's people write. */
async function asStaff(ana: Person, carla: Person, sessionId: string, other: string, marked: Mark) {
  const seen = async () => {
    const { messages } = await ana.read(sessionId);
    const messageIds = messages.map(({ id }: { id: string }) => id);
    await done(ana.command(sessionId, "seen", { messageIds }));
  };
  await seen();
  const says = (text: string) =>
    ana.command(sessionId, "messages", { messageId: randomUUID(), text, override: "she-is-alone" });
  await done(says(`te leo, ${marked("reply")}`));
  await done(
    ana.command(sessionId, "notes", {
      noteId: randomUUID(),
      kind: "note",
      text: `${marked("note")} ${other}`,
    }),
  );
  await done(
    ana.command(sessionId, "notes", { noteId: randomUUID(), kind: "follow-up", text: marked("note-place") }),
  );
  await done(carla.command(sessionId, "coach", { joined: true }));
  await done(
    carla.command(sessionId, "notes", { noteId: randomUUID(), kind: "whisper", text: marked("whisper") }),
  );
  await done(
    ana.ask("PUT", `/sessions/${sessionId}/case`, {
      facts: {
        "contact.called": marked("fact-name"),
        "home.commune": marked("fact-commune"),
        "legal.measures": marked("fact-legal"),
      },
    }),
  );
  await done(
    ana.ask("PUT", `/sessions/${sessionId}/safe-contact-plan`, {
      readBy: "only-her",
      alias: marked("alias"),
      realName: marked("real-name"),
      agreedWord: marked("agreed-word"),
      duressWord: marked("duress-word"),
      avoid: [marked("avoid")],
    }),
  );
  await done(ana.command(sessionId, "safety-check", { text: marked("safety-check") }));
  await done(
    ana.command(sessionId, "referrals", {
      referralId: randomUUID(),
      kind: "women-centre",
      directoryId: null,
      basis: "emergency",
      purposes: ["share-contact"],
      reason: marked("referral-reason"),
    }),
  );
  await done(ana.ask("POST", "/searches", { text: marked("search") }));
  const berta = (await carla.ask("GET", "/colleagues")).body.people.find(({ name }: { name: string }) =>
    name.startsWith("Ana"),
  );
  await ana.command(sessionId, "transfer", { how: "warm", to: berta?.id, note: marked("transfer-note") });
  await done(ana.command(sessionId, "delegate", { topics: ["denunciar", "numeros-de-ayuda"], minutes: 5 }));
}

/** What is mistyped, malformed or hostile, in every place that answers. */
async function mistakes(stack: Stack, sessionId: string, phone: string, marked: Mark) {
  const desk = stack.addresses["executive-routing"];
  const origin = { origin: desk, "content-type": "application/json" };
  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  const entry = JSON.stringify({
    email: `${marked("login-email")}@servicio.test`,
    password: marked("login-password"),
  });
  for (const address of [desk, stack.addresses.audit])
    await post(`${address}/api/auth/sign-in/email`, entry, { origin: address });
  await post(
    `${stack.addresses.gateway}/webhook?x=${marked("webhook-query")}`,
    `{"from":"${phone}","x":"${marked("webhook-unsigned")}"}`,
    { "x-hub-signature-256": marked("webhook-signature") },
  );
  await fetch(
    `${stack.addresses.gateway}/webhook?hub.mode=subscribe&hub.verify_token=${marked("verify-token")}&hub.challenge=${marked("challenge")}`,
  );
  const ana = await logIn(desk, "Ana");
  await ana.ask("GET", `/sessions/${marked("path-session")}`);
  await ana.ask("GET", `/directory?region=${marked("query-directory")}`);
  await ana.ask("POST", `/sessions/${sessionId}/notes`, `{"text": "${marked("broken-json")}`);
  await ana.command(sessionId, "notes", {
    noteId: marked("wrong-note-id"),
    kind: marked("wrong-kind"),
    text: "x",
  });
  await ana.command(sessionId, "messages", {
    messageId: randomUUID(),
    text: `tu marido y la policía ${marked("refused-reply")}`,
    override: marked("wrong-override"),
  });
  await ana.ask("POST", "/canned-replies", {
    replyId: randomUUID(),
    scope: "personal",
    name: "dato",
    text: `llámame al +${phone} ${marked("refused-canned")}`,
  });
  await fetch(`${desk}/api/${marked("path-unknown")}`, {
    headers: {
      ...origin,
      [marked("header-name")]: marked("header-value"),
      "user-agent": marked("user-agent"),
    },
  });
  const diana = await logIn(stack.addresses.audit, "Diana");
  await diana.ask("GET", `/sessions?q=${marked("audit-query")}&actor=${marked("audit-actor")}`);
  await diana.ask("GET", `/sessions/${marked("audit-path")}`);
}

async function done(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}

const spaced = (digits: string) => `${digits.slice(3, 7)} ${digits.slice(7)}`;
