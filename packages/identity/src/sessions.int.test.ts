import { testClock } from "@liss/testing";
import { expect, test } from "vitest";
import { cookieOf } from "./fixtures/application.ts";
import { ana, harness } from "./fixtures/harness.ts";

const { start } = harness();

async function atTheDesk(idleMinutes = 30) {
  const clock = testClock(new Date());
  const app = await start({ now: () => new Date(clock.now()), idleMinutes });
  const cookie = cookieOf(await app.login(ana.email, ana.password));
  return { app, cookie, minutesPass: (minutes: number) => clock.advance(minutes * 60_000) };
}

test("a login that is left alone ends, is on the record once, and stays ended", async () => {
  const { app, cookie, minutesPass } = await atTheDesk();
  minutesPass(29);
  expect((await app.request("/desk", { cookie })).status).toBe(200);
  minutesPass(30);
  const answers = await Promise.all(Array.from({ length: 5 }, () => app.request("/desk", { cookie })));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  expect(app.events.slice(1)).toEqual([
    { type: "logout", personId: expect.any(String), role: "executive", reason: "idle" },
  ]);
});

test("what her screen asks by itself does not keep it alive; what she does, does", async () => {
  const { app, cookie, minutesPass } = await atTheDesk();
  const me = async () => (await app.request("/api/auth/me", { cookie })).json();
  const firstEnd = ((await me()) as { stay: { idleEndsAt: string } }).stay.idleEndsAt;
  for (let minutes = 0; minutes < 25; minutes += 5) {
    minutesPass(5);
    expect(await me()).toMatchObject({ person: { email: ana.email }, stay: { idleEndsAt: firstEnd } });
  }
  expect(await (await app.request("/api/auth/active", { body: {}, cookie })).json()).toMatchObject({
    person: { email: ana.email },
  });
  minutesPass(29);
  expect(await me()).toMatchObject({ person: { email: ana.email } });
  minutesPass(1);
  expect(await me()).toEqual({ person: null, next: null });
});

test("another site cannot keep it alive", async () => {
  const { app, cookie } = await atTheDesk();
  const headers = { origin: "http://127.0.0.1:1" };
  expect((await app.request("/api/auth/active", { body: {}, cookie, headers })).status).toBe(403);
});

test("the absolute limit is the application's", async () => {
  const app = await start({ sessionHours: 2 });
  const [cookie] = (await app.login(ana.email, ana.password)).headers.getSetCookie();
  expect(cookie).toMatch(/Max-Age=7200/);
});
