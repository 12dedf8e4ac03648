import { RightsAnswered, RightsExported, RightsIdentityChecked, RightsRequested } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { erasureJournal } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { keepSchedule } from "../retention/keeper.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
const agreed = "volantín azul";

const schedule = { contentHours: 72, factsDays: 365, takenBack: "keep-sealed" as const };
let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let ana: Person;
let carla: Person;

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Carla")]);
  await ana.ask("POST", "/me/ready", { ready: false });
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "rights test" });
  await db.updateTable("executives").set({ capacity: 30 }).execute();
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

const after = async (hours: number) => ({
  db,
  vault: house.vault,
  store: await house.store(),
  journal: erasureJournal(undefined),
  clock: { now: () => new Date(Date.now() + hours * 3_600_000).toISOString() },
});

async function attended() {
  const message = await house.writes("quiero saber qué guardan de mí");
  await house.assesses(message, "support");
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe("support"));
  expect((await ana.command(message.sessionId, "claim")).status).toBe(200);
  const plan = { readBy: "only-her", agreedWord: agreed };
  expect((await ana.ask("PUT", `/sessions/${message.sessionId}/safe-contact-plan`, plan)).status).toBe(200);
  await ana.ask("PUT", `/sessions/${message.sessionId}/case`, {
    facts: { "home.commune": "Villa Ficticia" },
  });
  await ana.command(message.sessionId, "notes", { noteId: uuidv7(), kind: "note", text: "nota del equipo" });
  return message;
}

const closes = async (sessionId: string) => {
  const messageIds = (await ana.read(sessionId)).messages.map(({ id }) => id);
  await ana.command(sessionId, "seen", { messageIds });
  expect((await ana.command(sessionId, "close", { classification: "support" })).status).toBe(200);
};

async function asks(sessionId: string, kind: string, word?: string): Promise<string> {
  const requestId = uuidv7();
  expect((await ana.command(sessionId, "rights", { requestId, kind, word })).status).toBe(200);
  return requestId;
}
const answers = (request: string, body: object) => carla.ask("POST", `/rights/${request}/answer`, body);
const bookOf = async (request: string) =>
  (await carla.ask("GET", "/rights")).body.requests.find(({ id }: { id: string }) => id === request);

test("access: nobody gets anything before the agreed word; then a text that she can read, without the team's notes", async () => {
  const { sessionId } = await attended();
  const request = await asks(sessionId, "access", "otra palabra");
  expect(await bookOf(request)).toMatchObject({ identity: "does-not-match", overdue: false });
  expect((await carla.ask("POST", `/rights/${request}/export`, {})).body.code).toBe("identity-first");
  expect((await answers(request, { outcome: "granted" })).body.code).toBe("identity-first");

  await carla.ask("POST", `/rights/${request}/identity`, { word: "es volantin AZUL" });
  const { readable, data } = (await carla.ask("POST", `/rights/${request}/export`, {})).body;
  expect(readable).toContain("quiero saber qué guardan de mí");
  expect(readable).toContain("Comuna: Villa Ficticia");
  expect(readable).toContain("hasta 30 días");
  expect(readable).not.toContain("nota del equipo");
  expect(readable).toContain("Este teléfono lo lees solo tú.");
  expect(readable).toContain("Por tu seguridad no se escriben aquí");
  // Whoever finds it on her phone must not learn by which word she is known.
  expect(`${readable}${JSON.stringify(data)}`.toLowerCase()).not.toContain(agreed.toLowerCase());
  expect(data.conversations[0].messages[0]).toMatchObject({ from: "she", kind: "text" });
  expect((await answers(request, { outcome: "granted" })).status).toBe(200);
  expect((await answers(request, { outcome: "granted" })).body.code).toBe("already-answered");

  await eventually(async () => {
    const checks = (await house.published(RightsIdentityChecked)).filter(
      ({ data }) => data.requestId === request,
    );
    expect(checks.map(({ data }) => data.matches)).toEqual([false, true]);
    expect(JSON.stringify(checks)).not.toContain("volant");
    expect((await house.published(RightsRequested)).some(({ data }) => data.requestId === request)).toBe(
      true,
    );
    expect((await house.published(RightsExported)).map(({ data }) => data.messages)).toContain(1);
    expect((await house.published(RightsAnswered)).some(({ data }) => data.requestId === request)).toBe(true);
  });
});

test("erasure: not while she is attended; granted, everything of hers goes", async () => {
  const her = await attended();
  const request = await asks(her.sessionId, "erasure", agreed);
  expect((await answers(request, { outcome: "granted" })).body.code).toBe("still-open");
  expect(await bookOf(request)).toMatchObject({ answeredAt: null });
  await closes(her.sessionId);
  expect((await answers(request, { outcome: "granted" })).status).toBe(200);
  await eventually(async () => {
    const contact = await db
      .selectFrom("contacts")
      .select("erased_at")
      .where("id", "=", her.contactId)
      .executeTakeFirstOrThrow();
    expect(contact.erased_at).not.toBeNull();
  });
  expect((await ana.read(her.sessionId)).messages[0]?.content).toBeNull();
});

test("a refusal has its legal reason, and needs no word", async () => {
  const { sessionId } = await attended();
  const request = await asks(sessionId, "opposition");
  expect((await answers(request, { outcome: "refused" })).body.code).toBe("invalid-request");
  expect((await answers(request, { outcome: "refused", legalReason: "public-function" })).status).toBe(200);
  expect(await bookOf(request)).toMatchObject({ outcome: "refused", legalReason: "public-function" });
});

test("blocking: nobody looks back at a closed conversation, and the schedule does not destroy it", async () => {
  const her = await attended();
  const request = await asks(her.sessionId, "blocking", agreed);
  const { askedAt, dueAt } = await bookOf(request);
  expect(Date.parse(dueAt) - Date.parse(askedAt)).toBeLessThanOrEqual(7 * 24 * 3_600_000);
  expect((await carla.ask("POST", `/rights/${request}/extend`, {})).body.code).toBe("already-extended");
  expect((await answers(request, { outcome: "granted" })).status).toBe(200);
  expect((await ana.read(her.sessionId)).messages).toHaveLength(1); // whoever attends her goes on
  await closes(her.sessionId);
  for (const one of [ana, carla])
    expect((await one.ask("GET", `/sessions/${her.sessionId}`)).body.code).toBe("not-found");
  await keepSchedule(await after(100), schedule);
  const { content_box } = await db
    .selectFrom("messages")
    .select("content_box")
    .where("session_id", "=", her.sessionId)
    .executeTakeFirstOrThrow();
  expect(content_box.length).toBeGreaterThan(0);
});

test("the time to answer is extended once, and supervisors hear when it has passed", async () => {
  const { sessionId } = await attended();
  const request = await asks(sessionId, "portability", agreed);
  const { dueAt } = await bookOf(request);
  expect((await carla.ask("POST", `/rights/${request}/extend`, {})).status).toBe(200);
  expect(Date.parse((await bookOf(request)).dueAt) - Date.parse(dueAt)).toBe(30 * 24 * 3_600_000);
  expect((await carla.ask("POST", `/rights/${request}/extend`, {})).body.code).toBe("already-extended");
  for (let looks = 0; looks < 2; looks += 1) await keepSchedule(await after(61 * 24), schedule);
  const alerts = await db
    .selectFrom("alerts")
    .select("detail")
    .where("code", "=", "rights-overdue")
    .execute();
  expect(alerts.filter(({ detail }) => detail.requestId === request)).toHaveLength(1);
});
