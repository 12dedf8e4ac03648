import type { Database } from "@liss/database";
import { betterAuth } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import type { AccessEvent } from "./access.ts";
import type { LoginAttempts } from "./attempts.ts";
import { minPasswordLength } from "./people.ts";
import { isRole, type Person, type Role } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

/** A shift is eight hours; nobody should be logged out in the middle of a case that runs over. Never prolonged. */
const sessionSeconds = 12 * 60 * 60;

/** Set by our own handler from the connection, over whatever the client sent. */
export const clientAddressHeader = "x-liss-client-address";

export interface AuthOptions {
  db: Database<IdentityTables>;
  secret: string;
  baseUrl: string;
  cookiePrefix: string;
  trustedOrigins: string[];
  secureCookies: boolean;
  attempts: LoginAttempts;
  onAccess: (event: AccessEvent) => Promise<void> | void;
  log: (level: "debug" | "info" | "warn" | "error", message: string) => void;
}

/**
 * better-auth on our tables, with email and password (its scrypt: N 2¹⁴, r 16, p 1, on libuv's threads). TOTP,
 * passkeys and OIDC will be `plugins` here, and their paths additions to the handler's list.
 */
export function createAuth(options: AuthOptions) {
  return betterAuth({
    appName: "Liss",
    baseURL: options.baseUrl,
    basePath: "/api/auth",
    secret: options.secret,
    trustedOrigins: options.trustedOrigins,
    database: { db: options.db, type: "postgres" },
    telemetry: { enabled: false },
    rateLimit: { enabled: false }, // attempts.ts counts logins; better-auth's own counts by path and address only
    // Faults go to the application's error handler; better-auth would print them, rows and parameters included.
    onAPIError: { throw: true },
    logger: { level: "error", log: (level, message) => options.log(level, message) },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength: 128 },
    user: {
      modelName: "people",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: {
        role: { type: "string", required: true, input: false },
        demo: { type: "boolean", required: true, input: false, returned: false, defaultValue: false },
      },
    },
    session: {
      modelName: "login_sessions",
      fields: {
        userId: "person_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
    },
    account: {
      modelName: "credentials",
      fields: {
        userId: "person_id",
        providerId: "provider_id",
        accountId: "account_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    advanced: {
      cookiePrefix: options.cookiePrefix,
      useSecureCookies: options.secureCookies,
      defaultCookieAttributes: { httpOnly: true, sameSite: "strict" },
      database: { generateId: "uuid" },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      // Explicit, because better-auth lets them go by itself under NODE_ENV=test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        if (context.path === "/sign-in/email") await countAttempt(context.body, addressOf(context.headers));
        if (context.path === "/sign-out") await recordLogout(context);
      }),
      after: createAuthMiddleware(async (context) => {
        if (context.path !== "/sign-in/email") return;
        const login = context.context.newSession;
        if (!login) return recordFailure(context.body, "wrong-credentials");
        await options.attempts.succeeded(login.user.email, addressOf(context.headers));
        await options.onAccess({ type: "login-succeeded", ...whoIs(login.user) });
        await options.db.deleteFrom("login_sessions").where("expires_at", "<", new Date()).execute();
        // The default answer repeats the session token, which only the httpOnly cookie should hold.
        const { id, name, email, role } = login.user;
        return context.json({ person: { id, name, email, role } });
      }),
    },
  });

  async function countAttempt(body: unknown, address: string) {
    const email = emailOf(body);
    if (email === undefined) return;
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

  async function recordLogout(context: {
    getSignedCookie: (name: string, secret: string) => Promise<string | false | null | undefined>;
    context: {
      authCookies: { sessionToken: { name: string } };
      secret: string;
      internalAdapter: { findSession: (token: string) => Promise<{ user: Record<string, unknown> } | null> };
    };
  }) {
    const token = await context.getSignedCookie(
      context.context.authCookies.sessionToken.name,
      context.context.secret,
    );
    const session = token ? await context.context.internalAdapter.findSession(token) : null;
    if (session) await options.onAccess({ type: "logout", ...whoIs(session.user) });
  }
}

function emailOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("email" in body)) return undefined;
  return typeof body.email === "string" ? body.email.toLowerCase() : undefined;
}

function addressOf(headers: Headers | undefined): string {
  return headers?.get(clientAddressHeader) ?? "unknown";
}

/** Whom an access is about. People are created with one of our roles; anything else is a broken table. */
function whoIs(user: { id?: unknown; role?: unknown }): { personId: string; role: Role } {
  if (typeof user.id !== "string" || !isRole(user.role)) throw new Error("a person without id or role");
  return { personId: user.id, role: user.role };
}

/** The person of a better-auth user, whose extra fields it types loosely; null for a role that is not ours. */
export function personFrom(user: { id: string; name: string; email: string; role?: unknown }): Person | null {
  return isRole(user.role) ? { id: user.id, name: user.name, email: user.email, role: user.role } : null;
}
