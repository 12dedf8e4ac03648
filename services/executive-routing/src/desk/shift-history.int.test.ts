import { ShiftHistoryRead } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { localTime } from "../hours/schedule.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import type { ShiftHistory } from "./api.ts";

type Person = Awaited<ReturnType<typeof logIn>>;

/** The desk's time, ahead of the wall's as far as the evening has gone. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead).toISOString() };
const minute = 60_000;
let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let ana: Person;
let berta: Person;
let carla: Person;
let today: string;
const id = { ana: "", berta: "" };
const sockets: { close(): void }[] = [];
/** Time passes, and whoever is connected has been heard all along. */
const later = async (minutes: number) => {
  const heard = new Date(Date.parse(clock.now()) + minutes * minute);
  await db.updateTable("presence").set({ seen_at: heard }).execute();
  ahead += minutes * minute;
};

beforeAll(async () => {
  house = await startHouse({ clock });
  const url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
  for (const one of [ana, berta, carla]) await one.ask("POST", "/me/ready", { ready: false });
  await db.updateTable("executives").set({ capacity: 4 }).execute();
  await db.deleteFrom("presence").execute();
  id.ana = (await ana.desk()).me.id;
  id.berta = (await berta.desk()).me.id;
  // One shift that lasts all day: the test may run at any hour.
  const calm = { answerMinutes: { imminent: 900, high: 900, standard: 900 }, awayMinutes: 0 };
  const policy = { shiftStarts: ["00:00"], silenceMinutes: { imminent: 900, high: 900 }, ...calm };
  expect((await carla.ask("PUT", "/policy", policy)).status).toBe(200);
}, 60_000);
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await db?.destroy();
  await house?.stop();
});

const connect = async (who: Person) => {
  sockets.push(await who.live());
  const { id: personId } = (await who.desk()).me;
  await eventually(async () => {
    const rows = await db.selectFrom("presence").select("state").where("person_id", "=", personId).execute();
    expect(rows[0]?.state).toBe("here");
  });
};
async function waits(tier: "imminent" | "support") {
  const message = await house.writes("hola");
  await house.assesses(message, tier);
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe(tier));
  return message;
}
const ask = (who: Person, path: string, body: object = {}) =>
  who.ask("POST", path, { date: today, block: null, ...body });
const history = async (who: Person, path = "/shift-history") =>
  (await ask(who, path)).body as unknown as ShiftHistory;
const minutesOf = ({ from, to }: { from: string; to: string }) =>
  Math.round((Date.parse(to) - Date.parse(from)) / minute);
const named = ({ people }: ShiftHistory, name: string) => {
  const person = people.find((one) => one.name.startsWith(name));
  if (!person) throw new Error(`${name} is not in the shift`);
  return person;
};

test("a shift is told as it was: who was there, who attended what, what rang and for whom nobody came", async () => {
  // Well within a day of the desk, whatever the hour is where the test runs.
  const noon = Date.parse(`${localTime(clock.now(), "America/Santiago").date}T15:30:00.000Z`);
  ahead = noon + 24 * 60 * minute - Date.now();
  today = localTime(clock.now(), "America/Santiago").date;
  await connect(ana);
  const first = await waits("support");
  expect((await ana.command(first.sessionId, "claim")).status).toBe(200);
  await later(20);
  await connect(berta);
  await ana.ask("POST", "/me/presence", { state: "break" });
  await ana.command(first.sessionId, "transfer", { how: "cold", to: id.berta });
  await later(10);
  await ana.ask("POST", "/me/presence", { state: "here" });
  const urgent = await waits("imminent");
  const rung = await eventually(async () => {
    const { offer } = (await carla.read(urgent.sessionId)).card;
    if (!offer) throw new Error("it does not ring yet");
    return offer.to;
  });
  await later(0.4);
  await eventually(async () => {
    const { offer } = (await carla.read(urgent.sessionId)).card;
    expect(offer?.to).not.toBe(rung);
  });
  const taker = rung === id.ana ? berta : ana;
  expect((await taker.command(urgent.sessionId, "accept")).status).toBe(200);
  await later(30);

  const shift = await history(carla);
  expect(minutesOf(shift)).toBeGreaterThanOrEqual(23 * 60);
  const [hers, others] = [named(shift, "Ana"), named(shift, "Berta")];
  const missed = rung === id.ana ? hers : others;
  const took = rung === id.ana ? others : hers;
  expect(hers.presence.map((span) => [span.state, minutesOf(span)])).toEqual([
    ["here", 20],
    ["break", 10],
    ["here", 30],
  ]);
  expect(hers.figures).toMatchObject({ transferred: 1, closed: 0, pausedMs: expect.any(Number) });
  expect(hers.attended[0]).toMatchObject({
    sessionId: first.sessionId,
    began: "taken",
    ended: "transferred",
  });
  expect(others.attended).toContainEqual(
    expect.objectContaining({
      sessionId: first.sessionId,
      began: "received",
      ended: "goes-on",
      tier: "support",
    }),
  );
  expect(missed.marks).toMatchObject([{ kind: "ring-missed", sessionId: urgent.sessionId }]);
  expect([missed.figures.ringsMissed, took.figures.ringsMissed, took.figures.imminent]).toEqual([1, 0, 1]);
  const emergencies = shift.emergencies.filter(({ sessionId }) => sessionId === urgent.sessionId);
  expect(emergencies).toMatchObject([{ open: true, ownerName: took.name, codeName: expect.any(String) }]);
  expect(Math.max(...shift.curve.map(({ attended }) => attended))).toBe(2);

  await eventually(async () => {
    const read = (await house.published(ShiftHistoryRead)).map(({ actor, data }) => [actor, data]);
    expect(read).toMatchObject([[{ role: "supervisor" }, { about: "team", from: shift.from, to: shift.to }]]);
  });
});

test("each sees her own and no other, a supervisor her team's, nobody a contact that she knows, nor the name of one who was erased", async () => {
  const own = await history(ana, "/me/shift-history");
  expect(own.people.map(({ name }) => name)).toEqual(["Ana Ficticia"]);
  expect(JSON.stringify(own)).not.toContain(id.berta);
  expect((await ask(ana, "/shift-history")).body.code).toBe("not-permitted");

  const carlaId = (await carla.desk()).me.id;
  for (const one of [carlaId, id.berta]) await carla.ask("PUT", `/people/${one}`, { team: "noche" });
  expect((await history(carla)).people.map(({ name }) => name)).toEqual(["Berta Ejemplo"]);
  for (const one of [carlaId, id.berta]) await carla.ask("PUT", `/people/${one}`, { team: null });

  const sessionId = own.people[0]?.attended[0]?.sessionId ?? "";
  const { contact_id } = await db
    .selectFrom("sessions")
    .select("contact_id")
    .where("id", "=", sessionId)
    .executeTakeFirstOrThrow();
  await db.insertInto("walls").values({ person_id: carlaId, contact_id, at: clock.now() }).execute();
  expect(JSON.stringify(await history(carla))).not.toContain(sessionId);
  await db.deleteFrom("walls").execute();

  await db.updateTable("contacts").set({ erased_at: new Date() }).where("id", "=", contact_id).execute();
  const [erased] = named(await history(carla), "Ana").attended;
  expect(erased).toMatchObject({ sessionId, codeName: null });
});

test("what is older than the policy keeps is not told", async () => {
  const old = localTime(
    new Date(Date.parse(clock.now()) - 91 * 24 * 60 * minute).toISOString(),
    "America/Santiago",
  );
  expect((await ask(carla, "/shift-history", { date: old.date })).body.code).toBe("not-found");
  expect((await ask(carla, "/shift-history", { block: 3 })).body.code).toBe("not-found");
  expect((await ask(carla, "/shift-history", { date: "ayer" })).body.code).toBe("invalid-request");
});
