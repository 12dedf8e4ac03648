import { authenticatorCode, freshDatabase } from "@liss/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  beginEnrolment,
  login,
  logout,
  lookAtLink,
  me,
  stayActive,
  useLink,
  verifyCode,
  verifyRecoveryCode,
} from "./client.ts";
import { type Application, application, cookieOf } from "./fixtures/application.ts";
import { attemptLimits, demoPeople } from "./index.ts";

const [ana, berta] = demoPeople as [(typeof demoPeople)[0], (typeof demoPeople)[0]];
let database: Awaited<ReturnType<typeof freshDatabase>>;
let app: Application;
let jar: string;

beforeAll(async () => {
  database = await freshDatabase();
  app = await application({ databaseUrl: database.url });
  await app.identity.seedDemoPeople();
});
// What a browser adds to fetch: the page's address, its Origin and its cookies.
beforeEach(() => {
  jar = "";
  const inNode = globalThis.fetch;
  vi.stubGlobal("fetch", async (path: string, options: RequestInit) => {
    const headers = {
      ...(options.headers as Record<string, string>),
      origin: app.base,
      ...(jar && { cookie: jar }),
    };
    const response = await inNode(new URL(path, app.base), { ...options, headers });
    if (response.headers.getSetCookie().length > 0) jar = cookieOf(response);
    return response;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

test("she logs in, is recognised, logs out and is nobody again", async () => {
  expect(await me()).toEqual({ ok: true, person: null, stay: null });
  const entered = await login(ana.email, ana.password);
  expect(entered).toMatchObject({ ok: true, person: { name: "Ana Ficticia", role: "executive" } });
  const stay = { idleEndsAt: expect.stringMatching(/Z$/), endsAt: expect.stringMatching(/Z$/) };
  expect(await me()).toEqual({ ...entered, stay });
  expect(await stayActive()).toEqual({ ...entered, stay });
  expect(await logout()).toEqual({ ok: true });
  expect(await me()).toEqual({ ok: true, person: null, stay: null });
});

test("logging out twice does no harm", async () => {
  expect(await logout()).toEqual({ ok: true });
});

test("a wrong password and too many tries are different values", async () => {
  for (let n = 0; n < attemptLimits.pair; n++)
    expect(await login(ana.email, "mala")).toEqual({ ok: false, code: "wrong-credentials" });
  expect(await login(ana.email, ana.password)).toEqual({
    ok: false,
    code: "too-many-attempts",
    retryAfterSeconds: expect.any(Number),
  });
});

test("no network is a value too", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  expect(await login(ana.email, ana.password)).toEqual({ ok: false, code: "unreachable" });
  expect(await me()).toEqual({ ok: false, code: "unreachable" });
  expect(await logout()).toEqual({ ok: false, code: "unreachable" });
});

test("her second factor is enrolled, asked for, and replaced by a recovery code, each refusal a value", async () => {
  const strict = await application({ databaseUrl: database.url, secondFactor: "required" });
  const loose = app;
  app = strict;
  expect(await beginEnrolment(berta.password)).toEqual({ ok: false, code: "over" });
  expect(await login(berta.email, berta.password)).toEqual({ ok: true, next: "enrol" });
  expect(await me()).toEqual({ ok: true, person: null, stay: null });
  const begun = await beginEnrolment(berta.password);
  if (!begun.ok) throw new Error(begun.code);
  expect(await verifyCode("000000")).toEqual({ ok: false, code: "wrong-code" });
  const code = authenticatorCode(begun.uri);
  expect(await verifyCode(code)).toMatchObject({ ok: true, person: { email: berta.email } });
  expect(await me()).toMatchObject({ ok: true, person: { email: berta.email } });

  jar = "";
  expect(await login(berta.email, berta.password)).toEqual({ ok: true, next: "code" });
  const soon = authenticatorCode(begun.uri, Date.now() + 30_000);
  expect(await verifyCode(soon)).toMatchObject({ ok: true });
  jar = "";
  await login(berta.email, berta.password);
  expect(await verifyCode(soon)).toEqual({ ok: false, code: "used" });
  expect(await verifyRecoveryCode("no-es-uno")).toEqual({ ok: false, code: "wrong-code" });
  expect(await verifyRecoveryCode(begun.recoveryCodes[0] ?? "")).toMatchObject({ ok: true });
  jar = "";
  expect(await verifyCode(code)).toEqual({ ok: false, code: "over" });
  app = loose;
  await strict.close();
});

test("a link tells whose it is and sets a password; every other ending is a value", async () => {
  const elisa = { name: "Elisa Invento", email: "elisa@servicio.test", role: "executive" } as const;
  const invited = await app.identity.staff.invite(elisa, () => {});
  const token = new URL(invited?.link.url ?? "").hash.slice(1);
  expect(await lookAtLink(token)).toEqual({ ok: true, name: elisa.name, email: elisa.email });
  expect(await useLink(token, "corta")).toEqual({ ok: false, code: "password-too-short" });
  expect(await useLink(token, "una-clave-de-mentira")).toEqual({ ok: true });
  expect(await useLink(token, "una-clave-de-mentira")).toEqual({ ok: false, code: "link-over" });
  expect(await lookAtLink(token)).toEqual({ ok: false, code: "link-over" });
  expect(await login(elisa.email, "una-clave-de-mentira")).toMatchObject({ ok: true });
});
