import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Conversation, Desk, ServerFrame } from "@liss/executive-routing/desk-api";
import { createIdentity } from "@liss/identity";
import type { Stack } from "@liss/local/stack";
import { v7 as uuidv7 } from "uuid";
import { WebSocket } from "ws";

export type Answer = { status: number; body: Record<string, unknown> | null };

/** An executive as her browser is: a login, requests to whichever replica answers, one socket. */
export type Executive = {
  name: string;
  id: string;
  ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  desk(): Promise<Desk>;
  /** Keeps a socket open, on another replica when one goes away, and hands every frame on. */
  connect(
    onFrame: (frame: ServerFrame) => void,
  ): Promise<{ watch(sessionId: string | null): void; close(): void }>;
};

const password = "una-clave-de-mentira";

/** Creates invented executives and logs them in. `addresses`: the replicas they may use. */
export async function hire(stack: Stack, count: number, addresses: () => string[]): Promise<Executive[]> {
  const identity = await createIdentity({
    databaseUrl: stack.postgresUrl("identity"),
    secret: stack.secrets.auth,
    baseUrl: stack.addresses["executive-routing"],
    cookiePrefix: "liss-console",
    mode: "local",
  });
  const people = [];
  // One after the other: a password costs the machine a tenth of a second on purpose.
  for (let at = 1; at <= count; at += 1) {
    people.push(
      await identity.createPerson({
        name: `Ejecutiva Inventada ${at}`,
        email: `ejecutiva-${at}@liss.example`,
        password,
        role: "executive",
      }),
    );
  }
  await identity.close();
  const hired: Executive[] = [];
  for (const person of people) {
    if (person) hired.push(await logIn(person, addresses));
  }
  return hired;
}

/** The supervisor of the demonstration. */
export const supervisor = (addresses: () => string[]): Promise<Executive> =>
  logIn({ id: "", name: "Carla", email: "carla@liss.example" }, addresses, "carla-de-mentira");

async function logIn(
  person: { id: string; name: string; email: string },
  addresses: () => string[],
  secret = password,
): Promise<Executive> {
  const at = addresses()[0] ?? "";
  const answer = await fetch(`${at}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: at },
    body: JSON.stringify({ email: person.email, password: secret }),
  });
  if (!answer.ok) throw new Error(`${person.email} could not log in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const anyAddress = () => {
    const all = addresses();
    return all[Math.floor(Math.random() * all.length)] ?? at;
  };

  const ask: Executive["ask"] = async (method, path, body, key = uuidv7()) => {
    const address = anyAddress();
    const response = await fetch(`${address}/api${path}`, {
      method,
      headers: { cookie, origin: address, "content-type": "application/json", "idempotency-key": key },
      signal: AbortSignal.timeout(15_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };

  return {
    ...person,
    ask,
    desk: async () => (await ask("GET", "/desk")).body as unknown as Desk,
    connect: async (onFrame) => {
      let closed = false;
      let watching: string | null = null;
      let since: number | null = null;
      let socket: WebSocket | undefined;
      /** As her console does when too much was missed: what is open is fetched, and is on the screen again. */
      const showAgain = async (sessionId: string, sequence: number): Promise<void> => {
        const { status, body } = await ask("GET", `/sessions/${sessionId}`);
        if (status !== 200) return;
        for (const message of (body as unknown as Conversation).messages)
          onFrame({ type: "message", sequence, message });
      };
      const open = async (): Promise<void> => {
        const address = anyAddress();
        const opened = new WebSocket(`${address.replace("http", "ws")}/api/live`, {
          headers: { cookie, origin: address },
        });
        socket = opened;
        opened.on("error", () => opened.terminate());
        opened.on("message", (bytes) => {
          const frame = JSON.parse(bytes.toString()) as ServerFrame;
          if ("sequence" in frame) since = frame.sequence;
          if (frame.type === "ping") opened.send(JSON.stringify({ type: "pong" }));
          onFrame(frame);
          if (frame.type === "resync" && watching) void showAgain(watching, frame.sequence);
        });
        opened.on("close", () => {
          if (!closed) void sleep(300 + 700 * Math.random()).then(open);
        });
        opened.on("open", () => {
          opened.send(JSON.stringify({ type: "hello", since }));
          opened.send(JSON.stringify({ type: "watch", sessionId: watching }));
        });
      };
      await open();
      if (socket && socket.readyState !== socket.OPEN) await once(socket, "open");
      return {
        watch: (sessionId) => {
          watching = sessionId;
          if (socket?.readyState === socket?.OPEN) socket?.send(JSON.stringify({ type: "watch", sessionId }));
        },
        close: () => {
          closed = true;
          socket?.close();
        },
      };
    },
  };
}
