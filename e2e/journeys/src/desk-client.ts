import { randomUUID } from "node:crypto";
import { demoPeople } from "@liss/identity";

type Card = { id: string; status: string; tier: string; unread: number; version: number };
type Message = {
  id: string;
  direction: "in" | "out";
  content: { kind: string; text?: string } | null;
  delivery: { state: string; reason: string | null } | null;
  seenAt: string | null;
};
type Answer = { status: number; body: { [key: string]: unknown } | null };

/** An executive at the desk's API, as her browser would use it: a command is repeated with its key until it is answered. */
export async function deskClient(address: string, firstName: string) {
  const person = demoPeople.find(({ name }) => name.startsWith(firstName));
  if (!person) throw new Error(`there is no demo person ${firstName}`);
  let cookie = "";

  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    key: string = randomUUID(),
  ): Promise<Answer> => {
    const response = await fetch(`${address}/api${path}`, {
      method,
      headers: { cookie, origin: address, "content-type": "application/json", "idempotency-key": key },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    const set = response.headers.getSetCookie().map((line) => line.split(";")[0]);
    if (set.length > 0) cookie = set.join("; ");
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };

  /** As a console on a bad line: the same key again until an answer comes that is not "later". */
  const insist = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const key = randomUUID();
    const until = Date.now() + 60_000;
    for (;;) {
      const answer = await ask(method, path, body, key).catch(() => undefined);
      if (answer && answer.status < 500) return answer;
      if (Date.now() > until) throw new Error(`${method} ${path} is not answered`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  const login = await ask("POST", "/auth/sign-in/email", { email: person.email, password: person.password });
  if (login.status !== 200) throw new Error(`login answered ${login.status}`);

  return {
    insist,
    queue: async () => ((await insist("GET", "/desk")).body as { queue: Card[] }).queue,
    mine: async () => ((await insist("GET", "/desk")).body as { mine: Card[] }).mine,
    read: async (id: string) =>
      (await insist("GET", `/sessions/${id}`)).body as { card: Card; messages: Message[] },
    command: (id: string, name: string, body: unknown = {}) =>
      insist("POST", `/sessions/${id}/${name}`, body),
    says: (id: string, text: string) =>
      insist("POST", `/sessions/${id}/messages`, { messageId: randomUUID(), text }),
  };
}
