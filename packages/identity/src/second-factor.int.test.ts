import { authenticatorCode, testClock } from "@liss/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { type Application, cookieOf } from "./fixtures/application.ts";
import { ana, harness } from "./fixtures/harness.ts";

const house = harness();
let app: Application;
const clock = testClock(new Date());

beforeEach(async () => {
  app = await house.start({ secondFactor: "required", now: () => new Date(clock.now()) });
  await house.db().deleteFrom("second_factors").execute();
  await house.db().updateTable("people").set({ two_factor_enabled: false }).execute();
});

const post = (path: string, body: unknown, cookie: string) =>
  app.request(`/api/auth/two-factor/${path}`, { body, cookie });

/** Ana with an authenticator; codes of other moments, for no code opens twice. */
async function enrolled() {
  const half = cookieOf(await app.login(ana.email, ana.password));
  const enabled = await post("enable", { password: ana.password }, half);
  const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
  const answer = await post("verify-totp", { code: authenticatorCode(totpURI) }, half);
  return { half, totpURI, backupCodes, answer, cookie: cookieOf(answer) };
}
const soon = (uri: string) => authenticatorCode(uri, Date.now() + 30_000);

describe("where a second factor is required", () => {
  test("a password alone opens nothing but its enrolment", async () => {
    const response = await app.login(ana.email, ana.password);
    expect([response.status, await response.json()]).toEqual([200, { next: "enrol" }]);
    const half = cookieOf(response);
    expect((await app.request("/desk", { cookie: half })).status).toBe(401);
    const me = await app.request("/api/auth/me", { cookie: half });
    expect(await me.json()).toEqual({ person: null, next: "enrol" });
    expect((await post("generate-backup-codes", { password: ana.password }, half)).status).toBe(401);
    expect((await post("enable", { password: "no-es-su-clave" }, half)).status).toBe(400);
    expect((await post("enable", {}, half)).status).toBe(400);
    const { expires_at } = await house
      .db()
      .selectFrom("login_sessions")
      .select("expires_at")
      .executeTakeFirstOrThrow();
    expect(expires_at.getTime() - Date.now()).toBeLessThan(11 * 60_000);
    expect(app.events).toEqual([]);
  });

  test("the first code enrols and lets her in; the half login is worth nothing afterwards", async () => {
    const { half, backupCodes, answer, cookie } = await enrolled();
    expect(await answer.json()).toEqual({
      person: { id: expect.any(String), name: "Ana Ficticia", email: ana.email, role: "executive" },
    });
    expect(backupCodes).toHaveLength(10);
    expect((await app.request("/desk", { cookie })).status).toBe(200);
    expect((await app.request("/desk", { cookie: half })).status).toBe(401);
    expect((await post("enable", { password: ana.password }, cookie)).status).toBe(400);
    expect(app.events).toMatchObject([
      { type: "factor-changed", what: "code-enrolled", role: "executive" },
      { type: "login-succeeded", method: "code" },
    ]);
  });

  test("a wrong code enrols nobody", async () => {
    const half = cookieOf(await app.login(ana.email, ana.password));
    const { totpURI } = (await (await post("enable", { password: ana.password }, half)).json()) as {
      totpURI: string;
    };
    const wrong = authenticatorCode(totpURI, Date.now() + 3_600_000);
    expect((await post("verify-totp", { code: wrong }, half)).status).toBe(401);
    expect(await (await app.login(ana.email, ana.password)).json()).toEqual({ next: "enrol" });
  });

  test("from then on the password only asks for the code", async () => {
    const { totpURI } = await enrolled();
    const asked = await app.login(ana.email, ana.password);
    expect(await asked.json()).toMatchObject({ twoFactorRedirect: true });
    const challenge = cookieOf(asked);
    expect((await app.request("/desk", { cookie: challenge })).status).toBe(401);
    expect(await (await app.request("/api/auth/me", { cookie: challenge })).json()).toMatchObject({
      person: null,
    });
    const inside = await post("verify-totp", { code: soon(totpURI) }, challenge);
    expect(await inside.json()).toMatchObject({ person: { email: ana.email } });
    expect((await app.request("/desk", { cookie: cookieOf(inside) })).status).toBe(200);
    expect((await post("verify-totp", { code: soon(totpURI) }, challenge)).status).toBe(401);
  });

  test("a code opens one login only, and no code makes a computer trusted", async () => {
    const { totpURI } = await enrolled();
    const code = soon(totpURI);
    const first = cookieOf(await app.login(ana.email, ana.password));
    const second = cookieOf(await app.login(ana.email, ana.password));
    expect((await post("verify-totp", { code, trustDevice: true }, first)).status).toBe(400);
    expect((await post("verify-totp", { code }, first)).status).toBe(200);
    const again = await post("verify-totp", { code }, second);
    expect([again.status, await again.json()]).toMatchObject([401, { code: "CODE_USED" }]);
  });

  test("guessing ends the challenge after five codes and locks the account after ten", async () => {
    await enrolled();
    app.events.length = 0;
    const guess = async (challenge: string, n: number) =>
      (await post("verify-totp", { code: String(n).padStart(6, "0") }, challenge)).status;
    const challenge = cookieOf(await app.login(ana.email, ana.password));
    for (let n = 0; n < 5; n++) expect(await guess(challenge, n)).toBe(401);
    expect(await guess(challenge, 5)).toBe(400);
    expect(await guess(challenge, 6)).toBe(401);
    const next = cookieOf(await app.login(ana.email, ana.password));
    for (let n = 10; n < 15; n++) expect(await guess(next, n)).toBe(401);
    const third = cookieOf(await app.login(ana.email, ana.password));
    expect(await guess(third, 20)).toBe(429);
    const id = (await app.identity.people()).find((person) => person.email === ana.email)?.id;
    expect(app.events.at(0)).toEqual({ type: "login-failed", reason: "wrong-code", personId: id });
    expect(app.events.at(-1)).toEqual({ type: "login-failed", reason: "too-many-attempts", personId: id });
  });

  test("a recovery code opens once, and new ones replace the old", async () => {
    const { backupCodes } = await enrolled();
    const enter = async (code: string | undefined) =>
      post("verify-backup-code", { code }, cookieOf(await app.login(ana.email, ana.password)));
    const inside = await enter(backupCodes[0]);
    expect(inside.status).toBe(200);
    expect(app.events.at(-1)).toMatchObject({ type: "login-succeeded", method: "recovery-code" });
    expect((await enter(backupCodes[0])).status).toBe(401);
    const made = await post("generate-backup-codes", { password: ana.password }, cookieOf(inside));
    const { backupCodes: renewed } = (await made.json()) as { backupCodes: string[] };
    expect((await enter(backupCodes[1])).status).toBe(401);
    expect((await enter(renewed[1])).status).toBe(200);
  });

  test("neither the secret nor a recovery code can be read in the database", async () => {
    const { totpURI, backupCodes } = await enrolled();
    const stored = JSON.stringify(await house.db().selectFrom("second_factors").selectAll().execute());
    for (const word of [new URL(totpURI).searchParams.get("secret") ?? "?", ...backupCodes])
      expect(stored).not.toContain(word);
  });

  test("it cannot be switched off, nor its address asked for again", async () => {
    const { cookie } = await enrolled();
    for (const path of [
      "disable",
      "get-totp-uri",
      "send-otp",
      "verify-otp",
      "view-backup-codes",
      "generate-totp",
    ])
      expect((await post(path, { password: ana.password }, cookie)).status, path).toBe(404);
  });
});

test("where it is off, whoever enrolled is asked all the same", async () => {
  const { totpURI } = await enrolled();
  app = await house.start({ secondFactor: "off" });
  const asked = await app.login(ana.email, ana.password);
  expect(await asked.json()).toMatchObject({ twoFactorRedirect: true });
  expect((await post("verify-totp", { code: soon(totpURI) }, cookieOf(asked))).status).toBe(200);
});
