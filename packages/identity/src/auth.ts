import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { type AccessHooksOptions, accessHooks } from "./access-hooks.ts";
import { clientAddressHeader } from "./address.ts";
import { isEnough, methodOf } from "./login-method.ts";
import { type OidcOptions, oidc, oidcProvider } from "./oidc.ts";
import { passkeys } from "./passkeys.ts";
import { hashPassword, maxPasswordLength, minPasswordLength, verifyPassword } from "./passwords.ts";
import { isRole, type Person } from "./person.ts";

/** A password alone gives so long to enrol the second factor (ms). */
const enrolmentMs = 10 * 60_000;

/** A login older than this must be made again before it adds a passkey (s). */
const freshSeconds = 10 * 60;

export interface AuthOptions extends AccessHooksOptions {
  secret: string;
  baseUrl: string;
  cookiePrefix: string;
  trustedOrigins: string[];
  secureCookies: boolean;
  /** How long a login lives, however much it is used (s). Never prolonged. */
  sessionSeconds: number;
  /** The institution's login, if there is one. */
  oidc?: OidcOptions | undefined;
  log: (level: "debug" | "info" | "warn" | "error", message: string) => void;
}

/** better-auth on our tables: email and password (Argon2id), TOTP with recovery codes beside it. */
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
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength,
      maxPasswordLength,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    plugins: [
      twoFactor({
        issuer: "Liss",
        schema: {
          user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
          twoFactor: {
            modelName: "second_factors",
            fields: {
              userId: "person_id",
              backupCodes: "backup_codes",
              failedVerificationCount: "failed_verification_count",
              lockedUntil: "locked_until",
            },
          },
        },
      }),
      passkeys(options),
      ...(options.oidc ? [oidc(options.oidc, options.secondFactor)] : []),
    ],
    user: {
      modelName: "people",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: {
        role: { type: "string", required: true, input: false },
        demo: { type: "boolean", required: true, input: false, returned: false, defaultValue: false },
        deactivatedAt: { type: "date", required: false, input: false, fieldName: "deactivated_at" },
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
      additionalFields: {
        method: { type: "string", required: true, input: false, defaultValue: "password" },
        seenAt: { type: "date", required: true, input: false, fieldName: "seen_at" },
      },
      expiresIn: options.sessionSeconds,
      // Whoever finds a screen open may not add a passkey of her own to it.
      freshAge: freshSeconds,
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
      accountLinking: { enabled: true, trustedProviders: [oidcProvider] },
      updateAccountOnSignIn: false,
    },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    databaseHooks: {
      account: {
        create: {
          // She is let in by the institution; nothing is asked of it in her name, so its tokens are not kept.
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
      session: {
        create: {
          /** What a login is worth is written with it, by the path that opened it; nobody gone gets one. */
          before: async (session, context) => {
            const person = await options.db
              .selectFrom("people")
              .select("deactivated_at")
              .where("id", "=", session.userId)
              .executeTakeFirst();
            if (!person || person.deactivated_at !== null) return false;
            const method = methodOf(context?.path);
            const brief = !isEnough(method, options.secondFactor);
            return {
              data: {
                ...session,
                method,
                seenAt: options.now(),
                ...(brief && { expiresAt: new Date(Date.now() + enrolmentMs) }),
              },
            };
          },
        },
      },
    },
    advanced: {
      cookiePrefix: options.cookiePrefix,
      useSecureCookies: options.secureCookies,
      defaultCookieAttributes: { httpOnly: true, sameSite: "strict" },
      // It must come back from the institution's page; it opens nothing by itself.
      cookies: { state: { attributes: { sameSite: "lax" } } },
      database: { generateId: "uuid" },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      // Explicit, because better-auth lets them go by itself under NODE_ENV=test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    hooks: accessHooks(options),
  });
}

/** The person of a better-auth user, whose extra fields it types loosely; null for a role that is not ours. */
export function personFrom(user: { id: string; name: string; email: string; role?: unknown }): Person | null {
  return isRole(user.role) ? { id: user.id, name: user.name, email: user.email, role: user.role } : null;
}
