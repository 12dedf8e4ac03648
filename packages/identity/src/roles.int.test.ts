import { hashPassword as scrypt } from "better-auth/crypto";
import { getMigrations } from "better-auth/db/migration";
import { describe, expect, test } from "vitest";
import { createAuth } from "./auth.ts";
import { cookieOf } from "./fixtures/application.ts";
import { ana, carla, diana, harness } from "./fixtures/harness.ts";
import { createIdentity } from "./index.ts";

const house = harness();
const { start } = house;

describe("roles", () => {
  test("requireRole answers 401 to nobody and 403 to the wrong role, as Problem Details", async () => {
    const app = await start();
    const nobody = await app.request("/desk");
    expect([nobody.status, nobody.headers.get("content-type")]).toEqual([
      401,
      "application/problem+json; charset=utf-8",
    ]);
    expect(await nobody.json()).toMatchObject({ status: 401, code: "not-signed-in" });
    const auditor = await app.request("/desk", {
      cookie: cookieOf(await app.login(diana.email, diana.password)),
    });
    expect([auditor.status, await auditor.json()]).toMatchObject([403, { code: "role-not-allowed" }]);
    const supervisor = await app.request("/desk", {
      cookie: cookieOf(await app.login(carla.email, carla.password)),
    });
    expect([supervisor.status, await supervisor.json()]).toMatchObject([200, { role: "supervisor" }]);
  });

  test("no request can create a person or change a role", async () => {
    const app = await start();
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    const before = await app.identity.people();
    const intruder = {
      name: "Intrusa",
      email: "intrusa@liss.example",
      password: "intrusa-de-mentira",
      role: "supervisor",
    };
    for (const path of [
      "sign-up/email",
      "update-user",
      "change-email",
      "change-password",
      "update-session",
      "delete-user",
      "link-social",
      "sign-in/social",
      "admin/set-role",
      "sign-in/email/../../sign-up/email",
      "sign-in/../sign-up/email",
      "sign-in%2f..%2fsign-up/email",
      "./sign-up/email",
      "/sign-up/email",
    ])
      expect
        .soft((await app.request(`/api/auth/${path}`, { body: intruder, cookie })).status, path)
        .toBe(404);
    for (const path of ["get-session", "list-sessions", "list-accounts", "ok", "error"])
      expect.soft((await app.request(`/api/auth/${path}`, { cookie })).status, path).toBe(404);
    const withRole = await app.request("/api/auth/sign-in/email", {
      body: { email: ana.email, password: ana.password, role: "supervisor", user: { role: "supervisor" } },
    });
    expect(await withRole.json()).toMatchObject({ person: { role: "executive" } });
    expect(await app.identity.people()).toEqual(before);
  });

  test("better-auth's own sign-up is off too, and ignores a role", async () => {
    const auth = createAuth({ ...authOptions, db: house.db() });
    const intruder = { name: "x", email: "x@liss.example", password: "x".repeat(12), role: "supervisor" };
    const signUp = auth.api.signUpEmail({ body: intruder as never });
    await expect(signUp).rejects.toMatchObject({ status: "BAD_REQUEST" });
    expect(auth.options.user.additionalFields.role.input).toBe(false);
  });
});

describe("starting", () => {
  test("refuses a short secret and, in production, plain http", async () => {
    const options = { databaseUrl: house.url(), cookiePrefix: "c", baseUrl: "http://localhost:1" };
    await expect(createIdentity({ ...options, secret: "corto", mode: "local" })).rejects.toThrow(
      "32 characters",
    );
    await expect(createIdentity({ ...options, secret: "x".repeat(32), mode: "production" })).rejects.toThrow(
      "https",
    );
  });

  test("our migrations leave better-auth nothing to change", async () => {
    await start();
    const auth = createAuth({ ...authOptions, db: house.db() });
    const plan = await getMigrations(auth.options, { throwOnUnsafe: false });
    expect(plan.toBeCreated).toEqual([]);
    expect(plan.toBeAdded).toEqual([]);
    expect(plan.unsafeChanges).toEqual([]);
    expect(plan.schemaProblems).toEqual([]);
  });

  test("a person needs a password of at least twelve characters and an email nobody has", async () => {
    const app = await start();
    const person = { name: "Elisa Invento", email: "Elisa@servicio.test", role: "executive" } as const;
    await expect(app.identity.createPerson({ ...person, password: "corta" })).rejects.toThrow(
      "12 characters",
    );
    expect(await app.identity.createPerson({ ...person, password: "larga-y-de-mentira" })).toMatchObject({
      email: "elisa@servicio.test",
      role: "executive",
    });
    expect(await app.identity.createPerson({ ...person, password: "larga-y-de-mentira" })).toBeUndefined();
    expect((await app.login(person.email, "larga-y-de-mentira")).status).toBe(200);
    await house.db().deleteFrom("people").where("email", "=", "elisa@servicio.test").execute();
  });

  test("passwords are stored only as Argon2id; one of scrypt is let in once more and hashed anew", async () => {
    const app = await start();
    const rows = await house.db().selectFrom("credentials").select("password").execute();
    const argon2id = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/;
    for (const { password } of rows) expect(password).toMatch(argon2id);

    const ofAna = house.db().selectFrom("people").select("id").where("email", "=", ana.email);
    await house
      .db()
      .updateTable("credentials")
      .set({ password: await scrypt(ana.password) })
      .where("person_id", "=", ofAna)
      .execute();
    expect((await app.login(ana.email, "no-es-su-clave")).status).toBe(401);
    expect((await app.login(ana.email, ana.password)).status).toBe(200);
    const now = await house
      .db()
      .selectFrom("credentials")
      .select("password")
      .where("person_id", "=", ofAna)
      .executeTakeFirstOrThrow();
    expect(now.password).toMatch(argon2id);
    expect((await app.login(ana.email, ana.password)).status).toBe(200);
  });
});

const authOptions = {
  secret: "x".repeat(32),
  baseUrl: "http://localhost:4040",
  cookiePrefix: "console",
  trustedOrigins: [],
  secureCookies: false,
  attempts: {
    begin: async () => undefined,
    fromAddress: async () => undefined,
    first: async () => true,
    succeeded: async () => {},
  },
  secondFactor: "off" as const,
  sessionSeconds: 60,
  now: () => new Date(),
  onAccess: () => {},
  log: () => {},
};
