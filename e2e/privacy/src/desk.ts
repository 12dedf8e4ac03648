import { randomUUID } from "node:crypto";
import { demoPeople } from "@liss/identity";

type Message = { id: string; media: { state: string } | null };

/** What of the API's answers is looked at here; each has some of it. */
export type Answered = {
  queue: { id: string }[];
  card: { tier: string };
  messages: Message[];
  people: { id: string; name: string }[];
};

export type Answer = { status: number; body: Answered };

/** A member of staff at the API of a service, as her browser uses it. */
export async function logIn(address: string, firstName: string) {
  const person = demoPeople.find(({ name }) => name.startsWith(firstName));
  if (!person) throw new Error(`there is no demo person ${firstName}`);
  let cookie = "";
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${address}/api${path}`, {
      method,
      headers: {
        cookie,
        origin: address,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const set = response.headers.getSetCookie().map((line) => line.split(";")[0]);
    if (set.length > 0) cookie = set.join("; ");
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  const entered = await ask("POST", "/auth/sign-in/email", {
    email: person.email,
    password: person.password,
  });
  if (entered.status !== 200) throw new Error(`login answered ${entered.status}`);
  return {
    ask,
    command: (session: string, name: string, body: unknown = {}) =>
      ask("POST", `/sessions/${session}/${name}`, body),
    read: async (session: string) => (await ask("GET", `/sessions/${session}`)).body,
    desk: async () => (await ask("GET", "/desk")).body,
  };
}

export type Person = Awaited<ReturnType<typeof logIn>>;

/** Waits until something is so. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/** What must not fail, or the rest would show nothing. */
export async function done(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}
