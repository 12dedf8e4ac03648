import { testClock } from "@liss/testing";
import { describe, expect, test } from "vitest";
import { loginAttempts } from "./attempts.ts";
import { cookieOf } from "./fixtures/application.ts";
import { ana, carla, harness } from "./fixtures/harness.ts";
import { attemptLimits } from "./index.ts";

const house = harness();
const { start } = house;

describe("guessing passwords", () => {
  const from = (address: string) => ({ "x-forwarded-for": address });

  test("is stopped after five tries from one address, the right password included, until the window ends", async () => {
    const clock = testClock(new Date("2026-11-23T12:00:00Z"));
    const app = await start({ now: () => new Date(clock.now()) });
    for (let n = 0; n < attemptLimits.pair; n++)
      expect((await app.login(ana.email, `mala-${n}`, from("10.0.0.1"))).status).toBe(401);
    const refused = await app.login(ana.email, ana.password, from("10.0.0.1"));
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("300");
    expect(await refused.json()).toMatchObject({ code: "TOO_MANY_ATTEMPTS", retryAfterSeconds: 300 });
    expect((await app.login(ana.email, ana.password, from("10.0.0.2"))).status).toBe(200); // she herself, elsewhere
    expect((await app.login(carla.email, carla.password, from("10.0.0.1"))).status).toBe(200);
    clock.advance(300_000);
    expect((await app.login(ana.email, ana.password, from("10.0.0.1"))).status).toBe(200);
  });

  test("in parallel counts just the same", async () => {
    const app = await start();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => app.login(ana.email, `mala-${n}`, from("10.0.0.3"))),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(attemptLimits.pair);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(20 - attemptLimits.pair);
  });

  test("from many addresses is stopped by the account's own limit, and from one by the address's", async () => {
    const attempts = loginAttempts({ db: house.db(), secret: "x", now: () => new Date() });
    const refusals = async (limit: number, begin: (n: number) => ReturnType<typeof attempts.begin>) => {
      for (let n = 0; n < limit; n++) expect(await begin(n)).toBeUndefined();
      return begin(limit);
    };
    const spread = await refusals(attemptLimits.account, (n) =>
      attempts.begin("nadie@liss.example", `10.1.0.${n}`),
    );
    expect(spread?.retryAfterSeconds).toBeGreaterThan(290);
    const office = await refusals(attemptLimits.address, (n) =>
      attempts.begin(`${n}@liss.example`, "10.2.0.1"),
    );
    expect(office?.retryAfterSeconds).toBeGreaterThan(290);
  });

  test("a success forgets her earlier slips", async () => {
    const app = await start();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < attemptLimits.pair - 1; n++) await app.login(ana.email, "mala", from("10.0.0.4"));
      expect((await app.login(ana.email, ana.password, from("10.0.0.4"))).status).toBe(200);
    }
  });

  test("a client cannot choose its address by the header that better-auth reads", async () => {
    const app = await start();
    const statuses: number[] = [];
    for (let n = 0; n <= attemptLimits.pair; n++)
      statuses.push((await app.login(ana.email, "mala", { "x-liss-client-address": `10.2.0.${n}` })).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("the record", () => {
  test("hears of logins, failures and logouts by person id, never by what was typed", async () => {
    const app = await start();
    const id = (await app.identity.people()).find((person) => person.email === ana.email)?.id;
    const cookie = cookieOf(await app.login(ana.email, ana.password));
    await app.login(ana.email, "mala");
    await app.login("mi-clave-secreta@liss.example", "mala");
    await app.request("/api/auth/sign-out", { body: {}, cookie });
    await app.request("/api/auth/sign-out", { body: {}, cookie });
    expect(app.events).toEqual([
      { type: "login-succeeded", personId: id, role: "executive", method: "password" },
      { type: "login-failed", personId: id, reason: "wrong-credentials" },
      { type: "login-failed", reason: "wrong-credentials" },
      { type: "logout", personId: id, role: "executive", reason: "asked" },
    ]);
  });

  test("a login that cannot be recorded does not happen", async () => {
    const app = await start({ onAccess: () => Promise.reject(new Error("no record")) });
    const response = await app.login(ana.email, ana.password);
    expect(response.status).toBe(500);
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});
