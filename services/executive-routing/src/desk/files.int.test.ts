import { randomBytes } from "node:crypto";
import { MediaOpened, PresenceRequested } from "@liss/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

let house: House;
let ana: Awaited<ReturnType<typeof logIn>>;
let berta: typeof ana;
let carla: typeof ana;
const picture = randomBytes(200_000);

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
});
afterAll(() => house?.stop());

/** A picture of hers, fetched by the gateway, in a session that Ana attends. */
async function pictureForAna() {
  const message = await house.sends({ kind: "image", caption: "mira" });
  await house.keepsFile(message, "image/jpeg", picture);
  await eventually(async () => expect((await ana.command(message.sessionId, "claim")).status).toBe(200));
  await eventually(async () => {
    const view = (await ana.read(message.sessionId)).messages.find(({ id }) => id === message.messageId);
    expect(view?.media).toMatchObject({ state: "stored", mimeType: "image/jpeg", bytes: picture.length });
  });
  return message;
}

const link = async (person: typeof ana, { sessionId, messageId }: { sessionId: string; messageId: string }) =>
  await person.ask("POST", `/sessions/${sessionId}/files/${messageId}`);

describe("a file of hers", () => {
  test("is opened by whoever attends her, byte by byte, and that is on the record", async () => {
    const message = await pictureForAna();
    const { sessionId, messageId, contactId } = message;
    const { status, body } = await link(ana, message);
    expect(status).toBe(200);
    const answer = await ana.open(body.url);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-disposition": "inline",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox"),
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
    const [opened] = await eventually(async () => {
      const found = (await house.published(MediaOpened)).filter((event) => event.sessionId === sessionId);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(opened).toMatchObject({
      contactId,
      actor: { kind: "person", role: "executive" },
      data: { messageId },
    });
    await ana.command(sessionId, "release");
  });

  test("does not exist for anybody else, with or without a link", async () => {
    const message = await pictureForAna();
    const { sessionId } = message;
    const { url } = (await link(ana, message)).body;
    for (const person of [berta, carla]) {
      expect((await link(person, message)).status).toBe(404);
      expect((await person.open(url)).status).toBe(404);
    }
    expect((await fetch(new URL(url, await house.replica()))).status).toBe(401);
    await ana.command(sessionId, "release");
    expect((await ana.open(url)).status).toBe(404);
  });

  test("is not opened by a link that was changed, or given for another file", async () => {
    const one = await pictureForAna();
    const { url } = (await link(ana, one)).body as { url: string };
    const changed = await ana.open(`${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`);
    expect(changed.status).toBe(410);
    expect(await changed.json()).toMatchObject({ code: "link-expired" });
    await ana.command(one.sessionId, "release");
    const other = await pictureForAna();
    expect(
      (await ana.open(url.replace(one.messageId, other.messageId).replace(one.sessionId, other.sessionId)))
        .status,
    ).toBe(410);
    await ana.command(other.sessionId, "release");
  });

  test("is gone at once when she takes the message back", async () => {
    const message = await pictureForAna();
    const { url } = (await link(ana, message)).body;
    await house.revokes(message, message.messageId);
    await eventually(async () => expect((await ana.open(url)).status).toBe(404));
    expect((await link(ana, message)).status).toBe(404);
    await ana.command(message.sessionId, "release");
  });

  test("is destroyed with her key", async () => {
    const message = await house.sends({ kind: "image" });
    await house.keepsFile(message, "image/jpeg", picture);
    await eventually(async () => expect((await ana.command(message.sessionId, "claim")).status).toBe(200));
    const { url } = await eventually(async () => {
      const answer = await link(ana, message);
      expect(answer.status).toBe(200);
      return answer.body;
    });
    await house.vault.destroy(`contact:${message.contactId}`);
    const answer = await ana.open(url);
    expect(answer.status).toBe(410);
    expect(await answer.json()).toMatchObject({ code: "file-gone" });
    await ana.command(message.sessionId, "release");
  });
});

describe("she is shown", () => {
  const shownTo = async (sessionId: string) =>
    (await house.published(PresenceRequested)).filter((event) => event.sessionId === sessionId);

  test("that she was read, up to the last message that was on the screen, and that somebody writes", async () => {
    const first = await house.writes("hola");
    await eventually(async () => expect((await ana.command(first.sessionId, "claim")).status).toBe(200));
    // Nothing of hers was on a screen yet: nothing is claimed to have been read.
    expect((await ana.command(first.sessionId, "typing")).status).toBe(204);
    const { contactId, sessionId } = first;
    const second = await house.writes("¿hay alguien?", { contactId, sessionId });
    await eventually(async () =>
      expect(
        (await ana.read(first.sessionId)).messages.filter(({ direction }) => direction === "in"),
      ).toHaveLength(2),
    );
    await ana.command(first.sessionId, "seen", { messageIds: [first.messageId] });
    await eventually(async () =>
      expect((await shownTo(first.sessionId)).map(({ data }) => data)).toEqual([
        expect.objectContaining({ messageId: first.messageId, typing: false }),
      ]),
    );
    await ana.command(first.sessionId, "seen", { messageIds: [second.messageId] });
    expect((await ana.command(first.sessionId, "typing")).status).toBe(204);
    await eventually(async () =>
      expect((await shownTo(first.sessionId)).map(({ data }) => [data.messageId, data.typing])).toEqual([
        [first.messageId, false],
        [second.messageId, false],
        [second.messageId, true],
      ]),
    );
    expect((await berta.command(first.sessionId, "typing")).status).toBe(403);
  });
});
