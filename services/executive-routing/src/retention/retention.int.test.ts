import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ContactErased, ContentDestroyed, ErasureRepeated, LegalHoldPlaced } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { temporaryFolder } from "@liss/testing";
import { erasureJournal, KeyDestroyed, type VaultTables } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import { marksOf, saltsOf } from "../search/word-marks.ts";
import { readPolicy } from "../store/policy.ts";
import type { Destroying } from "./destroy.ts";
import { eraseAgain } from "./journal.ts";
import { keepSchedule } from "./keeper.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
const words = "me encerró con llave en la pieza";
const schedule = { contentHours: 72, factsDays: 365, takenBack: "keep-sealed" as const };
const folder = temporaryFolder();
const journalPath = join(folder.path, "erasures.jsonl");

let house: House;
let db: ReturnType<typeof openDatabase<RoutingTables>>;
let keys: ReturnType<typeof openDatabase<VaultTables>>;
let ana: Person;
let carla: Person;
let marta: string;

beforeAll(async () => {
  house = await startHouse({ erasureJournal: journalPath });
  const url = await house.replica();
  [ana, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Carla")]);
  await ana.ask("POST", "/me/ready", { ready: false });
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "retention test" });
  keys = openDatabase<VaultTables>({ url: house.vaultUrl, name: "retention test", poolSize: 1 });
  await db.updateTable("executives").set({ capacity: 30 }).execute();
  const invited = { name: "Marta Invento", email: "marta@servicio.test", role: "supervisor" };
  marta = (await carla.ask("POST", "/people", invited)).body.personId;
});
afterAll(async () => {
  await db?.destroy();
  await keys?.destroy();
  await house?.stop();
  folder.remove();
});

/** The same work as a replica does, hours later. */
async function after(hours: number): Promise<Destroying> {
  const at = Date.now() + hours * 3_600_000;
  return {
    db,
    vault: house.vault,
    store: await house.store(),
    journal: erasureJournal(journalPath),
    clock: { now: () => new Date(at).toISOString() },
  };
}

/** A conversation with all that can be in one: words of both, a file, a note, marks of words, a fact. */
async function conversation(from: { contactId?: string } = {}) {
  const message = await house.writes(words, from);
  await house.assesses(message, "support");
  await eventually(async () => expect((await carla.read(message.sessionId)).card.tier).toBe("support"));
  expect((await ana.command(message.sessionId, "claim")).status).toBe(200);
  const picture = await house.sends(
    { kind: "image" },
    message.event.contactId ? { ...message, messageId: uuidv7() } : {},
  );
  await house.keepsFile(picture, "image/png", Buffer.from("una imagen"));
  await eventually(async () =>
    expect((await ana.read(message.sessionId)).messages[1]?.media?.state).toBe("stored"),
  );
  const messageIds = (await ana.read(message.sessionId)).messages.map(({ id }) => id);
  await ana.command(message.sessionId, "seen", { messageIds });
  await ana.says(message.sessionId, "Te leo");
  await ana.command(message.sessionId, "notes", {
    noteId: uuidv7(),
    kind: "note",
    text: "teme volver a la pieza",
  });
  const fact = { facts: { "home.commune": "Villa Ficticia" } };
  expect((await ana.ask("PUT", `/sessions/${message.sessionId}/case`, fact)).status).toBe(200);
  return message;
}

async function closed(from: { contactId?: string } = {}) {
  const message = await conversation(from);
  const messageIds = (await ana.read(message.sessionId)).messages.map(({ id }) => id);
  await ana.command(message.sessionId, "seen", { messageIds });
  const done = await ana.command(message.sessionId, "close", { classification: "support" });
  expect(done.status).toBe(200);
  return message;
}

const saltRow = (sessionId: string) =>
  db.selectFrom("word_salts").selectAll().where("session_id", "=", sessionId).executeTakeFirst();
const marksIn = async (sessionId: string) => {
  const rows = await db.selectFrom("word_marks").select("mark").where("session_id", "=", sessionId).execute();
  return rows.map(({ mark }) => mark.toString("hex"));
};

const searched = async (who: Person, text: string) =>
  (await who.ask("POST", "/searches", { text })).body.sessions.map(({ id }: { id: string }) => id);

const communeOf = async (sessionId: string): Promise<string | null> => {
  const { facts } = (await ana.ask("GET", `/sessions/${sessionId}/case`)).body;
  return facts.find(({ field }: { field: string }) => field === "home.commune").value;
};

describe("the content of a closed conversation", () => {
  test("is there until its time is over and nowhere afterwards; what was done stays, with proof on the record", async () => {
    const hers = await closed();
    const still = await conversation();
    const object =
      (
        await db
          .selectFrom("media")
          .select("object")
          .where(
            "message_id",
            "in",
            db.selectFrom("messages").select("id").where("session_id", "=", hers.sessionId),
          )
          .executeTakeFirstOrThrow()
      ).object ?? "";
    await keepSchedule(await after(71), schedule);
    expect((await ana.read(hers.sessionId)).messages[0]?.content).toEqual({ kind: "text", text: words });
    expect(await searched(ana, "pieza")).toContain(hers.sessionId);
    // As in a backup of the tables: the marks of her words, and what they were made with.
    const backup = { salt: await saltRow(hers.sessionId), marks: await marksIn(hers.sessionId) };
    expect(backup.salt).toBeDefined();
    const salt = (await saltsOf({ db, vault: house.vault }, [hers.sessionId])).get(hers.sessionId)!;
    expect(backup.marks).toContain(marksOf(salt, ["pieza"])[0]?.toString("hex"));

    await keepSchedule(await after(73), schedule);
    const left = await ana.read(hers.sessionId);
    expect(left.messages.map(({ content }) => content)).toEqual([null, null, null]);
    const { notes } = (await ana.ask("GET", `/sessions/${hers.sessionId}/context`)).body;
    expect(notes.map(({ text }: { text: string | null }) => text)).toEqual([null]);
    expect(await searched(ana, "pieza")).not.toContain(hers.sessionId);
    expect([await saltRow(hers.sessionId), await marksIn(hers.sessionId)]).toEqual([undefined, []]);
    // Put back, the marks say nothing: nobody can make one to compare with them.
    await db.insertInto("word_salts").values(backup.salt!).execute();
    expect(await saltsOf({ db, vault: house.vault }, [hers.sessionId])).toEqual(new Map());
    await expect((await house.store()).get(object)).rejects.toThrow(/no file/);
    await expect(house.vault.open(hers.event.data.content, `message:${hers.messageId}`)).rejects.toThrow(
      KeyDestroyed,
    );
    const boxes = await db
      .selectFrom("messages")
      .select("content_box")
      .where("session_id", "=", hers.sessionId)
      .execute();
    expect(boxes.every(({ content_box }) => content_box.length === 0)).toBe(true);
    // The facts of her case have a time of their own, and who still writes keeps everything.
    expect(await communeOf(hers.sessionId)).toBe("Villa Ficticia");
    expect((await ana.read(still.sessionId)).messages[0]?.content).toEqual({ kind: "text", text: words });
    const proof = await eventually(async () => {
      const found = (await house.published(ContentDestroyed)).filter(
        ({ sessionId }) => sessionId === hers.sessionId,
      );
      expect(found).toHaveLength(1);
      return found[0]!;
    });
    expect(proof.data).toMatchObject({ messages: 3, notes: 1, files: 1 });
    expect(proof.data.keyIds).toContain(hers.event.data.content.keyId);
    expect(JSON.stringify(proof)).not.toContain("pieza");
  });

  test("goes once, with one proof, when two replicas do it at the same moment", async () => {
    const hers = await closed();
    const replicas = await Promise.all([after(74), after(74)]);
    await Promise.all(replicas.map((deps) => keepSchedule(deps, schedule)));
    await eventually(async () => {
      const proofs = await house.published(ContentDestroyed);
      expect(proofs.filter(({ sessionId }) => sessionId === hers.sessionId)).toHaveLength(1);
    });
  });

  test("goes on from wherever a killed process left it, and the proof names every key", async () => {
    const hers = await closed();
    const keyId = hers.event.data.content.keyId;
    // It had begun, written the key down and destroyed it; the rows were still there.
    const begun = {
      id: randomUUID(),
      kind: "session" as const,
      session_id: hers.sessionId,
      contact_id: hers.contactId,
    };
    await db
      .insertInto("destructions")
      .values({
        ...begun,
        cause: "retention",
        begun_at: new Date(),
        key_ids: [keyId],
        claimed_until: new Date(),
      })
      .execute();
    await house.vault.destroyKeys([keyId]);
    await keepSchedule(await after(1), schedule);
    const row = await db
      .selectFrom("destructions")
      .selectAll()
      .where("id", "=", begun.id)
      .executeTakeFirstOrThrow();
    expect(row.done_at).not.toBeNull();
    expect(row.key_ids).toContain(keyId);
    const proofs = await eventually(async () => {
      const found = (await house.published(ContentDestroyed)).filter(
        ({ sessionId }) => sessionId === hers.sessionId,
      );
      expect(found).toHaveLength(1);
      return found;
    });
    expect(proofs[0]?.data.keyIds).toContain(keyId);
  });

  test("a message that was sealed for one conversation and belongs to another is kept with that one", async () => {
    const first = await closed();
    const second = { contactId: first.contactId, sessionId: uuidv7(), messageId: uuidv7() };
    // The gateway had not heard yet that the first was closed: it sealed under the first's key.
    const late = await house.sends(
      { kind: "text", text: "sigo aquí" },
      { ...first, messageId: second.messageId },
    );
    const now = await eventually(async () => {
      const row = await db
        .selectFrom("messages")
        .select("session_id")
        .where("id", "=", late.messageId)
        .executeTakeFirstOrThrow();
      expect(row.session_id).not.toBe(first.sessionId);
      return row.session_id;
    });
    await keepSchedule(await after(75), schedule);
    expect((await carla.read(now)).messages[0]?.content).toEqual({ kind: "text", text: "sigo aquí" });
    await ana.command(now, "claim");
    await ana.command(now, "seen", { messageIds: [late.messageId] });
    expect((await ana.command(now, "close", { classification: "support" })).status).toBe(200);
    await keepSchedule(await after(76), schedule);
    await expect(house.vault.open(late.event.data.content, `message:${late.messageId}`)).rejects.toThrow(
      KeyDestroyed,
    );
  });
});

describe("a legal hold", () => {
  test("keeps a conversation, is somebody else's to review, and the supervisors hear when nobody does", async () => {
    const hers = await closed();
    const hold = { reason: "court-order", reviewerId: marta, reviewDays: 30 };
    const own = { ...hold, reviewerId: (await carla.desk()).me.id };
    expect((await carla.command(hers.sessionId, "legal-hold", own)).body.code).toBe("own-hold");
    expect((await carla.command(hers.sessionId, "legal-hold", hold)).status).toBe(200);
    expect((await carla.command(hers.sessionId, "legal-hold", hold)).body.code).toBe("legal-hold");
    expect((await carla.command(hers.sessionId, "legal-hold/review", { outcome: "lift" })).body.code).toBe(
      "own-hold",
    );
    expect((await carla.command(hers.sessionId, "erasure", { cause: "request" })).body.code).toBe(
      "legal-hold",
    );
    await keepSchedule(await after(31 * 24), schedule);
    expect((await ana.read(hers.sessionId)).messages[0]?.content).toEqual({ kind: "text", text: words });
    const page = (await carla.ask("GET", "/retention")).body;
    expect(
      page.kept.find(({ sessionId }: { sessionId: string }) => sessionId === hers.sessionId),
    ).toMatchObject({
      goesAt: null,
      hold: { reason: "court-order", reviewerName: "Marta Invento", mine: true },
    });
    const alerts = await db
      .selectFrom("alerts")
      .select("code")
      .where("code", "=", "legal-hold-not-reviewed")
      .execute();
    expect(alerts).toHaveLength(1);
    await eventually(async () => expect(await house.published(LegalHoldPlaced)).toHaveLength(1));

    await db
      .updateTable("legal_holds")
      .set({ lifted_at: new Date(), lifted_by: marta })
      .where("session_id", "=", hers.sessionId)
      .execute();
    await keepSchedule(await after(31 * 24), schedule);
    expect((await ana.read(hers.sessionId)).messages[0]?.content).toBeNull();
    expect((await carla.command(hers.sessionId, "legal-hold", hold)).body.code).toBe("being-destroyed");
  });
});

describe("erasing a contact", () => {
  test("is not for whoever is being attended", async () => {
    const hers = await conversation();
    expect((await carla.command(hers.sessionId, "erasure", { cause: "request" })).body.code).toBe(
      "still-open",
    );
  });

  test("takes her conversations, her plan and the facts of her case; the replica does it at once", async () => {
    const first = await closed();
    const second = await closed({ contactId: first.contactId });
    expect((await carla.command(second.sessionId, "erasure", { cause: "request" })).status).toBe(200);
    const proof = await eventually(async () => {
      const found = (await house.published(ContactErased)).filter(
        ({ contactId }) => contactId === first.contactId,
      );
      expect(found).toHaveLength(1);
      return found[0]!;
    });
    expect(proof.data).toMatchObject({
      cause: "request",
      sessions: 2,
      messages: 6,
      notes: 2,
      files: 2,
      facts: 1,
    });
    const alive = await keys
      .selectFrom("content_keys")
      .select("id")
      .where("scope", "like", `contact:${first.contactId}%`)
      .where("destroyed_at", "is", null)
      .execute();
    expect(alive).toEqual([]);
    const left = await ana.read(first.sessionId);
    expect(left.messages.every(({ content }) => content === null)).toBe(true);
    expect(await communeOf(first.sessionId)).toBeNull();
    const written = await readFile(journalPath, "utf8");
    for (const id of proof.data.keyIds) expect(written).toContain(id);
  });

  test("a backup of the keys that is put back does not bring her back: they are destroyed again, and people hear", async () => {
    const hers = await closed();
    const backup = await keys
      .selectFrom("content_keys")
      .selectAll()
      .where("scope", "like", `contact:${hers.contactId}%`)
      .execute();
    await carla.command(hers.sessionId, "erasure", { cause: "order" });
    await eventually(async () =>
      expect(
        (await house.published(ContactErased)).some(({ contactId }) => contactId === hers.contactId),
      ).toBe(true),
    );
    const ids = backup.map(({ id }) => id);
    await keys.deleteFrom("content_keys").where("id", "in", ids).execute();
    await keys.insertInto("content_keys").values(backup).execute();
    // Routing's own database may come from the same backup: the file alone is enough.
    await db.deleteFrom("destructions").where("contact_id", "=", hers.contactId).execute();
    const deps = await after(0);
    expect((await eraseAgain(deps, deps.clock.now())).sort()).toEqual(ids.sort());
    expect(await eraseAgain(deps, deps.clock.now())).toEqual([]);
    await expect(house.vault.open(hers.event.data.content, `message:${hers.messageId}`)).rejects.toThrow(
      KeyDestroyed,
    );
    const told = await db
      .selectFrom("alerts")
      .select("severity")
      .where("code", "=", "erased-keys-came-back")
      .execute();
    expect(told).toEqual([{ severity: "critical" }]);
    await carla.ask("GET", "/desk");
    await ana.command(hers.sessionId, "claim"); // any commit wakes the relay
    await eventually(async () => expect(await house.published(ErasureRepeated)).toHaveLength(1));
  });

  test("who has not written for the time that the institution signed is erased by schedule", async () => {
    const hers = await closed();
    await db
      .updateTable("contacts")
      .set({ created_at: new Date(0) })
      .where("id", "=", hers.contactId)
      .execute();
    await keepSchedule(await after(366 * 24), schedule);
    const contact = await db
      .selectFrom("contacts")
      .select("erased_at")
      .where("id", "=", hers.contactId)
      .executeTakeFirstOrThrow();
    expect(contact.erased_at).not.toBeNull();
  });
});

test("what is kept about people of the service goes when nobody can ask for it any more", async () => {
  const { historyDays } = await readPolicy(db);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const announcementId = uuidv7();
  const said = { announcementId, text: "Mañana hay reunión.", team: null, until, mustBeRead: true };
  expect((await carla.ask("POST", "/announcements", said)).status).toBe(200);
  const read = { announcement_id: announcementId, person_id: marta, at: new Date() };
  await db.insertInto("announcement_readings").values(read).execute();
  await db.insertInto("presence_log").values({ person_id: marta, state: "break", at: new Date() }).execute();
  const left = async () => ({
    presence: (await db.selectFrom("presence_log").select("id").execute()).length > 0,
    announcements: (await db.selectFrom("announcements").select("id").execute()).length,
    readings: (await db.selectFrom("announcement_readings").select("person_id").execute()).length,
  });
  await keepSchedule(await after(24 * historyDays), schedule);
  expect(await left()).toEqual({ presence: true, announcements: 1, readings: 1 });
  await keepSchedule(await after(24 * (historyDays + 2)), schedule);
  expect(await left()).toEqual({ presence: false, announcements: 0, readings: 0 });
});
