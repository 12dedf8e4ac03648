import {
  AlertRaised,
  CaseOffered,
  HelpCalled,
  NoteAdded,
  PolicyChanged,
  PresenceChanged,
  ReadinessChanged,
} from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

/** The desk's time, a step ahead of the wall when a test says so. */
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead).toISOString() };
/** Time passes, and whoever is connected has been heard all along. */
const later = async (seconds: number) => {
  const heard = new Date(Date.parse(clock.now()) + seconds * 1_000);
  await db.updateTable("presence").set({ seen_at: heard }).where("state", "=", "here").execute();
  ahead += seconds * 1_000;
};

let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let ana: Awaited<ReturnType<typeof logIn>>;
let berta: typeof ana;
let carla: typeof ana;
let url: string;
const sockets: { close(): void }[] = [];

beforeAll(async () => {
  house = await startHouse({ clock });
  url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
  // Room for several at once; care is tested where it is named.
  for (const one of [ana, berta, carla]) await one.ask("POST", "/me/ready", { ready: false });
  await db.updateTable("executives").set({ capacity: 4 }).execute();
  await carla.ask("PUT", "/policy", { care: { inARow: 20, perShift: 50, pauseMinutes: 0.1 } });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await db.updateTable("presence").set({ state: "away" }).execute();
  const open = await db.selectFrom("sessions").select("id").where("status", "<>", "closed").execute();
  // Nothing of a test waits into the next one.
  for (const { id } of open) {
    await carla.command(id, "assign", { to: (await carla.desk()).me.id });
    const { messages } = await carla.read(id);
    const unseen = messages.filter(({ direction }) => direction === "in").map(({ id: message }) => message);
    await carla.command(id, "seen", { messageIds: unseen });
    await carla.command(id, "emergency", {
      calledService: "none",
      calledAt: clock.now(),
      procedureNumber: null,
      outcome: "not-an-emergency",
    });
    await carla.command(id, "close", { classification: "support" });
  }
  await db.deleteFrom("care").execute();
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

const connect = async (who: typeof ana) => {
  const socket = await who.live();
  sockets.push(socket);
  const { id } = (await who.desk()).me;
  await eventually(async () => {
    const row = await db
      .selectFrom("presence")
      .select("state")
      .where("person_id", "=", id)
      .executeTakeFirst();
    expect(row?.state).toBe("here");
  });
  return id;
};

async function waits(tier: "imminent" | "support" | "information" = "imminent") {
  const message = await house.writes("hola");
  await house.assesses(message, tier);
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe(tier));
  return message;
}
const card = async (sessionId: string) => (await carla.read(sessionId)).card;

describe("an imminent case rings", () => {
  test("for one who is here, then for the next, then for everybody, then for those on call", async () => {
    const anaId = await connect(ana);
    const bertaId = await connect(berta);
    const carlaId = (await carla.desk()).me.id;
    expect((await carla.ask("PUT", "/policy", { onCall: [carlaId] })).status).toBe(200);
    const { sessionId } = await waits();
    const first = await eventually(async () => {
      const { offer } = await card(sessionId);
      if (!offer) throw new Error("it does not ring yet");
      return offer.to;
    });
    expect([anaId, bertaId]).toContain(first);
    await later(21);
    const second = first === anaId ? bertaId : anaId;
    await eventually(async () => expect((await card(sessionId)).offer?.to).toBe(second));
    expect((await (second === anaId ? ana : berta).command(sessionId, "decline")).status).toBe(200);
    await eventually(async () => expect((await card(sessionId)).ringsFor).toBe("everybody"));
    await later(21);
    await eventually(async () => expect((await card(sessionId)).ringsFor).toBe("on-call"));
    await eventually(async () => {
      const rang = (await house.published(CaseOffered)).filter((event) => event.sessionId === sessionId);
      expect(rang.map(({ data }) => data.executiveId)).toEqual([first, second]);
      const called = (await house.published(HelpCalled)).filter((event) => event.sessionId === sessionId);
      expect(called.map(({ data }) => data)).toEqual([
        { circle: "everybody", people: [] },
        { circle: "on-call", people: [carlaId] },
      ]);
      const codes = (await house.published(AlertRaised)).map(({ data }) => data.code);
      expect(codes).toEqual(expect.arrayContaining(["emergency-unanswered", "emergency-on-call"]));
    });
    expect((await carla.desk()).alerts.map(({ code }) => code)).toContain("emergency-on-call");
    expect((await ana.command(sessionId, "accept")).body.card).toMatchObject({
      status: "attended",
      offer: null,
    });
  });

  test("not for whoever is on a break, tapped 'take me off', or has had enough", async () => {
    const anaId = await connect(ana);
    await connect(berta);
    await berta.ask("POST", "/me/take-off", { off: true });
    await ana.ask("POST", "/me/presence", { state: "break" });
    const { sessionId } = await waits();
    await eventually(async () => expect((await card(sessionId)).ringsFor).toBe("everybody"));
    expect(await house.published(PresenceChanged)).toContainEqual(
      expect.objectContaining({ data: { personId: expect.any(String), state: "no-emergencies" } }),
    );
    expect((await ana.ask("GET", "/me/shift")).body).toMatchObject({ presence: "break", takenOff: false });
    expect((await berta.ask("GET", "/me/shift")).body).toMatchObject({ takenOff: true });
    await ana.ask("POST", "/me/presence", { state: "here" });
    // Somebody else could take it now: her limit holds. When nobody can, it yields and the supervisor is told.
    expect((await berta.command(sessionId, "claim")).body.code).toBe("care-limit");
    await db.updateTable("presence").set({ state: "away" }).where("person_id", "=", anaId).execute();
    expect((await berta.command(sessionId, "claim")).status).toBe(200);
    expect((await carla.desk()).alerts.map(({ code }) => code)).toContain("care-limit-yielded");
  });
});

describe("a console that nobody touches", () => {
  test("makes her away: nothing rings for her, what she attends stays hers, and a key brings her back", async () => {
    const anaId = await connect(ana);
    const screen = await ana.live();
    const other = await ana.live();
    sockets.push(screen, other);
    const hers = await waits("support");
    expect((await ana.command(hers.sessionId, "claim")).status).toBe(200);
    const presence = async () => (await ana.ask("GET", "/me/shift")).body.presence;
    // She works at another window: this one alone says nothing of her.
    for (const socket of sockets.splice(0, sockets.length - 2)) socket.close();
    screen.presence("away");
    await house.writes("otra vez", { contactId: hers.contactId, sessionId: hers.sessionId });
    await eventually(async () => expect((await ana.read(hers.sessionId)).messages).toHaveLength(2));
    expect(await presence()).toBe("here");
    other.presence("away");
    await eventually(async () => expect(await presence()).toBe("away"));
    const { sessionId } = await waits();
    await eventually(async () => expect((await card(sessionId)).ringsFor).toBe("everybody"));
    expect((await house.published(CaseOffered)).map((event) => event.sessionId)).not.toContain(sessionId);
    expect((await card(hers.sessionId)).owner?.id).toBe(anaId);
    screen.presence("here");
    await eventually(async () => expect(await presence()).toBe("here"));
    await eventually(async () => {
      const changes = (await house.published(PresenceChanged)).filter(({ data }) => data.personId === anaId);
      expect(changes.slice(-2)).toMatchObject([
        { actor: { kind: "person", id: anaId }, data: { state: "away" } },
        { data: { state: "here" } },
      ]);
    });
  });

  test("changes nothing of a break or of the end of a shift, which are hers to say", async () => {
    await connect(ana);
    const screen = await ana.live();
    sockets.push(screen);
    const said = () => db.selectFrom("presence_log").select("state").orderBy("id").execute();
    for (const state of ["break", "off"] as const) {
      await ana.ask("POST", "/me/presence", { state });
      const before = await said();
      screen.presence("away");
      screen.presence("here");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await ana.ask("GET", "/me/shift")).body).toMatchObject({ presence: state, awayMinutes: 10 });
      expect(await said()).toEqual(before);
    }
  });
});

describe("whoever is gone", () => {
  const seen = async (personId: string, secondsAgo: number) => {
    // What the passing of time would do to her row, the replica having been able to see all along.
    const at = new Date(Date.parse(clock.now()) - secondsAgo * 1_000);
    await db.updateTable("presence").set({ seen_at: at }).where("person_id", "=", personId).execute();
    await db
      .updateTable("beats")
      .set({ since: new Date(at.getTime() - 1_000), last: clock.now() })
      .execute();
  };

  test("for a minute returns her sessions to the top of their tier; whoever is back in time keeps them", async () => {
    const anaId = await connect(ana);
    const early = await waits("support");
    const hers = await waits("support");
    expect((await ana.command(hers.sessionId, "claim")).status).toBe(200);
    for (const socket of sockets.splice(0)) socket.close();
    await seen(anaId, 50);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect((await card(hers.sessionId)).owner?.id).toBe(anaId);
    await seen(anaId, 61);
    await eventually(async () =>
      expect(await card(hers.sessionId)).toMatchObject({ status: "waiting", continuation: "returned" }),
    );
    const order = (await berta.desk()).queue.map(({ id }) => id);
    expect(order.indexOf(hers.sessionId)).toBeLessThan(order.indexOf(early.sessionId));
    const { body } = await carla.ask("GET", `/sessions/${hers.sessionId}/context`);
    expect(body).toMatchObject({ continuation: "returned", notes: [] });
  });

  test("is not believed when nobody was able to see: after an outage everybody has her minute anew", async () => {
    const anaId = await connect(ana);
    const { sessionId } = await waits("support");
    await ana.command(sessionId, "claim");
    for (const socket of sockets.splice(0)) socket.close();
    await seen(anaId, 300);
    await db.updateTable("beats").set({ since: clock.now(), last: clock.now() }).execute();
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect((await card(sessionId)).owner?.id).toBe(anaId);
  });
});

describe("the queue drains", () => {
  test("by itself to whoever said that she is ready, as soon as she has room", async () => {
    const anaId = await connect(ana);
    await db.updateTable("executives").set({ capacity: 0.5 }).where("person_id", "=", anaId).execute();
    await ana.ask("POST", "/me/ready", { ready: true });
    const first = await waits("support");
    const second = await waits("support");
    await eventually(async () => expect((await card(first.sessionId)).owner?.id).toBe(anaId));
    expect((await card(second.sessionId)).status).toBe("waiting");
    await ana.command(first.sessionId, "seen", { messageIds: [first.messageId] });
    await ana.command(first.sessionId, "close", { classification: "support" });
    await eventually(async () => expect((await card(second.sessionId)).owner?.id).toBe(anaId), 900);
    await ana.ask("POST", "/me/ready", { ready: false });
    await db.updateTable("executives").set({ capacity: 4 }).execute();
  });
});

describe("time", () => {
  test("promotes who waits too long, and tells who is answered too late", async () => {
    const waiting = await waits("information");
    const attended = await waits("support");
    await ana.command(attended.sessionId, "claim");
    await later(31 * 60);
    await eventually(async () => expect((await card(waiting.sessionId)).tier).toBe("guidance"));
    await eventually(async () => expect((await card(attended.sessionId)).status).toBe("waiting"));
    const { timeline } = await carla.read(attended.sessionId);
    expect(
      timeline.filter(({ type }) => type === "answer-overdue").map(({ detail }) => detail.stage),
    ).toEqual(["supervisor"]);
  });
});

describe("handing over, judging, noting", () => {
  test("a warm transfer with its note, which is sealed and nowhere else", async () => {
    const [, bertaId] = [await connect(ana), await connect(berta)];
    const { sessionId } = await waits("support");
    await ana.command(sessionId, "claim");
    const handed = await ana.command(sessionId, "transfer", {
      how: "warm",
      to: bertaId,
      note: "prefiere que le digan Pía",
    });
    expect(handed.body.card).toMatchObject({ owner: { name: "Ana Ficticia" }, transfer: { to: bertaId } });
    expect((await berta.command(sessionId, "accept")).body.card.owner.id).toBe(bertaId);
    const { body } = await berta.ask("GET", `/sessions/${sessionId}/context`);
    expect(body.notes).toMatchObject([{ kind: "handover", text: "prefiere que le digan Pía" }]);
    expect((await ana.ask("GET", `/sessions/${sessionId}/context`)).status).toBe(404);
    const stored = await db.selectFrom("notes").select("content_box").executeTakeFirstOrThrow();
    expect(stored.content_box.toString("latin1")).not.toContain("Pía");
    expect(JSON.stringify(await house.published(NoteAdded))).not.toContain("Pía");
  });

  test("risk with its reason, marks, coach, emergency: each once, whatever is pressed twice", async () => {
    const { sessionId, messageId } = await waits("imminent");
    await ana.command(sessionId, "claim");
    const key = uuidv7();
    const risk = { to: "support", reason: "signal-was-past" };
    for (let time = 0; time < 3; time += 1)
      expect((await ana.command(sessionId, "risk", risk, key)).body.card.tier).toBe("support");
    expect((await berta.command(sessionId, "risk", risk)).body.code).toBe("not-yours");
    expect((await ana.command(sessionId, "coach", { joined: true })).body.code).toBe("not-permitted");
    expect((await carla.command(sessionId, "coach", { joined: true })).status).toBe(200);
    const whisper = { noteId: uuidv7(), kind: "whisper", text: "pregunta si hay niños" };
    expect((await carla.command(sessionId, "notes", whisper)).status).toBe(200);
    await ana.command(sessionId, "pins", { messageId, pinned: true });
    // What is whispered is not kept at hand; a note is, by whoever attends.
    const pinNote = (who: typeof ana, noteId: string) =>
      who.command(sessionId, "notes/pins", { noteId, pinned: true });
    expect((await pinNote(ana, whisper.noteId)).body.code).toBe("not-found");
    const written = { noteId: uuidv7(), kind: "note", text: "llamar después de las seis" };
    await ana.command(sessionId, "notes", written);
    expect((await pinNote(berta, written.noteId)).body.code).toBe("not-yours");
    expect((await pinNote(ana, written.noteId)).body.card.pinnedNotes).toEqual([written.noteId]);
    await ana.command(sessionId, "marks", { mark: "third-party", set: true });
    const step = { stepId: uuidv7(), service: "samu", toldAt: clock.now(), procedureNumber: null };
    await ana.command(sessionId, "emergency/steps", step);
    const details = {
      children: "yes",
      weapons: "no",
      injuries: "unknown",
      safeToCall: "no",
      place: "calle inventada 1",
    };
    expect((await ana.command(sessionId, "emergency/details", details)).status).toBe(200);
    const { body } = await ana.ask("GET", `/sessions/${sessionId}/context`);
    expect(body).toMatchObject({
      pins: [messageId],
      coaches: [{ name: "Carla Demostración" }],
      emergency: { facts: { children: "yes" }, steps: [{ service: "samu" }], outcome: null },
    });
    expect(body.notes.map(({ kind }: { kind: string }) => kind)).toEqual(["whisper", "note", "place"]);
    expect((await carla.ask("GET", "/emergencies")).body.emergencies).toMatchObject([{ sessionId, told: 1 }]);
    await ana.command(sessionId, "seen", { messageIds: [messageId] });
    expect((await ana.command(sessionId, "close", { classification: "support" })).body.code).toBe(
      "emergency-without-record",
    );
  });
});

describe("who may see", () => {
  test("whoever knows the contact has never heard of her: no card, no frame, no conversation, no claim", async () => {
    const message = await waits("support");
    const { sessionId } = message;
    const knows = await berta.live();
    sockets.push(knows);
    expect((await berta.command(sessionId, "wall")).status).toBe(200);
    await house.writes("otra vez", { contactId: message.contactId, sessionId });
    await eventually(async () => expect((await carla.read(sessionId)).messages).toHaveLength(2));
    const seenAfter = knows.frames.length;
    expect((await berta.desk()).queue.map(({ id }) => id)).not.toContain(sessionId);
    expect((await berta.command(sessionId, "claim")).body.code).toBe("not-found");
    expect((await berta.ask("POST", "/sessions/next")).body.sessionId).toBeNull();
    await house.assesses({ ...message, messageId: uuidv7() }, "support");
    await ana.command(sessionId, "claim");
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(JSON.stringify(knows.frames.slice(seenAfter))).not.toContain(sessionId);
    await db.deleteFrom("walls").execute();
  });

  test("that she is ready, or no longer, is on the record once each time", async () => {
    const told = async () =>
      (await house.published(ReadinessChanged)).filter(({ data }) => data.personId === bertaId);
    const { id: bertaId } = (await berta.desk()).me;
    const before = (await told()).length;
    for (const ready of [true, true, false]) await berta.ask("POST", "/me/ready", { ready });
    await eventually(async () =>
      expect((await told()).slice(before).map(({ data }) => data.ready)).toEqual([true, false]),
    );
  });

  test("the policy is a supervisor's to change, on the record, and nonsense is refused", async () => {
    expect((await ana.ask("PUT", "/policy", { offerSeconds: 30 })).body.code).toBe("not-permitted");
    expect((await carla.ask("PUT", "/policy", { offerSeconds: 0 })).body.code).toBe("invalid-request");
    expect((await carla.ask("PUT", "/policy", { offerSeconds: 25 })).body.offerSeconds).toBe(25);
    expect((await ana.ask("GET", "/policy")).body.offerSeconds).toBe(25);
    await eventually(async () =>
      expect((await house.published(PolicyChanged)).map(({ data }) => data.names)).toContainEqual([
        "offerSeconds",
      ]),
    );
    await carla.ask("PUT", "/policy", { offerSeconds: 20 });
  });
});
