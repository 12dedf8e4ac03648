import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Application, cookieOf } from "./fixtures/application.ts";
import { ana, harness } from "./fixtures/harness.ts";
import { standInIssuer } from "./fixtures/stand-in-issuer.ts";

const house = harness();
let institution: Awaited<ReturnType<typeof standInIssuer>>;
let person: Record<string, unknown>;
let app: Application;

beforeAll(async () => {
  institution = await standInIssuer(() => person);
});
afterAll(() => institution?.close());
beforeEach(async () => {
  person = { sub: "a-1", email: ana.email, email_verified: true, name: "Ana", amr: ["pwd", "otp", "mfa"] };
  app = await house.start({ secondFactor: "required", oidc: oidc("asserted") });
  await house.db().deleteFrom("credentials").where("provider_id", "=", "oidc").execute();
});
const oidc = (secondFactor: "asserted" | "trusted") => ({
  issuer: institution.issuer,
  clientId: "liss",
  clientSecret: "un secreto de las pruebas",
  name: "Cuenta de la institución",
  secondFactor,
});

/** As her browser does it: to the institution's page and back. */
async function enters() {
  const begun = await app.request("/api/auth/institution", { body: {} });
  expect(begun.headers.getSetCookie().join()).toMatch(/console\.state=.*SameSite=Lax/i);
  const { url } = (await begun.json()) as { url: string };
  const there = await fetch(url, { redirect: "manual" });
  const back = new URL(there.headers.get("location") ?? "");
  expect(back.pathname).toBe("/api/auth/callback/oidc");
  const response = await fetch(back, { redirect: "manual", headers: { cookie: cookieOf(begun) } });
  return { response, to: response.headers.get("location") ?? "" };
}
const desk = async (cookie: string) => (await app.request("/desk", { cookie })).status;

test("whom the institution knows with more than a password is let in, and its tokens are not kept", async () => {
  expect(await (await app.request("/api/auth/ways")).json()).toEqual({
    institution: "Cuenta de la institución",
  });
  for (const _time of ["first", "second"]) {
    const { response, to } = await enters();
    expect(to).toBe("/");
    expect(await desk(cookieOf(response))).toBe(200);
    expect(app.events.at(-1)).toMatchObject({ type: "login-succeeded", method: "oidc", role: "executive" });
  }
  const rows = await house
    .db()
    .selectFrom("credentials")
    .selectAll()
    .where("provider_id", "=", "oidc")
    .execute();
  expect(rows).toMatchObject([
    { account_id: "a-1", access_token: null, refresh_token: null, id_token: null, password: null },
  ]);
});

test.each([
  ["a password only", { amr: ["pwd"] }],
  ["a way that it does not tell", { amr: undefined }],
  ["an email that it has not verified", { email_verified: false }],
  ["an email of nobody who was invited", { sub: "z-9", email: "intrusa@servicio.test" }],
  ["a token for another application", { aud: "otra" }],
  ["a token of another issuer", { iss: "http://127.0.0.1:1" }],
  ["a token of another visit", { nonce: "otra" }],
  ["a token that is too old", { exp: 1 }],
])("%s is let in nowhere, and it is on the record", async (_why, change) => {
  person = { ...person, ...change };
  const { response, to } = await enters();
  expect(to).toMatch(/^\/entrar\?institucion=no/);
  expect(await desk(cookieOf(response))).toBe(401);
  expect(app.events.map(({ type }) => type)).toEqual(["login-failed"]);
});

test("a password only is enough from an issuer that is trusted to ask for more", async () => {
  app = await house.start({ secondFactor: "required", oidc: oidc("trusted") });
  person.amr = undefined;
  expect(await desk(cookieOf((await enters()).response))).toBe(200);
});

test("a closed account is closed for the institution too", async () => {
  const id = (await app.identity.people()).find(({ email }) => email === ana.email)?.id ?? "";
  await app.identity.staff.deactivate(id, () => {});
  const { response } = await enters();
  expect(await desk(cookieOf(response))).toBe(401);
  await app.identity.staff.reactivate(id, () => {});
});

test("no other social login is offered, and none at all without an issuer", async () => {
  const body = { provider: "oidc", idToken: { token: "x" } };
  expect((await app.request("/api/auth/sign-in/social", { body })).status).toBe(404);
  app = await house.start();
  expect((await app.request("/api/auth/institution", { body: {} })).status).toBe(404);
  expect((await app.request("/api/auth/callback/oidc?code=x&state=y")).status).toBe(404);
});
