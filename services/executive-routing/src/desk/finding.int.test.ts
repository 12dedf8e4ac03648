import { CannedReplyChanged, Searched, SendRequested } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let ana: Awaited<ReturnType<typeof logIn>>;
let berta: typeof ana;
let carla: typeof ana;

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
  for (const one of [ana, berta, carla]) await one.ask("POST", "/me/ready", { ready: false });
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
  await db.updateTable("executives").set({ capacity: 8 }).execute();
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

/** A session that Ana attends, whose message she has read. */
async function attended(text: string) {
  const message = await house.writes(text);
  await house.assesses(message, "support");
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe("support"));
  expect((await ana.command(message.sessionId, "claim")).status).toBe(200);
  const seen = await ana.command(message.sessionId, "seen", { messageIds: [message.messageId] });
  expect(seen.status).toBe(204);
  return message;
}
const found = async (who: typeof ana, search: object): Promise<string[]> => {
  const answer = await who.ask("POST", "/searches", search);
  expect(answer.status).toBe(200);
  return answer.body.sessions.map(({ id }: { id: string }) => id);
};

describe("looking among the sessions that one may see", () => {
  test("what she read and what she wrote is found by exact word, by her and her supervisor, by nobody else", async () => {
    const { sessionId } = await attended("Mi hermana vive en Villa Ficticia, tiene un canelo");
    await ana.says(sessionId, "Ya vi tu mensaje del zapallar, gracias");
    await eventually(async () => expect(await found(ana, { text: "CANELO" })).toEqual([sessionId]));
    expect(await found(ana, { text: "hermana zapallar" })).toEqual([sessionId]);
    expect(await found(ana, { text: "canelos" })).toEqual([]);
    expect(await found(carla, { text: "canelo" })).toEqual([sessionId]);
    expect(await found(berta, { text: "canelo" })).toEqual([]);
  });

  test("notes are found, where she is and what is whispered is not", async () => {
    const { sessionId } = await attended("hola");
    const add = (kind: string, text: string) =>
      ana.command(sessionId, "notes", { noteId: uuidv7(), kind, text });
    expect((await add("note", "Prefiere que le digan Petunia")).status).toBe(200);
    expect(await found(ana, { text: "petunia" })).toEqual([sessionId]);
    expect((await add("note", "Su vecina es el 9 8765 4321")).status).toBe(200);
    const { notes } = (await ana.ask("GET", `/sessions/${sessionId}/context`)).body;
    expect(notes.at(-1).text).toBe("Su vecina es el [teléfono]");
    expect(await found(ana, { text: "8765" })).toEqual([]);
    await ana.command(sessionId, "emergency/open");
    const details = {
      children: "no",
      weapons: "no",
      injuries: "no",
      safeToCall: "no",
      place: "Quebrada Inventada",
    };
    await ana.command(sessionId, "emergency/details", details);
    expect(await found(ana, { text: "quebrada" })).toEqual([]);
  });

  test("by code name, tier and time together", async () => {
    const { sessionId } = await attended("hola");
    const { codeName, openedAt } = (await ana.read(sessionId)).card;
    expect(await found(ana, { text: codeName, tier: "support", to: new Date().toISOString() })).toContain(
      sessionId,
    );
    expect(await found(ana, { text: codeName, tier: "imminent" })).not.toContain(sessionId);
    expect(
      await found(ana, { text: codeName, to: new Date(Date.parse(openedAt) - 60_000).toISOString() }),
    ).toEqual([]);
    expect((await ana.ask("POST", "/searches", {})).status).toBe(422);
  });

  test("a contact that one knows is in no search, and each search is on the record without its words", async () => {
    const { sessionId } = await attended("una jacaranda");
    await eventually(async () => expect(await found(carla, { text: "jacaranda" })).toEqual([sessionId]));
    await carla.ask("POST", `/sessions/${sessionId}/wall`);
    expect(await found(carla, { text: "jacaranda" })).toEqual([]);
    await eventually(async () => {
      const searches = await house.published(Searched);
      expect(searches.some(({ data }) => data.by.includes("text") && data.found === 1)).toBe(true);
      expect(JSON.stringify(searches)).not.toContain("jacaranda");
    });
  });

  test("whoever looks for her own name leaves that on the record", async () => {
    await carla.ask("POST", "/searches", { text: "la señora Demostracion" });
    await eventually(async () => {
      const searches = await house.published(Searched);
      expect(searches.filter(({ data }) => data.aboutHerself)).toMatchObject([
        { actor: { role: "supervisor" }, data: { by: ["text"], found: 0 } },
      ]);
    });
  });

  test("the index holds no word, and not the same mark for two women", async () => {
    const one = await attended("araucaria");
    const other = await attended("araucaria");
    const marksOf = (id: string) =>
      db.selectFrom("word_marks").select("mark").where("session_id", "=", id).execute();
    await eventually(async () => expect(await marksOf(other.sessionId)).toHaveLength(1));
    const [[first], [second]] = [await marksOf(one.sessionId), await marksOf(other.sessionId)];
    expect(first?.mark.equals(second?.mark as Buffer)).toBe(false);
    expect(first?.mark.toString("latin1")).not.toContain("arauc");
  });
});

describe("texts written once", () => {
  const write = (who: typeof ana, facts: object) =>
    who.ask("PUT", "/canned-replies", {
      replyId: uuidv7(),
      scope: "personal",
      name: "saludo",
      text: "{saludo}, soy {ejecutiva}.",
      ...facts,
    });
  const namesFor = async (who: typeof ana) =>
    (await who.ask("GET", "/canned-replies")).body.replies.map(({ name }: { name: string }) => name);

  test("her own are hers; the team's are for everybody and written by supervisors", async () => {
    const replyId = uuidv7();
    expect((await write(ana, { replyId })).status).toBe(200);
    expect(await namesFor(ana)).toContain("saludo");
    expect(await namesFor(berta)).not.toContain("saludo");
    expect((await write(berta, { replyId, text: "otra cosa" })).body.code).toBe("not-found");
    expect((await write(ana, { scope: "team", name: "despedida" })).body.code).toBe("not-permitted");
    const team = uuidv7();
    expect((await write(carla, { replyId: team, scope: "team", name: "despedida" })).status).toBe(200);
    expect(await namesFor(berta)).toContain("despedida");
    expect((await write(ana, { replyId: team })).body.code).toBe("not-permitted");
    expect((await ana.ask("POST", "/canned-replies/remove", { replyId: team })).body.code).toBe(
      "not-permitted",
    );
    expect((await ana.ask("POST", "/canned-replies/remove", { replyId })).status).toBe(200);
    expect(await namesFor(ana)).not.toContain("saludo");
    await eventually(async () =>
      expect((await house.published(CannedReplyChanged)).map(({ data }) => data.change)).toContain("removed"),
    );
  });

  test("one name is one text, variables are known ones, and nobody's data are in it", async () => {
    expect((await write(ana, { name: "uno" })).status).toBe(200);
    expect((await write(ana, { name: "uno" })).body.code).toBe("name-taken");
    expect((await write(ana, { name: "dos", text: "Hola {nombre}" })).body.code).toBe("invalid-request");
    expect((await write(ana, { name: "tres", text: "Llámala al +56 9 1234 5678" })).body.code).toBe(
      "text-with-personal-data",
    );
    expect(
      (await write(ana, { name: "cuatro", text: "¿Ya hiciste la denuncia en Carabineros?" })).status,
    ).toBe(200);
    const { replies } = (await ana.ask("GET", "/canned-replies")).body;
    const betrays = (name: string) => replies.find((reply: { name: string }) => reply.name === name)?.betrays;
    expect([betrays("uno"), betrays("cuatro")]).toEqual([false, true]);
  });
});

test("an answer quotes a message of its own session, and of no other", async () => {
  const one = await attended("¿a qué hora abren?");
  const other = await attended("hola");
  const answers = (to: string) =>
    ana.command(one.sessionId, "messages", { messageId: uuidv7(), text: "A las nueve", replyTo: to });
  expect((await answers(other.messageId)).body.code).toBe("invalid-request");
  expect((await answers(one.messageId)).status).toBe(200);
  expect((await ana.read(one.sessionId)).messages.at(-1)?.replyTo).toBe(one.messageId);
  await eventually(async () =>
    expect((await house.published(SendRequested)).map(({ data }) => data.replyTo)).toContain(one.messageId),
  );
});
