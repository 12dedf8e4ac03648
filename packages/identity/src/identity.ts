import type { IncomingMessage } from "node:http";
import { migrate, openDatabase } from "@liss/database";
import type { RequestHandler } from "express";
import type { AccessEvent } from "./access.ts";
import { loginAttempts } from "./attempts.ts";
import { createAuth } from "./auth.ts";
import { doorHandler } from "./door.ts";
import type { SecondFactor } from "./login-method.ts";
import { type Doing, loginsOf } from "./logins.ts";
import type { OidcOptions } from "./oidc.ts";
import { localTwins } from "./origin.ts";
import { createPerson, listPeople, type NewPerson, refuseDemoPeople, seedDemoPeople } from "./people.ts";
import type { Person, Role } from "./person.ts";
import { sendProblem } from "./problems.ts";
import { type Staff, staffOf } from "./staff.ts";
import { type IdentityTables, identityMigrations } from "./tables.ts";

export interface IdentityOptions {
  databaseUrl: string;
  /** Owner role for the migrations; default `databaseUrl`. */
  migrationDatabaseUrl?: string;
  /**
   * Signs cookies and seals second factors; at least 32 characters. The same in all replicas, and in every application
   * that shares the people.
   */
  secret: string;
  /** Where browsers find the service: `http://localhost:4040`. https in production. */
  baseUrl: string;
  /** One per application, so that logins of console and explorer live side by side on localhost. */
  cookiePrefix: string;
  mode: "local" | "production";
  /** Whether staff must prove more than a password. Default: required. */
  secondFactor?: SecondFactor;
  /** How long a login lives without its person doing anything; default 30. */
  idleMinutes?: number;
  /** How long a login lives however much it is used; default 12: a shift and a case that runs over. */
  sessionHours?: number;
  /** The institution's own login beside ours. */
  oidc?: OidcOptions | undefined;
  trustedOrigins?: readonly string[];
  /** For the record. Awaited: a login that cannot be recorded does not happen. */
  onAccess?: (event: AccessEvent) => Promise<void> | void;
  /** better-auth's own complaints, texts only. */
  log?: (level: "debug" | "info" | "warn" | "error", message: string) => void;
  now?: () => Date;
}

export interface Identity {
  /** For `app.use("/api/auth", identity.handler)`; what is reachable is said in door.ts, all else is 404. */
  handler: RequestHandler;
  /**
   * Who is signed in; null when nobody, when a second factor is missing, when she was idle for too long, or when the
   * request comes from a page of another origin. `watching` (a socket, a refresh) does not keep the login alive.
   */
  personOf(request: IncomingMessage, doing?: Doing): Promise<Person | null>;
  /** 401 or 403 Problem Details, or goes on with `res.locals.person`. */
  requireRole(...roles: [Role, ...Role[]]): RequestHandler;
  /** Creates a person; undefined when the email is taken. */
  createPerson(person: NewPerson): Promise<Person | undefined>;
  people(): Promise<Person[]>;
  /** Who works here, for those who may change it. */
  staff: Staff;
  /** @throws Error in production. */
  seedDemoPeople(): Promise<void>;
  close(): Promise<void>;
}

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

  const { secret, baseUrl, secondFactor = "required" } = options;
  const now = options.now ?? (() => new Date());
  const onAccess = options.onAccess ?? (() => {});
  const trustedOrigins = [
    ...(options.trustedOrigins ?? []),
    new URL(baseUrl).origin,
    ...(options.mode === "local" ? localTwins(baseUrl) : []),
  ];
  const shared = { db, secondFactor, trustedOrigins, onAccess, now };
  const attempts = loginAttempts({ db, secret, now });
  const auth = createAuth({
    ...shared,
    secret,
    baseUrl,
    cookiePrefix: options.cookiePrefix,
    secureCookies: options.mode === "production",
    sessionSeconds: (options.sessionHours ?? 12) * 3_600,
    attempts,
    oidc: options.oidc,
    log: options.log ?? (() => {}),
  });
  const idleMs = (options.idleMinutes ?? 30) * 60_000;
  const loginOf = loginsOf({ ...shared, auth, idleMs });
  const personOf = async (request: IncomingMessage, doing: Doing = "acting"): Promise<Person | null> => {
    const login = await loginOf(request, doing);
    return login?.complete ? login.person : null;
  };

  return {
    personOf,
    handler: doorHandler({ ...shared, auth, attempts, loginOf, oidc: options.oidc }),
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
    staff: staffOf({ db, baseUrl, now }),
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

async function closeAnd(db: { destroy(): Promise<void> }, error: unknown): Promise<never> {
  await db.destroy();
  throw error;
}
