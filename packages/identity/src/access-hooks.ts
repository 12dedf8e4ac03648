import type { Database } from "@liss/database";
import { APIError, createAuthMiddleware, isAPIError } from "better-auth/api";
import type { AccessEvent, FactorChange } from "./access.ts";
import { addressOf } from "./address.ts";
import type { LoginAttempts } from "./attempts.ts";
import { isEnough, methodOf, type SecondFactor } from "./login-method.ts";
import { hashPassword, isFormerHash } from "./passwords.ts";
import { isRole, type Role } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

export interface AccessHooksOptions {
  db: Database<IdentityTables>;
  attempts: LoginAttempts;
  secondFactor: SecondFactor;
  onAccess: (event: AccessEvent) => Promise<void> | void;
  now: () => Date;
}

/** Paths that end a challenge of the second factor, and whose success opens a login. */
const verifying = new Set(["/two-factor/verify-totp", "/two-factor/verify-backup-code"]);

/** Paths on which a person changes with what she enters. */
const changes: Readonly<Record<string, FactorChange>> = {
  "/two-factor/generate-backup-codes": "recovery-codes-made",
  "/passkey/verify-registration": "passkey-added",
  "/passkey/delete-passkey": "passkey-removed",
};

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];
type Login = NonNullable<Context["context"]["newSession"]>;

/** What happens around better-auth's endpoints: attempts are counted, comings and goings recorded, answers are ours. */
export function accessHooks(options: AccessHooksOptions) {
  /** Whose second factor a request is about: afterwards its challenge may be gone. */
  const challenged = new WeakMap<object, string>();

  return {
    before: createAuthMiddleware(async (context) => {
      if (context.path === "/sign-in/email") await countAttempt(context.body, addressOf(context.headers));
      if (context.path === "/sign-out") await recordLogout(context);
      if (verifying.has(context.path)) await assertFreshCode(context);
      // It would open a login beside the one that adds the passkey.
      if (context.path === "/passkey/verify-registration" && context.body?.createSession !== undefined)
        throw new APIError("BAD_REQUEST", { code: "NOT_OFFERED" });
    }),
    after: createAuthMiddleware(async (context) => {
      if (context.path === "/sign-in/email") return afterPassword(context);
      if (verifying.has(context.path)) return afterCode(context);
      if (context.path === "/passkey/verify-authentication") return afterPasskey(context);
      if (context.path === "/callback/:id") return afterInstitution(context);
      const change = changes[context.path];
      const session = context.context.session;
      if (change && session && !isAPIError(context.context.returned))
        await recordChange(session.user, change);
    }),
  };

  async function afterPassword(context: Context) {
    const login = context.context.newSession;
    if (!login) return recordFailure(context.body, "wrong-credentials");
    await options.attempts.succeeded(login.user.email, addressOf(context.headers));
    await renewHash(login.user.id, context.body);
    // The plugin's own hook comes next: it takes this login back and asks for the code.
    if (login.user.twoFactorEnabled === true) return;
    if (!isEnough(login.session.method, options.secondFactor)) return context.json({ next: "enrol" });
    return entered(context, login);
  }

  async function afterCode(context: Context) {
    const login = context.context.newSession;
    if (login) {
      const enrolled = await options.db
        .updateTable("second_factors")
        .set({ enrolled_at: options.now() })
        .where("person_id", "=", login.user.id)
        .where("enrolled_at", "is", null)
        .returning("id")
        .executeTakeFirst();
      if (enrolled) await recordChange(login.user, "code-enrolled");
      return entered(context, login);
    }
    if (!isAPIError(context.context.returned)) return context.json({});
    const personId = context.request && challenged.get(context.request);
    const locked = context.context.returned.status === "TOO_MANY_REQUESTS";
    const reason = locked ? "too-many-attempts" : "wrong-code";
    await options.onAccess({ type: "login-failed", reason, ...(personId && { personId }) });
  }

  /** She is inside. The default answer repeats the session token, which only the httpOnly cookie should hold. */
  async function entered(context: Context, login: Login) {
    await recordEntry(context, login);
    const { id, name, email, role } = login.user;
    return context.json({ person: { id, name, email, role } });
  }

  async function recordEntry(context: Context, login: Login) {
    const method = methodOf(context.path);
    await options.onAccess({ type: "login-succeeded", ...whoIs(login.user), method });
    await options.db.deleteFrom("login_sessions").where("expires_at", "<", new Date()).execute();
    await options.db
      .updateTable("people")
      .set({ last_login_at: options.now() })
      .where("id", "=", login.user.id)
      .execute();
  }

  /** A code opens one login (RFC 6238 §5.2): who read it over her shoulder comes too late. */
  async function assertFreshCode(context: Context) {
    const { code, ...rest } = (context.body ?? {}) as Record<string, unknown>;
    // "trustDevice" would let a thief of the computer in without the code.
    if (typeof code !== "string" || Object.keys(rest).length > 0)
      throw new APIError("BAD_REQUEST", { code: "INVALID_CODE" });
    const personId = await personChallenged(context);
    if (personId === undefined) return;
    if (context.request) challenged.set(context.request, personId);
    if (await options.attempts.first("code", personId, code)) return;
    await options.onAccess({ type: "login-failed", reason: "wrong-code", personId });
    throw new APIError("UNAUTHORIZED", { code: "CODE_USED" });
  }

  async function personChallenged(context: Context): Promise<string | undefined> {
    const { name } = context.context.createAuthCookie("two_factor");
    const challenge = await context.getSignedCookie(name, context.context.secret);
    if (!challenge) return undefined;
    return (await context.context.internalAdapter.findVerificationValue(challenge))?.value;
  }

  async function countAttempt(body: unknown, address: string) {
    const email = emailOf(body);
    if (email === undefined) return;
    // Postgres keeps no text with a NUL: nobody has this email.
    if (email.includes("\0")) throw new APIError("UNAUTHORIZED", { code: "INVALID_EMAIL_OR_PASSWORD" });
    const refused = await options.attempts.begin(email, address);
    if (!refused) return;
    await recordFailure(body, "too-many-attempts");
    throw new APIError(
      "TOO_MANY_REQUESTS",
      { code: "TOO_MANY_ATTEMPTS", retryAfterSeconds: refused.retryAfterSeconds },
      { "retry-after": String(refused.retryAfterSeconds) },
    );
  }

  async function recordFailure(body: unknown, reason: "wrong-credentials" | "too-many-attempts") {
    const email = emailOf(body);
    const person = email
      ? await options.db.selectFrom("people").select("id").where("email", "=", email).executeTakeFirst()
      : undefined;
    await options.onAccess({ type: "login-failed", reason, ...(person && { personId: person.id }) });
  }

  async function afterPasskey(context: Context) {
    const login = context.context.newSession;
    if (login) return entered(context, login);
    await options.onAccess({ type: "login-failed", reason: "wrong-credentials" });
  }

  /** She comes back from the institution's page: what is answered is a redirection, and stays one. */
  async function afterInstitution(context: Context) {
    const login = context.context.newSession;
    if (login) await recordEntry(context, login);
    else await options.onAccess({ type: "login-failed", reason: "wrong-credentials" });
  }

  async function recordChange(user: { id?: unknown; role?: unknown }, what: FactorChange) {
    await options.onAccess({ type: "factor-changed", ...whoIs(user), what });
  }

  async function recordLogout(context: Context) {
    const { name } = context.context.authCookies.sessionToken;
    const token = await context.getSignedCookie(name, context.context.secret);
    const session = token ? await context.context.internalAdapter.findSession(token) : null;
    if (!session || !isEnough(session.session.method, options.secondFactor)) return;
    await options.onAccess({ type: "logout", ...whoIs(session.user), reason: "asked" });
  }

  /** The password is known for this one moment: what scrypt hashed becomes Argon2id. */
  async function renewHash(personId: string, body: unknown) {
    const password = (body as { password?: unknown } | null)?.password;
    const mine = options.db
      .selectFrom("credentials")
      .select(["id", "password"])
      .where("person_id", "=", personId)
      .where("provider_id", "=", "credential");
    const row = await mine.executeTakeFirst();
    if (typeof password !== "string" || !row?.password || !isFormerHash(row.password)) return;
    await options.db
      .updateTable("credentials")
      .set({ password: await hashPassword(password) })
      .where("id", "=", row.id)
      .where("password", "=", row.password)
      .execute();
  }
}

function emailOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("email" in body)) return undefined;
  return typeof body.email === "string" ? body.email.toLowerCase() : undefined;
}

/** Whom an access is about. People are created with one of our roles; anything else is a broken table. */
function whoIs(user: { id?: unknown; role?: unknown }): { personId: string; role: Role } {
  if (typeof user.id !== "string" || !isRole(user.role)) throw new Error("a person without id or role");
  return { personId: user.id, role: user.role };
}
