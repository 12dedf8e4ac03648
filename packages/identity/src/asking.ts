import { isRole, type Person } from "./person.ts";

/** What the server said. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Asks the door; undefined when no answer came. */
export async function ask(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer | undefined> {
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

export function personIn(body: unknown): Person | null {
  if (!isRecord(body) || !isRecord(body.person)) return null;
  const { id, name, email, role } = body.person;
  if (typeof id !== "string" || typeof name !== "string" || typeof email !== "string" || !isRole(role))
    return null;
  return { id, name, email, role };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
