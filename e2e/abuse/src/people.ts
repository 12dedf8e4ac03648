import { request } from "node:http";
import { demoPeople, type Role } from "@liss/identity";
import { v7 as uuidv7 } from "uuid";

export type Answer = { status: number; body: { [key: string]: unknown } | null; text: string };

/** A member of staff at one door, as her browser talks to it. */
export type Staff = {
  name: string;
  role: Role;
  cookie: string;
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string | undefined>,
  ): Promise<Answer>;
};

/** Logs a demo person in at the desk or at the explorer. */
export async function logIn(address: string, firstName: string): Promise<Staff> {
  const person = demoPeople.find(({ name }) => name.startsWith(firstName));
  if (!person) throw new Error(`there is no demo person ${firstName}`);
  const login = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  if (login.status !== 200) throw new Error(`${firstName}'s login answered ${login.status}`);
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return { ...withCookie(address, cookie), name: person.name, role: person.role };
}

/** Whoever sends this cookie; an empty one is nobody. */
export function withCookie(address: string, cookie: string): Staff {
  return {
    name: "",
    role: "executive",
    cookie,
    ask: async (method, path, body, changed = {}) => {
      const headers: Record<string, string> = {};
      const usual = {
        cookie: cookie || undefined,
        origin: address,
        "content-type": "application/json",
        "idempotency-key": uuidv7(),
      };
      for (const [name, value] of Object.entries({ ...usual, ...changed }))
        if (value !== undefined) headers[name] = value;
      return plainly(address, method, path, headers, typeof body === "string" ? body : JSON.stringify(body));
    },
  };
}

/** Without fetch, which would tidy the path up before anybody sees it. */
function plainly(
  address: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Answer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, headers, agent: false, timeout: 15_000 },
      (response) => {
        const pieces: Buffer[] = [];
        const done = () => {
          const text = Buffer.concat(pieces).toString("utf8");
          resolve({ status: response.statusCode ?? 0, body: read(text), text });
        };
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", done);
        response.on("error", done);
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`${method} ${path} was not answered`)));
    // Hung up on while still sending: refused without a word, unless the answer came first.
    sent.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EPIPE" || error.code === "ECONNRESET"
        ? resolve({ status: 400, body: null, text: "hung up" })
        : reject(error),
    );
    sent.end(body);
  });
}

function read(text: string): Answer["body"] {
  try {
    return JSON.parse(text) as Answer["body"];
  } catch {
    return null;
  }
}
