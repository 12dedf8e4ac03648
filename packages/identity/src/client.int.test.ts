import { freshDatabase } from "@liss/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { login, logout, me } from "./client.ts";
import { type Application, application, cookieOf } from "./fixtures/application.ts";
import { attemptLimits, demoPeople } from "./index.ts";

const [ana] = demoPeople as [(typeof demoPeople)[0]];
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
  expect(await me()).toEqual({ ok: true, person: null });
  const entered = await login(ana.email, ana.password);
  expect(entered).toMatchObject({ ok: true, person: { name: "Ana Ficticia", role: "executive" } });
  expect(await me()).toEqual(entered);
  expect(await logout()).toEqual({ ok: true });
  expect(await me()).toEqual({ ok: true, person: null });
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
