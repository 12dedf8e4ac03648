import { createHash, randomBytes } from "node:crypto";
import { FileAttached, messageContext, OutgoingContent, SendRequested } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { openMedia, openMediaStore } from "@liss/media";
import { connectBus } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import { forgetUnsent, keptUnsentMs } from "../sending/uploads.ts";

const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(150_000)]);
const jpeg = (bytes: number) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)]);

type Person = Awaited<ReturnType<typeof logIn>>;
let house: House;
let url: string;
let ana: Person;
let berta: Person;
let store: ReturnType<typeof openMediaStore>;
let bus: Awaited<ReturnType<typeof connectBus>>;
let db: ReturnType<typeof openDatabase<RoutingTables>>;

beforeAll(async () => {
  house = await startHouse();
  url = await house.replica();
  [ana, berta] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta")]);
  bus = await connectBus({ ...house.gateway, service: "gateway", logger: createLogger("gateway") });
  store = openMediaStore(bus.connection);
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
});
afterAll(async () => {
  await db?.destroy();
  await bus?.drain();
  await house?.stop();
});

/** She writes, and Ana attends her. By default she agreed to files. */
async function attended(plan: object = { readBy: "only-her", mayReceiveMedia: true }): Promise<string> {
  const { sessionId } = await house.writes("hola");
  await eventually(async () => expect((await ana.command(sessionId, "claim")).status).toBe(200));
  expect((await ana.ask("PUT", `/sessions/${sessionId}/safe-contact-plan`, plan)).status).toBe(200);
  return sessionId;
}

async function uploads(
  person: Person,
  [sessionId, messageId]: [string, string],
  file: Buffer,
  type = "application/octet-stream",
) {
  const answer = await fetch(`${url}/api/sessions/${sessionId}/uploads/${messageId}`, {
    method: "PUT",
    headers: { cookie: person.cookie, origin: url, "content-type": type },
    body: new Uint8Array(file),
  });
  return { status: answer.status, body: await answer.json() };
}

const waiting = async (messageId: string) =>
  await db.selectFrom("uploads").selectAll().where("message_id", "=", messageId).executeTakeFirst();

describe("a file that an executive sends", () => {
  test("leaves with its words, opens for her alone, and is on the record by the hash of what is stored", async () => {
    const sessionId = await attended();
    const messageId = uuidv7();
    const chosen = await uploads(ana, [sessionId, messageId], pdf, "application/pdf");
    expect(chosen).toEqual({
      status: 200,
      body: { kind: "document", mimeType: "application/pdf", bytes: pdf.length },
    });
    const message = { messageId, text: "acá está la lista", file: { name: "lista.pdf" } };
    const key = uuidv7();
    expect((await ana.command(sessionId, "messages", message, key)).status).toBe(200);

    const [asked] = await eventually(async () => {
      const found = (await house.published(SendRequested)).filter(({ data }) => data.messageId === messageId);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(asked?.data.kind).toBe("document");
    const plain = await house.vault.open(asked!.data.content, messageContext(messageId));
    const content = OutgoingContent.parse(JSON.parse(plain.toString("utf8")));
    expect(content).toMatchObject({
      kind: "document",
      mimeType: "application/pdf",
      bytes: pdf.length,
      caption: "acá está la lista",
      filename: "lista.pdf",
    });
    // The gateway, with its own rights, finds what she will receive.
    const object = content.kind === "document" ? content.object : "";
    const pieces: Buffer[] = [];
    for await (const piece of await openMedia({ store, vault: house.vault }, { object, messageId }))
      pieces.push(piece);
    expect(Buffer.concat(pieces).equals(pdf)).toBe(true);

    const [attached] = (await house.published(FileAttached)).filter(
      ({ data }) => data.messageId === messageId,
    );
    const hash = createHash("sha256");
    for await (const chunk of await store.get(object)) hash.update(chunk);
    expect(attached).toMatchObject({
      actor: { kind: "person", role: "executive" },
      data: { object, mimeType: "application/pdf", bytes: pdf.length, sealedSha256: hash.digest("hex") },
    });
    expect(JSON.stringify(attached)).not.toContain("lista");

    const view = (await ana.read(sessionId)).messages.find(({ id }) => id === messageId);
    expect(view).toMatchObject({
      kind: "document",
      content: { caption: "acá está la lista", filename: "lista.pdf" },
      media: { state: "stored", mimeType: "application/pdf", bytes: pdf.length },
    });
    const link = await ana.ask("POST", `/sessions/${sessionId}/files/${messageId}`);
    expect(Buffer.from(await (await ana.open(link.body.url)).arrayBuffer()).equals(pdf)).toBe(true);

    // The answer was lost on the way: asking again sends nothing twice.
    expect((await ana.command(sessionId, "messages", message, key)).status).toBe(200);
    const all = (await house.published(SendRequested)).filter(({ data }) => data.messageId === messageId);
    expect(all).toHaveLength(1);
    await ana.command(sessionId, "release");
  });

  test("does not travel when she did not agree to files, nor when others read her phone", async () => {
    for (const [plan, code] of [
      [{ readBy: "only-her" }, "no-media"],
      [{ readBy: "others", mayReceiveMedia: true }, "no-media-on-a-shared-phone"],
    ] as const) {
      const sessionId = await attended(plan);
      const messageId = uuidv7();
      const { status, body } = await uploads(ana, [sessionId, messageId], pdf);
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: "not-safe", review: { overridable: false, refusals: [{ code }] } });
      expect(await waiting(messageId)).toBeUndefined();
      await ana.command(sessionId, "release");
    }
  });

  test("stays where it is when she changes her mind between the file and the message", async () => {
    const sessionId = await attended();
    const messageId = uuidv7();
    expect((await uploads(ana, [sessionId, messageId], pdf)).status).toBe(200);
    await ana.ask("PUT", `/sessions/${sessionId}/safe-contact-plan`, { readBy: "only-her" });
    const answer = await ana.command(sessionId, "messages", {
      messageId,
      text: "",
      file: { name: "lista.pdf" },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: "not-safe" } });
    expect(await waiting(messageId)).toBeDefined();
    await ana.command(sessionId, "release");
  });

  test("is refused by its name when the name would betray her, and says that it is the name", async () => {
    const sessionId = await attended({ readBy: "unknown", mayReceiveMedia: true });
    const messageId = uuidv7();
    await uploads(ana, [sessionId, messageId], pdf);
    const file = { kind: "document", name: "denuncia por violencia.pdf" };
    const check = await ana.command(sessionId, "safety-check", { text: "", file });
    expect(check.body.refusals).toContainEqual(expect.objectContaining({ by: "words", inName: true }));
    const sent = await ana.command(sessionId, "messages", { messageId, text: "", file: { name: file.name } });
    expect(sent).toMatchObject({ status: 422, body: { code: "not-safe" } });
    await ana.command(sessionId, "release");
  });

  test("is what its bytes say, within the size of its kind", async () => {
    const sessionId = await attended();
    const put = async (file: Buffer, type: string) => await uploads(ana, [sessionId, uuidv7()], file, type);
    expect(await put(Buffer.from("MZ\u0090\u0000\u0003"), "application/pdf")).toMatchObject({
      status: 415,
      body: { code: "file-not-sendable" },
    });
    expect(await put(Buffer.from("<html><script>"), "text/plain")).toMatchObject({ status: 415 });
    expect(await put(Buffer.alloc(0), "image/png")).toMatchObject({ status: 415 });
    expect(await put(jpeg(5 * 2 ** 20), "image/png")).toMatchObject({
      status: 200,
      body: { kind: "image", mimeType: "image/jpeg" },
    });
    expect(await put(jpeg(5 * 2 ** 20 + 1), "image/jpeg")).toMatchObject({
      status: 413,
      body: { code: "too-large" },
    });
    await ana.command(sessionId, "release");
  });

  test("cannot be put into a session that somebody else attends, nor taken by another message or person", async () => {
    const sessionId = await attended();
    const messageId = uuidv7();
    expect((await uploads(berta, [sessionId, messageId], pdf)).status).toBe(403);
    const unknown = await ana.command(sessionId, "messages", {
      messageId,
      text: "",
      file: { name: "lista.pdf" },
    });
    expect(unknown).toMatchObject({ status: 410, body: { code: "file-not-chosen" } });
    expect((await uploads(ana, [sessionId, messageId], pdf)).status).toBe(200);
    await ana.command(sessionId, "release");
    await eventually(async () => expect((await berta.command(sessionId, "claim")).status).toBe(200));
    const hers = await berta.command(sessionId, "messages", { messageId, text: "", file: { name: "a.pdf" } });
    expect(hers).toMatchObject({ status: 410, body: { code: "file-not-chosen" } });
    await berta.command(sessionId, "release");
  });

  test("is replaced by another choice, and removed when it is never sent", async () => {
    const sessionId = await attended();
    const messageId = uuidv7();
    await uploads(ana, [sessionId, messageId], pdf);
    const first = await waiting(messageId);
    await uploads(ana, [sessionId, messageId], jpeg(3_000));
    const second = await waiting(messageId);
    expect(second).toMatchObject({ mime_type: "image/jpeg" });
    await expect(store.get(first!.object)).rejects.toThrow();

    const later = (ms: number) => new Date(Date.now() + ms).toISOString();
    expect(await forgetUnsent({ db, store }, later(keptUnsentMs - 60_000))).toBe(0);
    expect(await forgetUnsent({ db, store }, later(keptUnsentMs + 60_000))).toBeGreaterThan(0);
    expect(await waiting(messageId)).toBeUndefined();
    await expect(store.get(second!.object)).rejects.toThrow();
    await ana.command(sessionId, "release");
  });
});
