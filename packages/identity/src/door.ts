import type { IncomingMessage } from "node:http";
import type { Database } from "@liss/database";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import type { Request, RequestHandler, Response } from "express";
import type { AccessEvent } from "./access.ts";
import { clientAddressHeader } from "./address.ts";
import type { LoginAttempts } from "./attempts.ts";
import type { createAuth } from "./auth.ts";
import { personOfLink, useLink } from "./entry-links.ts";
import type { Doing, Login } from "./logins.ts";
import { type OidcOptions, oidcProvider } from "./oidc.ts";
import { hasOwnOrigin } from "./origin.ts";
import { sendProblem } from "./problems.ts";
import type { IdentityTables } from "./tables.ts";

/**
 * What of better-auth is reachable, and for whom. Sign-up, profile changes, switching the second factor off, token
 * lists and whatever a new version adds are not.
 */
export const offered: readonly (readonly [string, "anybody" | "inside"])[] = [
  ["POST /sign-in/email", "anybody"],
  ["POST /sign-out", "anybody"],
  // Each of these asks for the challenge's cookie or, to enrol, for the password once more.
  ["POST /two-factor/enable", "anybody"],
  ["POST /two-factor/verify-totp", "anybody"],
  ["POST /two-factor/verify-backup-code", "anybody"],
  ["POST /two-factor/generate-backup-codes", "inside"],
  ["GET /passkey/generate-authenticate-options", "anybody"],
  ["POST /passkey/verify-authentication", "anybody"],
  ["GET /passkey/generate-register-options", "inside"],
  ["POST /passkey/verify-registration", "inside"],
  ["GET /passkey/list-user-passkeys", "inside"],
  ["POST /passkey/delete-passkey", "inside"],
];

type Door = {
  auth: ReturnType<typeof createAuth>;
  db: Database<IdentityTables>;
  attempts: LoginAttempts;
  oidc: OidcOptions | undefined;
  loginOf: (request: IncomingMessage, doing: Doing) => Promise<Login | null>;
  trustedOrigins: string[];
  onAccess: (event: AccessEvent) => Promise<void> | void;
  now: () => Date;
};

/** Everything under /api/auth. */
export function doorHandler(door: Door): RequestHandler {
  const passOn = toNodeHandler(door.auth);
  const passedOn = new Map(offered);
  if (door.oidc) passedOn.set("GET /callback/oidc", "anybody");
  const own: Readonly<Record<string, (request: Request, response: Response) => Promise<unknown>>> = {
    "GET /me": (request, response) => tellWho(door, request, response),
    "POST /active": (request, response) => tellWho(door, request, response, "acting"),
    "GET /ways": async (_request, response) => response.json({ institution: door.oidc?.name ?? null }),
    "POST /institution": (request, response) => toInstitution(door, request, response),
    "POST /link/look": (request, response) => lookAtLink(door, request, response),
    "POST /link/use": (request, response) => spendLink(door, request, response),
  };

  return async (request, response) => {
    response.set("cache-control", "no-store");
    const asked = `${request.method} ${pathUnderAuth(request.originalUrl)}`;
    const ours = Object.hasOwn(own, asked) ? own[asked] : undefined;
    const forWhom = passedOn.get(asked);
    if (!ours && !forWhom) return sendProblem(response, "not-found");
    if (request.method !== "GET" && !hasOwnOrigin(request, door.trustedOrigins))
      return sendProblem(response, "foreign-origin");
    if (ours) return void (await ours(request, response));
    if (forWhom === "inside" && !(await door.loginOf(request, "acting"))?.complete)
      return sendProblem(response, "not-signed-in");
    request.headers[clientAddressHeader] = addressOfClient(request);
    await passOn(request, response);
  };
}

/** Who is inside, how long she may stay, or that all she may do is enrol. */
async function tellWho({ loginOf }: Door, request: Request, response: Response, doing: Doing = "watching") {
  const login = await loginOf(request, doing);
  if (!login?.complete) return response.json({ person: null, next: login ? "enrol" : null });
  response.json({
    person: login.person,
    stay: { idleEndsAt: login.idleEndsAt.toISOString(), endsAt: login.endsAt.toISOString() },
  });
}

/** Where the institution asks her who she is. Only this of better-auth's social login is offered: no tokens by hand. */
async function toInstitution({ auth, oidc }: Door, request: Request, response: Response) {
  if (!oidc) return sendProblem(response, "not-found");
  const { headers, response: begun } = await auth.api.signInSocial({
    body: {
      provider: oidcProvider,
      callbackURL: "/",
      errorCallbackURL: "/entrar?institucion=no",
      disableRedirect: true,
    },
    headers: fromNodeHeaders(request.headers),
    returnHeaders: true,
  });
  for (const cookie of headers.getSetCookie()) response.append("set-cookie", cookie);
  response.json({ url: begun.url });
}

async function lookAtLink(door: Door, request: Request, response: Response) {
  const { token } = await bodyOf(request);
  if (await tooMany(door, request, response)) return;
  const person = await personOfLink(door.db, token ?? "", door.now());
  if (!person) return sendProblem(response, "link-over");
  response.json({ name: person.name, email: person.email });
}

async function spendLink(door: Door, request: Request, response: Response) {
  const { token = "", password = "" } = await bodyOf(request);
  if (await tooMany(door, request, response)) return;
  const use = await useLink(door.db, { token, password, now: door.now() }, ({ id, role }) =>
    door.onAccess({ type: "factor-changed", personId: id, role, what: "password-set" }),
  );
  if (use !== "done") return sendProblem(response, use);
  response.json({ done: true });
}

/** A token of 256 bits is not guessed; an address that tries is stopped all the same, as at the password. */
async function tooMany(door: Door, request: Request, response: Response): Promise<boolean> {
  const refused = await door.attempts.fromAddress(addressOfClient(request));
  if (!refused) return false;
  response.set("retry-after", String(refused.retryAfterSeconds));
  sendProblem(response, "too-many-attempts");
  return true;
}

/** `request.ip` follows the application's "trust proxy" setting; nothing the client sends survives. */
function addressOfClient(request: Request): string {
  return request.ip ?? request.socket.remoteAddress ?? "unknown";
}

const longestBody = 4_096;
/** Whoever sends more than this is no browser of ours. */
const longestHeard = 4 * 2 ** 20;

/** The texts of a small JSON body, whether a parser came before us or not. */
async function bodyOf(request: Request): Promise<Record<string, string | undefined>> {
  const parsed: unknown = request.body ?? (await readJson(request));
  if (typeof parsed !== "object" || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === "string"));
}

async function readJson(request: Request): Promise<unknown> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Heard to its end, which leaves the connection whole for the answer; kept only as far as a body of ours goes.
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length <= longestBody) pieces.push(piece);
    else if (length > longestHeard) request.destroy();
  }
  if (length > longestBody) return undefined;
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The path below /api/auth, whether the handler was mounted there or matched by a wildcard. */
function pathUnderAuth(originalUrl: string): string {
  const path = originalUrl.split("?", 1)[0] ?? "";
  return path.startsWith("/api/auth/") ? path.slice("/api/auth".length) : path;
}
