import { isRole, type Person } from "./person.ts";

/** Why a login did not happen; the words for it are the application's. */
export type LoginRefusal =
  | { ok: false; code: "wrong-credentials" | "unreachable" | "unavailable" }
  | { ok: false; code: "too-many-attempts"; retryAfterSeconds: number };

export type LoginResult = { ok: true; person: Person } | LoginRefusal;

/** Who is signed in. `unreachable`: no answer came; `unavailable`: the server answered with a fault of its own. */
export type MeResult =
  | { ok: true; person: Person | null }
  | { ok: false; code: "unreachable" | "unavailable" };

export type LogoutResult = { ok: true } | { ok: false; code: "unreachable" | "unavailable" };

/** For browsers; cookies do the rest. Never throws: whatever goes wrong is a value. */
export async function login(email: string, password: string): Promise<LoginResult> {
  const answer = await ask("POST", "sign-in/email", { email, password });
  if (!answer) return { ok: false, code: "unreachable" };
  if (answer.status === 429)
    return { ok: false, code: "too-many-attempts", retryAfterSeconds: retryAfter(answer.body) };
  if (answer.status >= 500 || answer.status === 403) return { ok: false, code: "unavailable" };
  const person = personIn(answer.body);
  return person ? { ok: true, person } : { ok: false, code: "wrong-credentials" };
}

export async function logout(): Promise<LogoutResult> {
  const answer = await ask("POST", "sign-out", {});
  if (!answer) return { ok: false, code: "unreachable" };
  return answer.status === 200 ? { ok: true } : { ok: false, code: "unavailable" };
}

export async function me(): Promise<MeResult> {
  const answer = await ask("GET", "me");
  if (!answer) return { ok: false, code: "unreachable" };
  return answer.status === 200
    ? { ok: true, person: personIn(answer.body) }
    : { ok: false, code: "unavailable" };
}

interface Answer {
  status: number;
  body: unknown;
}

async function ask(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer | undefined> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method,
      credentials: "same-origin",
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, body: await response.json().catch(() => undefined) };
  } catch {
    return undefined;
  }
}

function personIn(body: unknown): Person | null {
  if (!isRecord(body) || !isRecord(body.person)) return null;
  const { id, name, email, role } = body.person;
  if (typeof id !== "string" || typeof name !== "string" || typeof email !== "string" || !isRole(role))
    return null;
  return { id, name, email, role };
}

function retryAfter(body: unknown): number {
  return isRecord(body) && typeof body.retryAfterSeconds === "number" ? body.retryAfterSeconds : 60;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
