import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { freshDatabase } from "@liss/testing";
import { describe, expect, test } from "vitest";
import { type Application, application, cookieOf } from "./fixtures/application.ts";
import { ana, carla, diana, harness } from "./fixtures/harness.ts";

const house = harness();
const { start } = house;

describe("logging in", () => {
  test("gives the person and a cookie that scripts and other sites cannot use", async () => {
    const app = await start();
    const response = await app.login("ANA@liss.example", ana.password);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      person: { id: expect.any(String), name: "Ana Ficticia", email: ana.email, role: "executive" },
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^console\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    expect(cookie).toMatch(/Max-Age=43200/);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("works behind a JSON body parser too", async () => {
    const app = await start({ parseJsonFirst: true });
    expect((await app.login(ana.email, ana.password)).status).toBe(200);
  });

  test("a wrong password and an unknown email get the same answer", async () => {
    const app = await start();
    const wrong = await app.login(ana.email, "no-es-su-clave");
    const unknown = await app.login("nadie@liss.example", "no-es-su-clave");
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  test("malformed requests are refused without a fault", async () => {
    const app = await start();
    for (const body of [
      {},
      [],
      { email: 1, password: 2 },
      { email: ana.email },
      { email: "x", password: "y" },
      "texto",
    ])
      expect((await app.request("/api/auth/sign-in/email", { body })).status).toBe(400);
  });

  test("in production the cookie is secure", async () => {
    const own = await freshDatabase();
    const app = await application({
      databaseUrl: own.url,
      mode: "production",
      baseUrl: "https://liss.gob.example",
    });
    await app.identity.createPerson({ ...ana, email: "ana@servicio.test" });
    const response = await app.login("ana@servicio.test", ana.password, {
      origin: "https://liss.gob.example",
    });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-console\.session_token=.*; Secure/);
    await app.close();
    await own.drop();
  });

  test("console and explorer keep separate logins in one browser", async () => {
    const desk = await start({ cookiePrefix: "console" });
    const explorer = await start({ cookiePrefix: "explorer" });
    const jar = `${cookieOf(await desk.login(ana.email, ana.password))}; ${cookieOf(await explorer.login(diana.email, diana.password))}`;
    const whoIs = async (app: Application) =>
      ((await (await app.request("/api/auth/me", { cookie: jar })).json()) as { person: { name: string } })
        .person.name;
    expect(await whoIs(desk)).toBe("Ana Ficticia");
    expect(await whoIs(explorer)).toBe("Diana Muestra");
  });
});

describe("a login", () => {
  test("ends with logging out, on the server too", async () => {
    const app = await start();
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    expect((await app.request("/desk", { cookie })).status).toBe(200);
    expect((await app.request("/api/auth/sign-out", { body: {}, cookie })).status).toBe(200);
    expect((await app.request("/desk", { cookie })).status).toBe(401);
  });

  test("ends after twelve hours, however much it is used", async () => {
    const app = await start();
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    expect((await app.request("/desk", { cookie })).status).toBe(200);
    const { expires_at } = await house
      .db()
      .selectFrom("login_sessions")
      .select("expires_at")
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();
    const hours = (expires_at.getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(11.9);
    expect(hours).toBeLessThanOrEqual(12);
    await house
      .db()
      .updateTable("login_sessions")
      .set({ expires_at: new Date(0) })
      .execute();
    expect((await app.request("/desk", { cookie })).status).toBe(401);
  });

  test("leaves nothing behind: the next login removes the ones that have ended", async () => {
    const app = await start();
    await app.login(ana.email, ana.password);
    await house
      .db()
      .updateTable("login_sessions")
      .set({ expires_at: new Date(0) })
      .execute();
    await app.login(carla.email, carla.password);
    expect(await house.db().selectFrom("login_sessions").select("id").execute()).toHaveLength(1);
  });

  test("is not to be had with an altered or foreign cookie", async () => {
    const app = await start();
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    for (const forged of [
      "",
      "console.session_token=x",
      cookie.slice(0, -3),
      cookie.replace("console.", "explorer."),
    ])
      expect((await app.request("/desk", { cookie: forged })).status).toBe(401);
  });
});

describe("where a request comes from", () => {
  test("a page on another port of this machine cannot use the login, nor log anybody in", async () => {
    const app = await start();
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    for (const origin of ["http://127.0.0.1:1", "http://localhost:4050", "https://malo.example", "null"]) {
      expect((await app.request("/desk", { cookie, headers: { origin } })).status).toBe(401);
      expect((await app.login(ana.email, ana.password, { origin })).status).toBe(403);
    }
    expect((await app.request("/desk", { cookie, headers: { origin: app.base } })).status).toBe(200);
  });

  test("an upgrade request is recognised by its cookie, unless its origin is foreign", async () => {
    const app = await start();
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    const upgrade = async (headers: Record<string, string>) => {
      const asked = once(app.server, "upgrade");
      const client = httpRequest(`${app.base}/live`, {
        headers: { connection: "Upgrade", upgrade: "websocket", ...headers },
      });
      client.on("error", () => {});
      client.end();
      const [request, socket] = await asked;
      const person = await app.identity.personOf(request);
      socket.destroy();
      return person;
    };
    expect(await upgrade({ cookie, origin: app.base })).toMatchObject({
      name: "Ana Ficticia",
      role: "executive",
    });
    expect(await upgrade({ cookie, origin: "http://127.0.0.1:4050" })).toBeNull();
    expect(await upgrade({ origin: app.base })).toBeNull();
  });
});
