import { AnnouncementChanged, AnnouncementRead } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import type { Announcements, AnnouncementsMade } from "./api.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
type Screen = Awaited<ReturnType<Person["live"]>>;

/** The desk's time, ahead of the wall's when a test says so. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead).toISOString() };
let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let people: { ana: Person; berta: Person; carla: Person };
let screens: { ana: Screen; berta: Screen; carla: Screen };

beforeAll(async () => {
  house = await startHouse({ clock });
  const url = await house.replica();
  const [ana, berta, carla] = await Promise.all(["Ana", "Berta", "Carla"].map((name) => logIn(url, name)));
  if (!ana || !berta || !carla) throw new Error("three people log in");
  people = { ana, berta, carla };
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
}, 60_000);
beforeEach(async () => {
  ahead = 0;
  await db.deleteFrom("announcements").execute();
  screens = {
    ana: await people.ana.live(),
    berta: await people.berta.live(),
    carla: await people.carla.live(),
  };
  await eventually(async () => {
    const rows = await db.selectFrom("presence").select("state").execute();
    expect(rows.map(({ state }) => state)).toEqual(["here", "here", "here"]);
  });
});
afterEach(() => {
  for (const screen of Object.values(screens)) screen.close();
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

const inAnHour = () => new Date(Date.parse(clock.now()) + 3_600_000).toISOString();
const announce = (over: object = {}, who = people.carla) => {
  const announcementId = uuidv7();
  const body = { announcementId, text: "A las 22 se corta la luz un minuto.", team: null, mustBeRead: true };
  return who
    .ask("POST", "/announcements", { ...body, until: inAnHour(), ...over })
    .then(({ status, body: answer }) => ({ announcementId, status, code: answer.code }));
};
const sees = async (who: Person) =>
  ((await who.ask("GET", "/announcements")).body as Announcements).announcements;
const read = (who: Person, announcementId: string) =>
  who.ask("POST", "/announcements/read", { announcementId });
const made = async () =>
  ((await people.carla.ask("GET", "/announcements/made")).body as AnnouncementsMade).announcements;
const told = (screen: Screen) => screen.frames.filter(({ type }) => type === "announcements").length;

test("what a supervisor tells the shift is on every screen at once, and leaves it when it is read", async () => {
  const { announcementId, status } = await announce();
  expect(status).toBe(200);
  await eventually(() => expect([told(screens.ana), told(screens.berta)]).toEqual([1, 1]));
  expect(await sees(people.ana)).toMatchObject([
    { id: announcementId, authorName: "Carla Demostración", mustBeRead: true, team: null },
  ]);
  expect(await sees(people.carla)).toEqual([]);
  const names = async () => {
    const [one] = await made();
    return [one?.read.map(({ name }) => name), one?.missing.map(({ name }) => name)];
  };
  expect(await names()).toEqual([[], ["Ana Ficticia", "Berta Ejemplo"]]);

  for (let time = 0; time < 2; time += 1) expect((await read(people.ana, announcementId)).status).toBe(200);
  await eventually(() => expect(told(screens.carla)).toBe(2));
  expect(told(screens.berta)).toBe(1);
  expect([await sees(people.ana), (await sees(people.berta)).length]).toEqual([[], 1]);
  expect(await names()).toEqual([["Ana Ficticia"], ["Berta Ejemplo"]]);

  await eventually(async () => {
    const changes = (await house.published(AnnouncementChanged)).filter(
      ({ data }) => data.announcementId === announcementId,
    );
    const readings = (await house.published(AnnouncementRead)).filter(
      ({ data }) => data.announcementId === announcementId,
    );
    expect(changes).toMatchObject([{ data: { change: "made", audience: "everybody", mustBeRead: true } }]);
    expect(readings).toMatchObject([{ actor: { kind: "person", role: "executive" } }]);
    expect(JSON.stringify([changes, readings])).not.toContain("luz");
  });
});

test("a team's is seen by that team, one that is over by nobody, and whoever comes later while it stands sees it", async () => {
  const { id } = (await people.ana.desk()).me;
  expect((await people.carla.ask("PUT", `/people/${id}`, { team: "noche" })).status).toBe(200);
  await announce({ team: "noche", text: "La noche parte media hora antes." });
  expect(await sees(people.ana)).toMatchObject([{ team: "noche" }]);
  expect(await sees(people.berta)).toEqual([]);
  const [one] = await made();
  expect(one?.missing.map(({ name }) => name)).toEqual(["Ana Ficticia"]);
  ahead = 3_700_000;
  expect(await sees(people.ana)).toEqual([]);
  expect((await made())[0]?.missing).toEqual([]);
  await people.carla.ask("PUT", `/people/${id}`, { team: null });
});

test("taken back it is gone from every screen, once, and the record says so", async () => {
  const { announcementId } = await announce();
  await eventually(() => expect(told(screens.ana)).toBe(1));
  for (let time = 0; time < 2; time += 1) {
    const answer = await people.carla.ask("POST", "/announcements/withdraw", { announcementId });
    expect(answer.status).toBe(200);
  }
  await eventually(() => expect(told(screens.ana)).toBe(2));
  expect(await sees(people.ana)).toEqual([]);
  expect((await read(people.ana, announcementId)).status).toBe(200);
  expect((await made())[0]).toMatchObject({ withdrawnAt: expect.any(String), read: [], missing: [] });
  await eventually(async () => {
    const changes = (await house.published(AnnouncementChanged)).filter(
      ({ data }) => data.announcementId === announcementId,
    );
    expect(changes.map(({ data }) => data.change)).toEqual(["made", "withdrawn"]);
  });
});

test("it names no woman and holds nothing of one, and stands for a week at most", async () => {
  const message = await house.writes("hola");
  const { codeName } = await eventually(async () => {
    const card = (await people.carla.desk()).queue.find(({ id }) => id === message.sessionId);
    if (!card) throw new Error("it does not wait yet");
    return card;
  });
  const typed = [codeName, codeName.toLowerCase(), codeName.replace("-", " ")];
  for (const named of typed)
    expect(await announce({ text: `Ojo con ${named} esta noche.` })).toMatchObject({
      status: 422,
      code: "text-with-personal-data",
    });
  for (const text of ["Su RUT es 12.345.678-5", "Llamar al +56 9 8765 4321", "Vive en Los Aromos 123"])
    expect(await announce({ text })).toMatchObject({ code: "text-with-personal-data" });
  for (const days of [-1, 8]) {
    const until = new Date(Date.now() + days * 86_400_000).toISOString();
    expect(await announce({ until })).toMatchObject({ status: 422, code: "invalid-request" });
  }
  expect(await announce({ text: "x".repeat(281) })).toMatchObject({ code: "invalid-request" });
  expect(await announce({}, people.ana)).toMatchObject({ code: "not-permitted" });
  expect(await made()).toEqual([]);
});
