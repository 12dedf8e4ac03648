import { BlockLifted, HoldEnded, WallEnded } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
type Wall = { id: string; personName: string; codeName: string };

let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let ana: Person;
let carla: Person;

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Carla")]);
  for (const one of [ana, carla]) await one.ask("POST", "/me/ready", { ready: false });
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "kept away test" });
  await db.updateTable("executives").set({ capacity: 8 }).execute();
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

async function arrives(from: { contactId?: string } = {}) {
  const message = await house.writes("hola", from);
  await house.assesses(message, "support");
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe("support"));
  const { codeName } = (await carla.read(message.sessionId)).card;
  return { ...message, codeName };
}
const queueOf = async (who: Person) => (await who.desk()).queue.map(({ id }) => id);
const wallsFor = async (who: Person): Promise<Wall[]> => (await who.ask("GET", "/walls")).body.walls;
const blocksFor = async (who: Person) => (await who.ask("GET", "/blocks")).body.blocks;
const endWall = (who: Person, { id }: { id: string }) =>
  who.ask("POST", `/walls/${id}/end`, { reason: "mistaken" });

describe("a conflict of interest", () => {
  test("a supervisor sees it by code, ends it with a reason, and she is there again without asking for her desk", async () => {
    const { sessionId, codeName, contactId } = await arrives();
    expect((await ana.command(sessionId, "wall")).status).toBe(200);
    expect(await queueOf(ana)).not.toContain(sessionId);
    const [wall] = (await wallsFor(carla)).filter((one) => one.codeName === codeName);
    if (!wall) throw new Error("the wall is not on the list");
    expect(wall.personName).toMatch(/^Ana/);
    expect(JSON.stringify(wall)).not.toContain(contactId);
    // To whoever declared it there is nothing to see and nothing to end.
    expect((await ana.ask("GET", "/walls")).body.code).toBe("not-permitted");
    expect((await endWall(ana, wall)).body.code).toBe("not-permitted");

    const live = await ana.live();
    expect((await endWall(carla, wall)).status).toBe(200);
    await eventually(async () =>
      expect(live.frames).toContainEqual(
        expect.objectContaining({
          type: "session",
          place: "queue",
          card: expect.objectContaining({ id: sessionId }),
        }),
      ),
    );
    live.close();
    expect(await queueOf(ana)).toContain(sessionId);
    expect(await wallsFor(carla)).not.toContainEqual(expect.objectContaining({ codeName }));
    expect((await endWall(carla, wall)).body.code).toBe("not-found");
    await eventually(async () => {
      const [told] = (await house.published(WallEnded)).filter((event) => event.sessionId === sessionId);
      const [anaId, carlaId] = [(await ana.desk()).me.id, (await carla.desk()).me.id];
      expect(told?.data).toEqual({ personId: carlaId, about: anaId, reason: "mistaken" });
      expect(told?.actor).toMatchObject({ kind: "person", id: carlaId });
    });
  });

  test("what a supervisor knows herself is on no list of hers, and she ends nothing of it", async () => {
    const { sessionId, codeName } = await arrives();
    await ana.command(sessionId, "wall");
    const [anas] = (await wallsFor(carla)).filter((one) => one.codeName === codeName);
    await carla.command(sessionId, "block", { hours: 2, reason: "joke" });
    const [block] = (await blocksFor(carla)).filter((one: Wall) => one.codeName === codeName);
    expect((await carla.command(sessionId, "wall")).status).toBe(200);
    expect((await wallsFor(carla)).map((one) => one.codeName)).not.toContain(codeName);
    expect((await blocksFor(carla)).map((one: Wall) => one.codeName)).not.toContain(codeName);
    const carlaId = (await carla.desk()).me.id;
    const own = await db
      .selectFrom("walls")
      .select("id")
      .where("person_id", "=", carlaId)
      .executeTakeFirstOrThrow();
    for (const wall of [anas, own]) {
      if (!wall) throw new Error("there is no such wall");
      expect((await endWall(carla, wall)).body.code).toBe("not-found");
    }
    const lifted = await carla.ask("POST", `/blocks/${block.id}/lift`, { reason: "enough" });
    expect(lifted.body.code).toBe("not-found");
    expect(await db.selectFrom("walls").select("id").where("id", "=", own.id).execute()).toHaveLength(1);
  });
});

test("what an engineer asks for is the session's trace, for supervisors and of what they may read", async () => {
  const { sessionId } = await arrives();
  const traceOf = (who: Person) => who.ask("GET", `/sessions/${sessionId}/trace`);
  const traceId = sessionId.replaceAll("-", "");
  expect((await traceOf(carla)).body).toEqual({ traceId, url: `https://trazas.example/trace/${traceId}` });
  expect((await traceOf(ana)).body.code).toBe("not-permitted");
  await carla.command(sessionId, "wall");
  expect((await traceOf(carla)).body.code).toBe("not-found");
});

describe("a block", () => {
  test("is seen with its end, its reason and whose it is; lifted, she waits at once", async () => {
    const first = await arrives();
    await ana.command(first.sessionId, "claim");
    await ana.command(first.sessionId, "block", { hours: 2, reason: "joke" });
    await ana.command(first.sessionId, "seen", { messageIds: [first.messageId] });
    await ana.command(first.sessionId, "close", { classification: "unrelated" });
    const again = await house.writes("hola de nuevo", { contactId: first.contactId });
    await house.assesses(again, "support");
    await eventually(async () => expect(await queueOf(carla)).toContain(again.sessionId));
    expect(await queueOf(ana)).not.toContain(again.sessionId);

    const [block] = (await blocksFor(carla)).filter((one: Wall) => one.codeName === first.codeName);
    expect(block).toMatchObject({ reason: "joke", byName: expect.stringMatching(/^Ana/) });
    expect(Date.parse(block.until) - Date.parse(block.since)).toBe(2 * 3_600_000);
    const lift = (who: Person) =>
      who.ask("POST", `/blocks/${block.id}/lift`, { reason: "perhaps-in-danger" });
    expect((await ana.ask("GET", "/blocks")).body.code).toBe("not-permitted");
    expect((await lift(ana)).body.code).toBe("not-permitted");
    expect((await lift(carla)).status).toBe(200);
    expect(await queueOf(ana)).toContain(again.sessionId);
    expect((await lift(carla)).body.code).toBe("not-found");
    await eventually(async () => {
      const [told] = (await house.published(BlockLifted)).filter(
        (event) => event.contactId === first.contactId,
      );
      expect(told?.data).toEqual({ personId: (await carla.desk()).me.id, reason: "perhaps-in-danger" });
      const ends = (await house.published(HoldEnded)).filter((event) => event.sessionId === again.sessionId);
      expect(ends.map(({ data }) => data.reason)).toEqual(["by-person"]);
    });
  });

  test("lifting it leaves alone what a supervisor keeps back, and one that was set anew is not lifted by mistake", async () => {
    const first = await arrives();
    await carla.command(first.sessionId, "block", { hours: 2, reason: "spam" });
    const seen = async () => (await blocksFor(carla)).find((one: Wall) => one.codeName === first.codeName);
    const before = await seen();
    await carla.command(first.sessionId, "block", { hours: 8, reason: "insults" });
    const lift = ({ id }: { id: string }) => carla.ask("POST", `/blocks/${id}/lift`, { reason: "enough" });
    expect((await lift(before)).body.code).toBe("not-found");
    await carla.command(first.sessionId, "hold", { minutes: 30 });
    expect((await lift(await seen())).status).toBe(200);
    expect((await carla.read(first.sessionId)).card.heldUntil).not.toBeNull();
    expect(await seen()).toBeUndefined();
  });
});
