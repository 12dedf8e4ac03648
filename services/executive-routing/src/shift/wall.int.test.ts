import { type AlertCode, AlertRaised } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import type { ServerFrame } from "../desk/api.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

let house: House;
let ana: Awaited<ReturnType<typeof logIn>>;
let berta: typeof ana;
let carla: typeof ana;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
const id = { ana: "", berta: "", carla: "" };
const idOf = async (who: typeof ana) => (await who.desk()).me.id;
const sockets: { close(): void }[] = [];

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
  for (const one of [ana, berta, carla]) await one.ask("POST", "/me/ready", { ready: false });
  Object.assign(id, { ana: await idOf(ana), berta: await idOf(berta), carla: await idOf(carla) });
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
  await db.updateTable("executives").set({ capacity: 8 }).execute();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

const connect = async (who: typeof ana) => {
  const socket = await who.live();
  sockets.push(socket);
  await eventually(() => expect(socket.frames.some(({ type }) => type === "welcome")).toBe(true));
  return socket;
};
const last = <Type extends ServerFrame["type"]>(frames: ServerFrame[], type: Type) =>
  frames.findLast((frame): frame is Extract<ServerFrame, { type: Type }> => frame.type === type);

async function attendedBy(who: typeof ana) {
  const message = await house.writes("hola");
  await house.assesses(message, "support");
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe("support"));
  expect((await who.command(message.sessionId, "claim")).status).toBe(200);
  return message.sessionId;
}

test("a session that a colleague offers shows on the desk of who is asked, and leaves it when she says no", async () => {
  const screen = await connect(berta);
  const sessionId = await attendedBy(ana);
  const note = { how: "warm", to: id.berta, note: "habla mejor contigo" };
  expect((await ana.command(sessionId, "transfer", note)).status).toBe(200);
  await eventually(() => expect(last(screen.frames, "session")).toMatchObject({ place: "offered" }));
  expect((await berta.desk()).offered.map((card) => card.id)).toEqual([sessionId]);
  // Before she says yes she may read what is handed to her, the note too.
  expect((await berta.ask("GET", `/sessions/${sessionId}/context`)).body.notes).toMatchObject([
    { kind: "handover", text: note.note },
  ]);
  expect((await berta.command(sessionId, "decline")).status).toBe(200);
  await eventually(() => expect(last(screen.frames, "session")).toMatchObject({ place: "gone" }));
  expect((await berta.desk()).offered).toEqual([]);
  expect((await ana.desk()).mine.map((card) => card.id)).toContain(sessionId);
});

test("a supervisor who is asked finds it among the offered, not among those of others", async () => {
  const sessionId = await attendedBy(ana);
  await ana.command(sessionId, "transfer", { how: "warm", to: id.carla, note: "necesito tu ayuda" });
  const { offered, attendedByOthers } = await carla.desk();
  expect(offered.map((card) => card.id)).toEqual([sessionId]);
  expect(attendedByOthers.map((card) => card.id)).not.toContain(sessionId);
  expect((await carla.command(sessionId, "accept")).status).toBe(200);
  expect((await carla.desk()).mine.find((card) => card.id === sessionId)?.attendedSince).toEqual(
    expect.any(String),
  );
});

test("whoever hands over sees who has room, and not herself", async () => {
  await connect(berta);
  await eventually(async () => {
    const { people } = (await ana.ask("GET", "/colleagues")).body;
    expect(people.map((one: { id: string }) => one.id).sort()).toEqual([id.berta, id.carla].sort());
    expect(people.find((one: { id: string }) => one.id === id.berta)).toMatchObject({
      presence: "here",
      room: 8,
    });
  });
});

test("an emergency rings for whoever has just come in, before she has pressed anything", async () => {
  await db.deleteFrom("executives").where("person_id", "=", id.berta).execute();
  await ana.ask("POST", "/me/presence", { state: "break" });
  const screen = await connect(berta);
  const message = await house.writes("hola");
  await house.assesses(message, "imminent");
  await eventually(() => expect(last(screen.frames, "session")?.card.offer?.to).toBe(id.berta));
  expect((await berta.command(message.sessionId, "accept")).status).toBe(200);
  await db.updateTable("executives").set({ capacity: 8 }).execute();
  await ana.ask("POST", "/me/presence", { state: "here" });
});

test("the wall is told of loads, breaks and since when, while a supervisor looks at it", async () => {
  const wall = await connect(carla);
  wall.wall(true);
  await eventually(() => expect(last(wall.frames, "shift")?.people.map((one) => one.id)).toContain(id.ana));
  const before = new Date().toISOString();
  const sessionId = await attendedBy(ana);
  const ofAna = () => last(wall.frames, "shift")?.people.find((one) => one.id === id.ana);
  const load = await eventually(async () => {
    const found = ofAna()?.load ?? 0;
    expect(found).toBe((await ana.desk()).load.used);
    expect(found).toBeGreaterThan(0);
    return found;
  });
  await ana.ask("POST", "/me/presence", { state: "break" });
  await eventually(() => expect(ofAna()).toMatchObject({ presence: "break", load }));
  expect((ofAna()?.presenceSince ?? "") >= before).toBe(true);
  expect((await carla.desk()).attendedByOthers.map((card) => card.id)).toContain(sessionId);
  await ana.ask("POST", "/me/presence", { state: "here" });
});

test("an executive who asks for the wall is shown nothing", async () => {
  const screen = await connect(ana);
  screen.wall(true);
  await attendedBy(berta);
  await eventually(() => expect(last(screen.frames, "session")).toBeDefined());
  expect(last(screen.frames, "shift")).toBeUndefined();
});

test("her day is hers: what she took, closed and answered, and how soon", async () => {
  const before = (await berta.ask("GET", "/me/day")).body;
  const sessionId = await attendedBy(berta);
  await berta.says(sessionId, "Hola, te leo.");
  const { messages } = await berta.read(sessionId);
  await berta.command(sessionId, "seen", {
    messageIds: messages.filter(({ direction }) => direction === "in").map((message) => message.id),
  });
  expect((await berta.command(sessionId, "close", { classification: "support" })).status).toBe(200);
  const after = (await berta.ask("GET", "/me/day")).body;
  expect(after).toMatchObject({
    taken: before.taken + 1,
    closed: before.closed + 1,
    answers: before.answers + 1,
    firstAnswerSeconds: expect.any(Number),
  });
});

test("the hours are shown with the holidays to come, by the names that people know", async () => {
  const { body } = await carla.ask("GET", "/hours");
  expect(body).toMatchObject({ open: true, hours: { timeZone: "America/Santiago" } });
  expect(body.holidays.find((day: { date: string }) => day.date.endsWith("-09-18"))?.name).toMatch(
    /independencia|patrias/i,
  );
});

test("every desk hears that the line stopped, and that it is well again", async () => {
  const screen = await connect(ana);
  const says = (code: AlertCode) =>
    house.publish(
      AlertRaised.create({
        id: uuidv7(),
        source: "gateway",
        occurredAt: new Date().toISOString(),
        actor: { kind: "service", name: "gateway" },
        data: { code, severity: "critical", detail: {} },
      }),
    );
  const kinds = () => last(screen.frames, "status")?.status.troubles.map(({ kind }) => kind);
  await says("line-stopped");
  await eventually(() => expect(kinds()).toContain("line-stopped"));
  expect((await ana.desk()).status.troubles[0]).toMatchObject({ kind: "line-stopped" });
  await says("line-open-again");
  await eventually(() => expect(kinds()).not.toContain("line-stopped"));
});

test("triage that does not answer is said on every desk, since it was late", async () => {
  const screen = await connect(ana);
  const message = await house.writes("hola");
  const kinds = () => last(screen.frames, "status")?.status.troubles.map(({ kind }) => kind);
  await eventually(() => expect(kinds()).toContain("triage-behind"), 15_000);
  await house.assesses(message, "support");
  await eventually(() => expect(kinds()).not.toContain("triage-behind"), 15_000);
}, 40_000);
