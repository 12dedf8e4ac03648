import { authenticatorCode, testClock } from "@liss/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { type Application, cookieOf } from "./fixtures/application.ts";
import { ana, harness } from "./fixtures/harness.ts";
import type { Person } from "./index.ts";

const house = harness();
const clock = testClock(new Date());
let app: Application;
let recorded: Person[];
const record = (person: Person) => void recorded.push(person);

beforeEach(async () => {
  app = await house.start({ secondFactor: "required", now: () => new Date(clock.now()) });
  await house.db().deleteFrom("people").execute();
  await app.identity.seedDemoPeople();
  recorded = [];
});

const tokenOf = (url: string) => new URL(url).hash.slice(1);
const link = (path: "look" | "use", body: unknown) => app.request(`/api/auth/link/${path}`, { body });
const password = "una-clave-de-mentira";
const elisa = { name: "Elisa Invento", email: "Elisa@servicio.test", role: "executive" } as const;
const listed = async (email: string) =>
  (await app.identity.staff.list()).find((person) => person.email === email.toLowerCase());
const idOf = async (email: string) => (await listed(email))?.id ?? "";

describe("the first supervisor", () => {
  const carla = { name: "Carla Primera", email: "Primera@servicio.test" };
  const told: string[] = [];
  const tell = (change: string, { email }: Person) => void told.push(`${change} ${email}`);
  const call = (person: { name: string; email: string }) =>
    app.identity.staff.inviteFirstSupervisor(person, tell);
  beforeEach(async () => {
    await house.db().deleteFrom("people").where("role", "=", "supervisor").execute();
    told.length = 0;
  });

  test("is called in once, by a link; when she can enter, nobody else is", async () => {
    const made = await call(carla);
    if (typeof made === "string") throw new Error(made);
    expect(made.person).toMatchObject({ email: "primera@servicio.test", role: "supervisor" });
    expect(told).toEqual(["invited primera@servicio.test"]);
    expect((await link("use", { token: tokenOf(made.link.url), password })).status).toBe(200);
    expect(await call({ name: "Otra", email: "otra@servicio.test" })).toBe("settled");
    expect(await call(carla)).toBe("settled");
    expect(told).toHaveLength(1);
  });

  test("who never came is called anew, and a mistaken address is closed", async () => {
    const wrong = await call({ name: "Carla Primera", email: "primra@servicio.test" });
    const late = await call(carla);
    const made = await call(carla);
    if (typeof wrong === "string" || typeof late === "string" || typeof made === "string")
      throw new Error("not made");
    expect(told).toEqual([
      "invited primra@servicio.test",
      "deactivated primra@servicio.test",
      "invited primera@servicio.test",
      "invited primera@servicio.test",
    ]);
    expect(made.person.id).toBe(late.person.id);
    for (const old of [wrong, late])
      expect((await link("use", { token: tokenOf(old.link.url), password })).status).toBe(410);
    expect((await link("use", { token: tokenOf(made.link.url), password })).status).toBe(200);
  });

  test("two who call at once make one; what cannot be recorded does not happen; an executive's address is hers", async () => {
    const both = await Promise.all([call(carla), call(carla)]);
    expect(new Set(both.map((made) => typeof made === "object" && made.person.id)).size).toBe(1);
    await house.db().deleteFrom("people").where("role", "=", "supervisor").execute();
    const refusing = app.identity.staff.inviteFirstSupervisor(carla, () => {
      throw new Error("the record is away");
    });
    await expect(refusing).rejects.toThrow("the record is away");
    expect(await listed(carla.email)).toBeUndefined();
    expect(await call({ name: "Ana", email: ana.email })).toBe("email-taken");
  });
});

describe("an invitation", () => {
  test("is a link with which she sets her own password, once", async () => {
    const invited = await app.identity.staff.invite(elisa, record);
    expect(recorded).toEqual([{ ...elisa, id: expect.any(String), email: "elisa@servicio.test" }]);
    expect(await listed(elisa.email)).toMatchObject({ active: true, secondFactor: false, lastLoginAt: null });
    expect((await listed(elisa.email))?.linkUntil).toEqual(invited?.link.expiresAt);
    expect((await app.login(elisa.email, password)).status).toBe(401);

    const token = tokenOf(invited?.link.url ?? "");
    expect(invited?.link.url).toBe(`${app.base}/clave#${token}`);
    expect(await (await link("look", { token })).json()).toEqual({
      name: "Elisa Invento",
      email: "elisa@servicio.test",
    });
    expect((await link("use", { token, password: "corta" })).status).toBe(422);
    const uses = await Promise.all([link("use", { token, password }), link("use", { token, password })]);
    expect(uses.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(app.events.slice(1)).toMatchObject([{ type: "factor-changed", what: "password-set" }]);
    expect(await (await app.login(elisa.email, password)).json()).toEqual({ next: "enrol" });
  });

  test("is not kept where it could be read, and ends after a day", async () => {
    const invited = await app.identity.staff.invite(elisa, record);
    const token = tokenOf(invited?.link.url ?? "");
    expect(JSON.stringify(await house.db().selectFrom("entry_links").selectAll().execute())).not.toContain(
      token,
    );
    clock.advance(24 * 3_600_000);
    expect((await link("look", { token })).status).toBe(410);
    expect((await link("use", { token, password })).status).toBe(410);
  });

  test("needs an email that nobody has, and does not happen unrecorded", async () => {
    expect(await app.identity.staff.invite({ ...elisa, email: ana.email }, record)).toBeUndefined();
    const unrecorded = app.identity.staff.invite(elisa, () => Promise.reject(new Error("no record")));
    await expect(unrecorded).rejects.toThrow("no record");
    expect(await listed(elisa.email)).toBeUndefined();
    expect(recorded).toEqual([]);
  });

  test("guesses are stopped", async () => {
    for (let n = 0; n < 200; n++) await link("look", { token: `mentira-${n}` });
    const refused = await link("look", { token: "mentira" });
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: "too-many-attempts" }]);
  }, 30_000);
});

describe("recovery by a supervisor", () => {
  async function inside() {
    const half = cookieOf(await app.login(ana.email, ana.password));
    const two = (path: string, body: unknown) =>
      app.request(`/api/auth/two-factor/${path}`, { body, cookie: half });
    const { totpURI } = (await (await two("enable", { password: ana.password })).json()) as {
      totpURI: string;
    };
    return cookieOf(await two("verify-totp", { code: authenticatorCode(totpURI) }));
  }

  test("takes password, second factor and logins away, and gives one link", async () => {
    const cookie = await inside();
    expect(await listed(ana.email)).toMatchObject({ secondFactor: true, lastLoginAt: expect.any(Date) });
    const first = await app.identity.staff.recover(await idOf(ana.email), record);
    expect((await app.request("/desk", { cookie })).status).toBe(401);
    expect((await app.login(ana.email, ana.password)).status).toBe(401);
    expect(await listed(ana.email)).toMatchObject({ secondFactor: false });

    const second = await app.identity.staff.recover(await idOf(ana.email), record);
    expect((await link("use", { token: tokenOf(first?.link.url ?? ""), password })).status).toBe(410);
    expect((await link("use", { token: tokenOf(second?.link.url ?? ""), password })).status).toBe(200);
    expect(await (await app.login(ana.email, password)).json()).toEqual({ next: "enrol" });
    expect(recorded).toHaveLength(2);
  });

  test("that cannot be recorded changes nothing", async () => {
    const cookie = await inside();
    const unrecorded = app.identity.staff.recover(await idOf(ana.email), () => {
      throw new Error("no record");
    });
    await expect(unrecorded).rejects.toThrow("no record");
    expect((await app.request("/desk", { cookie })).status).toBe(200);
  });
});

describe("who works here no longer", () => {
  test("has no login, no password and no link; her name stays; she may come back through a new link", async () => {
    const desk = await house.start({ secondFactor: "off" });
    const cookie = cookieOf(await desk.login(ana.email, ana.password));
    const id = await idOf(ana.email);
    const lost = await app.identity.staff.recover(id, record);
    await app.identity.staff.deactivate(id, record);
    expect((await desk.request("/desk", { cookie })).status).toBe(401);
    expect((await desk.login(ana.email, ana.password)).status).toBe(401);
    expect((await link("use", { token: tokenOf(lost?.link.url ?? ""), password })).status).toBe(410);
    expect(await listed(ana.email)).toMatchObject({ active: false, linkUntil: null });
    expect((await app.identity.people()).some((person) => person.id === id)).toBe(true);
    expect(await app.identity.staff.deactivate(id, record)).toBeUndefined();
    expect(await app.identity.staff.recover(id, record)).toBeUndefined();

    const back = await app.identity.staff.reactivate(id, record);
    expect((await link("use", { token: tokenOf(back?.link.url ?? ""), password })).status).toBe(200);
    expect((await desk.login(ana.email, password)).status).toBe(200);
  });

  test("gets no login even with a password that somebody wrote into the table", async () => {
    const desk = await house.start({ secondFactor: "off" });
    await house.db().updateTable("people").set({ deactivated_at: new Date() }).execute();
    expect((await desk.login(ana.email, ana.password)).status).toBe(401);
    await house.db().updateTable("people").set({ deactivated_at: null }).execute();
  });
});

test("another role begins with another login", async () => {
  const desk = await house.start({ secondFactor: "off" });
  const cookie = cookieOf(await desk.login(ana.email, ana.password));
  const changed = await app.identity.staff.changeRole(await idOf(ana.email), "supervisor", record);
  expect(changed).toMatchObject({ role: "supervisor" });
  expect((await desk.request("/desk", { cookie })).status).toBe(401);
  expect(await (await desk.login(ana.email, ana.password)).json()).toMatchObject({
    person: { role: "supervisor" },
  });
});
