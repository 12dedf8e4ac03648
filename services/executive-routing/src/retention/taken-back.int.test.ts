import { type TakenBackPolicy, TakenBackSettled } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { erasureJournal } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import { settleTakenBack } from "./taken-back.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let ana: Person;
let carla: Person;
let marta: string;

beforeAll(async () => {
  house = await startHouse({ takenBack: "keep-in-danger" });
  const url = await house.replica();
  [ana, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Carla")]);
  await ana.ask("POST", "/me/ready", { ready: false });
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "taken back test" });
  await db.updateTable("executives").set({ capacity: 30 }).execute();
  const invited = { name: "Marta Invento", email: "marta@servicio.test", role: "supervisor" };
  marta = (await carla.ask("POST", "/people", invited)).body.personId;
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

/** A conversation that Ana attends; its second message, which she has read, is the one to be taken back. */
async function attended(tier: "support" | "high") {
  const first = await house.writes("hola");
  await house.assesses(first, tier);
  await eventually(async () => expect((await carla.read(first.sessionId)).card.tier).toBe(tier));
  expect((await ana.command(first.sessionId, "claim")).status).toBe(200);
  const { contactId, sessionId } = first;
  const hers = await house.writes("él esconde un cuchillo", { contactId, sessionId });
  await house.assesses(hers, tier);
  const edit = { contactId, sessionId, messageId: uuidv7(), editOf: hers.messageId };
  await house.writes("él esconde un cuchillo jaspeado", edit);
  await house.assesses({ ...hers, messageId: edit.messageId }, tier);
  await eventually(async () => expect((await ana.read(sessionId)).messages).toHaveLength(3));
  const messageIds = (await ana.read(sessionId)).messages.map(({ id }) => id);
  await ana.command(sessionId, "seen", { messageIds });
  await eventually(async () => expect(await found("jaspeado")).toEqual([sessionId]));
  return { contactId, sessionId, messageId: hers.messageId, editId: edit.messageId };
}

const found = async (text: string): Promise<string[]> =>
  (await ana.ask("POST", "/searches", { text })).body.sessions.map(({ id }: { id: string }) => id);
const boxes = async ({ messageId, editId }: { messageId: string; editId: string }) =>
  (
    await db.selectFrom("messages").select("content_box").where("id", "in", [messageId, editId]).execute()
  ).map(({ content_box }) => content_box.length > 0);
const settled = async (messageId: string) =>
  (await house.published(TakenBackSettled)).filter(({ data }) => data.messageId === messageId);
const look = async (policy: TakenBackPolicy) =>
  settleTakenBack(
    {
      db,
      vault: house.vault,
      store: await house.store(),
      journal: erasureJournal(undefined),
      clock: systemClock,
    },
    policy,
  );
const done = async (sessionId: string) => {
  expect((await ana.command(sessionId, "close", { classification: "support" })).status).toBe(200);
};

test("it and its newer wording are hidden and found by nobody at once; without danger the bytes go too, on the record", async () => {
  const hers = await attended("support");
  await house.revokes(hers, hers.messageId);
  await eventually(async () => {
    const { messages } = await ana.read(hers.sessionId);
    expect(messages.map(({ content }) => content)).toEqual([{ kind: "text", text: "hola" }, null, null]);
  });
  expect(await found("jaspeado")).toEqual([]);
  await eventually(async () => expect(await boxes(hers)).toEqual([false, false]));
  const [event, ...more] = await eventually(async () => {
    const events = await settled(hers.messageId);
    expect(events.length).toBeGreaterThan(0);
    return events;
  });
  expect(more).toEqual([]);
  expect(event?.data).toMatchObject({
    outcome: "destroyed",
    policy: "keep-in-danger",
    ground: "her-will",
  });
  expect(JSON.stringify(event)).not.toContain("cuchillo");
  // A file that was on its way, and words that replace these, come after that: they go at the next look.
  await house.keepsFile(hers, "image/png", Buffer.from("una imagen"));
  const object = await eventually(async () => {
    const row = await db
      .selectFrom("media")
      .select("object")
      .where("message_id", "=", hers.messageId)
      .executeTakeFirstOrThrow();
    return row.object!;
  });
  await look("keep-in-danger");
  await expect((await house.store()).get(object)).rejects.toThrow(/no file/);
  await done(hers.sessionId);
});

test("where danger was seen it stays sealed, and is shown to nobody; the screen says which policy is in force", async () => {
  const hers = await attended("high");
  await house.revokes(hers, hers.messageId);
  await eventually(async () =>
    expect((await settled(hers.messageId)).map(({ data }) => data)).toMatchObject([
      { outcome: "kept-sealed", ground: "vital-interest" },
    ]),
  );
  expect(await boxes(hers)).toEqual([true, true]);
  expect((await ana.read(hers.sessionId)).messages[1]?.content).toBeNull();
  expect((await carla.ask("GET", "/retention")).body.takenBack).toBe("keep-in-danger");
  await done(hers.sessionId);
});

test("what was not read by triage waits; a conversation that is held by somebody keeps it whatever the policy", async () => {
  const hers = await attended("support");
  const { contactId, sessionId } = hers;
  const hold = { reason: "court-order", reviewerId: marta, reviewDays: 30 };
  expect((await carla.command(sessionId, "legal-hold", hold)).status).toBe(200);
  const late = await house.writes("esto no", { contactId, sessionId });
  await house.revokes(hers, late.messageId);
  await eventually(async () =>
    expect((await ana.read(sessionId)).messages.at(-1)).toMatchObject({ content: null }),
  );
  await look("destroy");
  expect(await settled(late.messageId)).toEqual([]);
  await house.assesses(late, "support");
  await eventually(async () => {
    await look("destroy");
    expect((await settled(late.messageId)).map(({ data }) => data)).toMatchObject([
      { outcome: "kept-sealed", ground: "legal-hold" },
    ]);
  });
});
