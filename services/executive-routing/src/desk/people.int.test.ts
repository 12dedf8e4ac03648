import { ColleagueChanged, LoggedOut, PersonChanged } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import type { People } from "./api.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
let house: House;
let url: string;
let ana: Person;
let carla: Person;

beforeAll(async () => {
  house = await startHouse();
  url = await house.replica();
  [ana, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Carla")]);
}, 60_000);
afterAll(() => house?.stop());

const staff = async () => ((await carla.ask("GET", "/people")).body as unknown as People).people;
const found = async (name: string) => {
  const person = (await staff()).find((one) => one.name.startsWith(name));
  if (!person) throw new Error(`${name} is not there`);
  return person;
};
const elisa = { name: "Elisa Invento", email: "elisa@servicio.test", role: "executive" };
const changes = async () =>
  (await house.published(PersonChanged)).map(({ actor, data }) => ({ actor, ...data }));

test("a supervisor invites somebody, prepares her for the desk, and it is on the record without her name", async () => {
  const invited = await carla.ask("POST", "/people", elisa);
  expect(invited.status).toBe(200);
  const { id, ...she } = await found("Elisa");
  expect(invited.body).toMatchObject({ personId: id, url: expect.stringMatching(/\/clave#[\w-]{43}$/) });
  expect(she).toMatchObject({
    ...elisa,
    active: true,
    secondFactor: false,
    linkUntil: invited.body.expiresAt,
    lastLoginAt: null,
    capacity: 1,
  });
  expect((await carla.ask("PUT", `/people/${id}`, { languages: ["ht"], capacity: 2 })).status).toBe(200);
  expect(await found("Elisa")).toMatchObject({ languages: ["ht"], capacity: 2 });
  for (const team of ["noche", null])
    expect((await carla.ask("PUT", `/people/${id}`, { team })).status).toBe(200);
  await eventually(async () => {
    const told = (await house.published(ColleagueChanged)).map(({ data }) => data);
    expect(told.map(({ personId, about }) => [personId === id, about])).toEqual(told.map(() => [false, id]));
    expect(told.map(({ names, team }) => ({ names, team }))).toEqual([
      { names: ["capacity", "languages"], team: undefined },
      { names: ["team"], team: "noche" },
      { names: ["team"], team: null },
    ]);
    expect(JSON.stringify(told)).not.toContain("ht");
  });

  const again = await carla.ask("POST", "/people", elisa);
  expect([again.status, again.body.code]).toEqual([409, "email-taken"]);

  const { id: carlaId } = await found("Carla");
  await eventually(async () =>
    expect(await changes()).toEqual([
      {
        actor: { kind: "person", id: carlaId, role: "supervisor" },
        personId: carlaId,
        about: id,
        change: "invited",
        role: "executive",
      },
    ]),
  );
  const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "people test", poolSize: 1 });
  const kept = JSON.stringify([
    await db.selectFrom("commands").select("answer").execute(),
    await house.published(PersonChanged),
  ]);
  await db.destroy();
  for (const word of [String(invited.body.url).split("#")[1], "Elisa", elisa.email])
    expect(kept).not.toContain(word);
});

test("nobody changes her own account", async () => {
  const { id } = await found("Carla");
  for (const [path, body] of [
    ["role", { role: "executive" }],
    ["recovery", {}],
    ["deactivate", {}],
    ["reactivate", {}],
  ] as const)
    expect((await carla.ask("POST", `/people/${id}/${path}`, body)).body.code, path).toBe("own-account");
});

test("whoever is let back in or closed out has no login and no live desk at once", async () => {
  const live = await ana.live();
  const { id } = await found("Ana");
  const link = await carla.ask("POST", `/people/${id}/recovery`, {});
  expect(link.body.url).toContain("/clave#");
  expect((await ana.ask("GET", "/desk")).status).toBe(401);
  await eventually(() => {
    expect(live.frames.at(-1)).toEqual({ type: "logged-out" });
    expect(live.closed()).toBe(true);
  }, 15_000);
  expect((await carla.ask("POST", `/people/${id}/deactivate`, {})).status).toBe(200);
  expect(await found("Ana")).toMatchObject({ active: false, linkUntil: null });
  expect((await carla.ask("POST", `/people/${id}/recovery`, {})).status).toBe(404);
  expect((await carla.ask("PUT", `/people/${id}`, { capacity: 2 })).status).toBe(404);
  expect((await carla.ask("POST", `/people/${id}/reactivate`, {})).status).toBe(200);
  expect(await found("Ana")).toMatchObject({ active: true });
  await eventually(async () =>
    expect((await changes()).filter(({ about }) => about === id).map(({ change }) => change)).toEqual([
      "recovery-link-made",
      "deactivated",
      "reactivated",
    ]),
  );
});

test("another role is on the record, and begins with another login", async () => {
  const berta = await logIn(url, "Berta");
  const { id } = await found("Berta");
  const key = uuidv7();
  for (const _again of [1, 2])
    expect((await carla.ask("POST", `/people/${id}/role`, { role: "supervisor" }, key)).status).toBe(200);
  expect((await berta.ask("GET", "/desk")).status).toBe(401);
  expect((await (await logIn(url, "Berta")).ask("GET", "/people")).status).toBe(200);
  await eventually(async () =>
    expect((await changes()).filter(({ about }) => about === id)).toMatchObject([
      { change: "role-changed", role: "supervisor" },
    ]),
  );
  expect(await house.published(LoggedOut)).toEqual([]);
});
