import { createHash } from "node:crypto";
import {
  DirectoryChanged,
  FollowUpChanged,
  GlassBroken,
  ReferralMade,
  SendRequested,
  SessionHeld,
} from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { loadSafety } from "@liss/safety";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { alwaysOpen, defaultSchedule } from "../hours/schedule.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

const { notices } = loadSafety().cover;
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

const closedAllWeek = {
  ...defaultSchedule,
  week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
};
const queueOf = async (who: typeof ana) => (await who.desk()).queue.map(({ id }) => id);
const sentTo = async (sessionId: string) =>
  (await house.published(SendRequested)).filter((event) => event.sessionId === sessionId);

async function arrives(tier: "support" | "imminent" = "support", from: { contactId?: string } = {}) {
  const message = await house.writes("hola", from);
  await house.assesses(message, tier);
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe(tier));
  return message;
}

describe("out of hours", () => {
  test("she gets one neutral notice with 133, the service's and nobody else's; an emergency goes to those on call, or it is said that nobody is", async () => {
    await carla.ask("PUT", "/policy", { hours: closedAllWeek });
    const message = await house.writes("hola");
    await house.writes(
      "¿están?",
      message.event.contactId ? { contactId: message.contactId, sessionId: message.sessionId } : {},
    );
    await eventually(async () => expect((await carla.read(message.sessionId)).messages).toHaveLength(3));
    await eventually(async () => expect(await sentTo(message.sessionId)).toHaveLength(1));
    const [sent] = await sentTo(message.sessionId);
    expect(sent).toMatchObject({
      actor: { kind: "service", name: "executive-routing" },
      data: { author: "system", kind: "text" },
    });
    const plain = await house.vault.open(sent!.data.content, `message:${sent!.data.messageId}`);
    expect(JSON.parse(plain.toString()).text).toBe(notices["out-of-hours"]);
    const { card } = await carla.read(message.sessionId);
    expect(card).toMatchObject({ status: "waiting", unread: 2, awaitingReplySince: expect.any(String) });
    await db.updateTable("presence").set({ state: "away" }).execute();
    await house.assesses(message, "imminent", ["agresor_presente"]);
    await eventually(async () =>
      expect((await carla.read(message.sessionId)).card.ringsFor).toBe("nobody-on-call"),
    );
    expect((await carla.desk()).alerts.map(({ code }) => code)).toContain("emergency-nobody-on-call");
    await carla.ask("PUT", "/policy", { hours: alwaysOpen });
  });
  test("the notices name a number and nothing of what this is", () => {
    for (const text of Object.values(notices)) {
      expect(text).toContain("133");
      expect(text).not.toMatch(/violencia|mujer|agres|denunci|sernameg|pareja|maltrat|riesgo|ayuda/i);
    }
  });
});

describe("kept back", () => {
  test("whoever is blocked reaches no executive, a supervisor sees it, and danger ends it at once", async () => {
    const first = await arrives();
    expect((await ana.command(first.sessionId, "claim")).status).toBe(200);
    expect((await berta.command(first.sessionId, "block", { hours: 2, reason: "joke" })).body.code).toBe(
      "not-yours",
    );
    expect((await ana.command(first.sessionId, "block", { hours: 2, reason: "joke" })).status).toBe(200);
    await ana.command(first.sessionId, "seen", { messageIds: [first.messageId] });
    await ana.command(first.sessionId, "close", { classification: "unrelated" });
    const again = await arrives("support", { contactId: first.contactId });
    expect(await queueOf(ana)).not.toContain(again.sessionId);
    expect(await queueOf(carla)).toContain(again.sessionId);
    await eventually(async () =>
      expect((await house.published(SessionHeld)).map((event) => event.sessionId)).toContain(again.sessionId),
    );
    const danger = await house.writes("ahora sí: viene", {
      contactId: first.contactId,
      sessionId: again.sessionId,
    });
    await house.assesses({ ...danger, sessionId: again.sessionId }, "high");
    await eventually(async () => expect(await queueOf(ana)).toContain(again.sessionId));
    expect((await ana.command(again.sessionId, "claim")).status).toBe(200);
    // In danger it takes a supervisor to keep somebody away.
    expect((await ana.command(again.sessionId, "block", { hours: 2, reason: "joke" })).body.code).toBe(
      "risk-too-high",
    );
    expect((await carla.command(again.sessionId, "block", { hours: 2, reason: "joke" })).status).toBe(200);
  });

  test("a supervisor's holding queue, and what triage does not answer for is held no longer", async () => {
    const calm = await arrives();
    expect((await carla.command(calm.sessionId, "hold", { minutes: 30 })).body.card.heldUntil).not.toBeNull();
    expect(await queueOf(berta)).not.toContain(calm.sessionId);
    await house.writes("otra cosa", { contactId: calm.contactId, sessionId: calm.sessionId });
    await eventually(async () => expect(await queueOf(berta)).toContain(calm.sessionId), 12_000);
    const danger = await arrives("imminent");
    expect((await carla.command(danger.sessionId, "hold", { minutes: 30 })).body.code).toBe("risk-too-high");
  });

  test("a language that she has not is left to whoever is here and has it; an emergency is not", async () => {
    await db.deleteFrom("notices").execute();
    const bertaId = (await berta.desk()).me.id;
    await carla.ask("PUT", `/people/${bertaId}`, { languages: ["es", "ht"] });
    for (const id of await queueOf(carla)) await carla.command(id, "claim");
    const { sessionId } = await arrives();
    await carla.command(sessionId, "needs", { needs: ["ht"] });
    const socket = await berta.live();
    await eventually(async () => {
      const here = await db
        .selectFrom("presence")
        .select("state")
        .where("person_id", "=", bertaId)
        .executeTakeFirst();
      expect(here?.state).toBe("here");
    });
    expect((await ana.ask("POST", "/sessions/next")).body.sessionId).toBeNull();
    expect((await berta.ask("POST", "/sessions/next")).body.sessionId).toBe(sessionId);
    socket.close();
  });
});

test("what is not hers is opened with a reason, for an hour, and the supervisors are told", async () => {
  const { sessionId, messageId } = await arrives();
  await ana.command(sessionId, "claim");
  const [anaId, carlaId] = [(await ana.desk()).me.id, (await carla.desk()).me.id];
  await db.updateTable("executives").set({ team: "día" }).where("person_id", "=", anaId).execute();
  await db.updateTable("executives").set({ team: "noche" }).where("person_id", "=", carlaId).execute();
  expect((await carla.ask("GET", `/sessions/${sessionId}`)).status).toBe(404);
  expect((await berta.ask("GET", `/sessions/${sessionId}`)).status).toBe(404);
  expect((await berta.command(sessionId, "glass", { reason: "curiosity" })).body.code).toBe(
    "invalid-request",
  );
  expect((await berta.command(sessionId, "glass", { reason: "continuity" })).status).toBe(200);
  expect((await berta.read(sessionId)).messages.map(({ id }) => id)).toEqual([messageId]);
  expect((await berta.says(sessionId, "hola")).body.code).toBe("not-yours");
  expect((await carla.desk()).alerts.map(({ code }) => code)).toContain("glass-broken");
  await eventually(async () =>
    expect((await house.published(GlassBroken)).map(({ data }) => data.reason)).toContain("continuity"),
  );
  await db
    .updateTable("glass")
    .set({ until: new Date(0) })
    .execute();
  expect((await berta.ask("GET", `/sessions/${sessionId}`)).status).toBe(404);
  await db.updateTable("executives").set({ team: null }).execute();
});

test("what others closed long ago opens for a supervisor with a reason too, and is found by its name only", async () => {
  const { sessionId, messageId } = await arrives();
  await ana.command(sessionId, "claim");
  await ana.command(sessionId, "seen", { messageIds: [messageId] });
  const codeName = (await ana.read(sessionId)).card.codeName;
  expect((await ana.command(sessionId, "close", { classification: "support" })).status).toBe(200);
  // The review of the shift needs none.
  expect((await carla.read(sessionId)).glass).toBeNull();

  const { state } = await db
    .selectFrom("sessions")
    .select("state")
    .where("id", "=", sessionId)
    .executeTakeFirstOrThrow();
  const closedAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
  await db
    .updateTable("sessions")
    .set({ state: JSON.stringify({ ...state, closedAt }) as never })
    .where("id", "=", sessionId)
    .execute();
  const refused = await carla.ask("GET", `/sessions/${sessionId}`);
  expect([refused.status, refused.body.code]).toEqual([403, "needs-reason"]);
  expect((await carla.ask("GET", `/sessions/${sessionId}/context`)).status).toBe(404);
  // For another executive it does not even exist; whoever closed it needs no reason.
  expect((await berta.ask("GET", `/sessions/${sessionId}`)).body.code).toBe("not-found");
  expect((await ana.read(sessionId)).glass).toBeNull();

  const found = async (text: string) =>
    (await carla.ask("POST", "/searches", { text })).body.sessions as { id: string; needsReason: boolean }[];
  expect((await found("hola")).map(({ id }) => id)).not.toContain(sessionId);
  expect((await found(codeName)).find(({ id }) => id === sessionId)?.needsReason).toBe(true);

  expect((await carla.command(sessionId, "glass", { reason: "quality" })).status).toBe(200);
  expect((await carla.read(sessionId)).glass).toMatchObject({ reason: "quality" });
  expect((await found(codeName)).find(({ id }) => id === sessionId)?.needsReason).toBe(false);
});

test("beside a conversation stand her earlier ones, and whether they open", async () => {
  const first = await arrives();
  await ana.command(first.sessionId, "claim");
  await ana.command(first.sessionId, "seen", { messageIds: [first.messageId] });
  await ana.command(first.sessionId, "close", { classification: "support" });
  const again = await house.writes("hola de nuevo", { contactId: first.contactId });
  await house.assesses(again, "support");
  await eventually(async () => expect((await berta.command(again.sessionId, "claim")).status).toBe(200));
  const earlierOf = async (who: typeof ana) =>
    (await who.ask("GET", `/sessions/${again.sessionId}/context`)).body.earlier;
  expect(await earlierOf(berta)).toMatchObject([{ id: first.sessionId, reading: "with-reason" }]);
  await berta.command(first.sessionId, "glass", { reason: "continuity" });
  expect(await earlierOf(berta)).toMatchObject([{ id: first.sessionId, reading: "open" }]);
  expect((await berta.read(first.sessionId)).glass).toMatchObject({ reason: "continuity" });
});

describe("the case", () => {
  test("facts are sealed and each is for whom it is; a referral needs consent by purpose, or says why not", async () => {
    const { sessionId } = await arrives();
    await ana.command(sessionId, "claim");
    const put = (who: typeof ana, facts: object) => who.ask("PUT", `/sessions/${sessionId}/case`, { facts });
    expect((await put(ana, { "home.commune": "Villa Ficticia" })).status).toBe(200);
    expect((await put(berta, { "home.commune": "Otra" })).status).not.toBe(200);
    expect((await put(carla, { "legal.measures": "medida inventada" })).status).toBe(200);
    // What is kept by order is a hold with a reviewer, and no field that says so.
    expect((await put(carla, { "legal.hold": "orden inventada" })).body.code).toBe("invalid-request");
    const stored = await db.selectFrom("case_facts").select("content_box").execute();
    expect(stored.map(({ content_box }) => content_box.toString("latin1")).join()).not.toMatch(
      /Ficticia|inventada/,
    );
    const facts = async (who: typeof ana) => {
      const { body } = await who.ask("GET", `/sessions/${sessionId}/case`);
      return new Map(body.facts.map((fact: { field: string; value: string }) => [fact.field, fact.value]));
    };
    expect((await facts(ana)).get("home.commune")).toBe("Villa Ficticia");
    expect((await facts(carla)).get("legal.measures")).toBe("medida inventada");
    const whole = (await ana.ask("GET", `/sessions/${sessionId}/case`)).body.facts;
    const by = (field: string) => whole.find((fact: { field: string }) => fact.field === field).byName;
    expect(by("home.commune")).toMatch(/^Ana/);
    expect(by("legal.measures")).toMatch(/^Carla/);
    expect(by("legal.complaint")).toBeNull();

    const refer = (more: object) =>
      ana.command(sessionId, "referrals", {
        referralId: uuidv7(),
        kind: "legal-aid",
        directoryId: null,
        ...more,
      });
    expect((await refer({ basis: "consent", purposes: [] })).body.code).toBe("invalid-request");
    expect((await refer({ basis: "emergency", purposes: [] })).body.code).toBe("invalid-request");
    const reason = "está inconsciente en un lugar inventado";
    expect((await refer({ basis: "emergency", purposes: [], reason })).status).toBe(200);
    const [made] = (await ana.ask("GET", `/sessions/${sessionId}/referrals`)).body.referrals;
    expect(made).toMatchObject({ basis: "emergency", state: "made", settledAt: null, reason });
    expect(made.madeByName).toMatch(/^Ana/);
    await ana.command(sessionId, `referrals/${made.id}/result`, { state: "attended" });
    const [settled] = (await carla.ask("GET", `/sessions/${sessionId}/referrals`)).body.referrals;
    expect(settled).toMatchObject({ state: "attended", settledAt: expect.any(String) });
    await eventually(async () => {
      const published = await house.published(ReferralMade);
      expect(published).toHaveLength(1);
      expect(JSON.stringify(published)).not.toContain("inconsciente");
    });
  });

  test("a follow-up is the executive's to remember, and nobody writes to her because of it", async () => {
    const { sessionId } = await arrives();
    await ana.command(sessionId, "claim");
    const followUpId = uuidv7();
    const what = "preguntar por la medida inventada";
    await ana.command(sessionId, "follow-ups", {
      followUpId,
      dueAt: new Date(Date.now() - 1_000).toISOString(),
      what,
    });
    const mine = async () => (await ana.ask("GET", "/me/follow-ups")).body.followUps;
    expect(await mine()).toMatchObject([{ id: followUpId, sessionId, due: true, what }]);
    // What for is a note of the session, sealed like the others.
    const note = await db
      .selectFrom("notes")
      .selectAll()
      .where("id", "=", followUpId)
      .executeTakeFirstOrThrow();
    expect(note.kind).toBe("follow-up");
    expect(note.content_box.toString("latin1")).not.toContain("inventada");
    expect((await berta.ask("GET", "/me/follow-ups")).body.followUps).toEqual([]);
    expect((await berta.ask("POST", `/me/follow-ups/${followUpId}/done`)).body.code).toBe("not-found");
    const later = { dueAt: new Date(Date.now() + 3_600_000).toISOString() };
    const postpone = (who: typeof ana) => who.ask("POST", `/me/follow-ups/${followUpId}/postpone`, later);
    expect((await postpone(berta)).body.code).toBe("not-found");
    expect((await postpone(ana)).status).toBe(200);
    expect(await mine()).toMatchObject([{ id: followUpId, due: false, ...later }]);
    expect((await ana.ask("POST", `/me/follow-ups/${followUpId}/done`)).status).toBe(200);
    expect(await mine()).toEqual([]);
    expect((await postpone(ana)).body.code).toBe("not-found");
    expect(await sentTo(sessionId)).toEqual([]);
    await eventually(async () => {
      const told = (await house.published(FollowUpChanged)).filter(
        ({ data }) => data.followUpId === followUpId,
      );
      expect(told.map((event) => [event.sessionId, event.data.change])).toEqual([
        [sessionId, "set"],
        [sessionId, "set"],
        [sessionId, "done"],
      ]);
    });
  });

  test("the directory is imported, brought up to date and searched by place", async () => {
    const line = (phone: string) =>
      `kind,name,region,commune,phone,verified_on\nhealth,Posta Ficticia,Maule,Villa Inventada,${phone},2026-10-01`;
    const preview = async (phone: string) =>
      (await carla.ask("POST", "/directory/preview", { csv: line(phone) })).body;
    expect(await preview("131")).toEqual({ added: 1, changed: 0, same: 0, problems: [] });
    expect((await ana.ask("GET", "/directory?region=Maule")).body.services).toEqual([]);
    expect((await carla.ask("POST", "/directory", { csv: line("131") })).body).toEqual({
      imported: 1,
      problems: [],
    });
    expect(await preview("131")).toMatchObject({ added: 0, changed: 0, same: 1 });
    expect(await preview("+56 2 0000 0000")).toMatchObject({ added: 0, changed: 1, same: 0 });
    await carla.ask("POST", "/directory", { csv: line("+56 2 0000 0000") });
    const { services: found, places } = (await ana.ask("GET", "/directory?region=Maule&kind=health")).body;
    expect(places).toEqual([{ region: "Maule", commune: "Villa Inventada" }]);
    expect(found).toMatchObject([
      { name: "Posta Ficticia", phone: "+56 2 0000 0000", verifiedOn: "2026-10-01" },
    ]);
    expect((await ana.ask("GET", "/directory?region=Maule&kind=police")).body.services).toEqual([]);
    expect((await carla.ask("POST", "/directory", { csv: "kind,name\n" })).body.imported).toBe(0);
    await eventually(async () => {
      const told = (await house.published(DirectoryChanged)).map(({ data }) => data);
      const sha256 = createHash("sha256").update(line("131")).digest("hex");
      expect(told).toHaveLength(2);
      expect(told[0]).toMatchObject({ services: 1, sha256 });
    });
  });
});
