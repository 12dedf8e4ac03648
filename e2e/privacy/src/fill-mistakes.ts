import { randomUUID } from "node:crypto";
import type { Stack } from "@liss/local/stack";
import { logIn } from "./desk.ts";
import type { Mark } from "./fill.ts";

/** What is mistyped, malformed or hostile, in every place that answers. */
export async function mistakes(stack: Stack, sessionId: string, phone: string, marked: Mark) {
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
