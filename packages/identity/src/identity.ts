import type { IncomingMessage } from "node:http";
import { migrate, openDatabase } from "@liss/database";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import type { Request, RequestHandler, Response } from "express";
import type { AccessEvent } from "./access.ts";
import { loginAttempts } from "./attempts.ts";
import { clientAddressHeader, createAuth, personFrom } from "./auth.ts";
import { hasOwnOrigin, localTwins } from "./origin.ts";
import { createPerson, listPeople, type NewPerson, refuseDemoPeople, seedDemoPeople } from "./people.ts";
import type { Person, Role } from "./person.ts";
import { sendProblem } from "./problems.ts";
import { type IdentityTables, identityMigrations } from "./tables.ts";

export interface IdentityOptions {
  databaseUrl: string;
  /** Owner role for the migrations; default `databaseUrl`. */
  migrationDatabaseUrl?: string;
  /** Signs cookies; at least 32 characters. The same in all replicas of a service. */
  secret: string;
  /** Where browsers find the service: `http://localhost:4040`. https in production. */
  baseUrl: string;
  /** One per application, so that logins of console and explorer live side by side on localhost. */
  cookiePrefix: string;
  mode: "local" | "production";
  trustedOrigins?: readonly string[];
  /** For the record. Awaited: a login that cannot be recorded does not happen. */
  onAccess?: (event: AccessEvent) => Promise<void> | void;
  /** better-auth's own complaints, texts only. */
  log?: (level: "debug" | "info" | "warn" | "error", message: string) => void;
  now?: () => Date;
}

export interface Identity {
  /** For `app.use("/api/auth", identity.handler)`: POST sign-in/email, POST sign-out, GET me; all else is 404. */
  handler: RequestHandler;
  /** Who is signed in; null when nobody, or when the request comes from a page of another origin. */
  personOf(request: IncomingMessage): Promise<Person | null>;
  /** 401 or 403 Problem Details, or goes on with `res.locals.person`. */
  requireRole(...roles: [Role, ...Role[]]): RequestHandler;
  /** Creates a person; undefined when the email is taken. */
  createPerson(person: NewPerson): Promise<Person | undefined>;
  people(): Promise<Person[]>;
  /** @throws Error in production. */
  seedDemoPeople(): Promise<void>;
  close(): Promise<void>;
}

/** What of better-auth is reachable. Sign-up, profile changes, token lists and whatever a new version adds are not. */
const passedOn = new Set(["POST /sign-in/email", "POST /sign-out"]);

/**
 * Migrates the `identity` database and opens the door of one application.
 *
 * @throws Error with one sentence when the options are unsafe, or when production finds demo people.
 */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  assertSafe(options);
  await migrateIdentity(options.migrationDatabaseUrl ?? options.databaseUrl);
  const db = openDatabase<IdentityTables>({ url: options.databaseUrl, name: "identity", poolSize: 5 });
  if (options.mode === "production") await refuseDemoPeople(db).catch((error) => closeAnd(db, error));

  const now = options.now ?? (() => new Date());
  const trustedOrigins = [
    ...(options.trustedOrigins ?? []),
    new URL(options.baseUrl).origin,
    ...(options.mode === "local" ? localTwins(options.baseUrl) : []),
  ];
  const auth = createAuth({
    db,
    secret: options.secret,
    baseUrl: options.baseUrl,
    cookiePrefix: options.cookiePrefix,
    trustedOrigins,
    secureCookies: options.mode === "production",
    attempts: loginAttempts({ db, secret: options.secret, now }),
    onAccess: options.onAccess ?? (() => {}),
    log: options.log ?? (() => {}),
  });
  const passOn = toNodeHandler(auth);

  const personOf = async (request: IncomingMessage): Promise<Person | null> => {
    if (request.headers.cookie === undefined || !hasOwnOrigin(request, trustedOrigins)) return null;
    const found = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
    return found ? personFrom(found.user) : null;
  };

  return {
    personOf,
    async handler(request: Request, response: Response) {
      response.set("cache-control", "no-store");
      const path = pathUnderAuth(request.originalUrl);
      if (`${request.method} ${path}` === "GET /me") {
        response.json({ person: await personOf(request) });
        return;
      }
      if (!passedOn.has(`${request.method} ${path}`)) return sendProblem(response, "not-found");
      if (!hasOwnOrigin(request, trustedOrigins)) return sendProblem(response, "foreign-origin");
      // `request.ip` follows the application's "trust proxy" setting; nothing the client sends survives.
      request.headers[clientAddressHeader] = request.ip ?? request.socket.remoteAddress ?? "unknown";
      await passOn(request, response);
    },
    requireRole(...roles) {
      return async (request, response, next) => {
        const person = await personOf(request);
        if (!person) return sendProblem(response, "not-signed-in");
        if (!roles.includes(person.role)) return sendProblem(response, "role-not-allowed");
        response.locals.person = person;
        next();
      };
    },
    createPerson: (person) => createPerson(db, person),
    people: () => listPeople(db),
    async seedDemoPeople() {
      if (options.mode === "production")
        throw new Error("demo people exist only in local mode: their passwords are public");
      await seedDemoPeople(db);
    },
    close: () => db.destroy(),
  };
}

/** Brings the `identity` database up to date; safe when several services do it at once. */
export async function migrateIdentity(ownerUrl: string): Promise<void> {
  const owner = openDatabase<IdentityTables>({ url: ownerUrl, name: "identity migrations", poolSize: 1 });
  try {
    await migrate(owner, identityMigrations);
  } finally {
    await owner.destroy();
  }
}

function assertSafe({ mode, secret, baseUrl }: IdentityOptions): void {
  if (secret.length < 32)
    throw new Error("the identity secret must have at least 32 characters: openssl rand -base64 32");
  if (mode === "production" && !baseUrl.startsWith("https://"))
    throw new Error("in production the identity base URL must be https: its cookies travel only there");
}

/** The path below /api/auth, whether the handler was mounted there or matched by a wildcard. */
function pathUnderAuth(originalUrl: string): string {
  const path = originalUrl.split("?", 1)[0] ?? "";
  return path.startsWith("/api/auth/") ? path.slice("/api/auth".length) : path;
}

async function closeAnd(db: { destroy(): Promise<void> }, error: unknown): Promise<never> {
  await db.destroy();
  throw error;
}
