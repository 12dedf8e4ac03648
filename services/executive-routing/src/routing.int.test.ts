import {
  DelegationEnded,
  RobotAsked,
  RobotReplyRefused,
  SendRequested,
  SessionClosed,
  SessionOpened,
  SessionRead,
} from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { robotPatienceMs } from "./clock/sweep.ts";
import type { RoutingTables } from "./database/tables.ts";
import { eventually, type House, logIn, startHouse } from "./routing.test-support.ts";
import { evolve, type Session } from "./session/session.ts";

let house: House;
let url: string;
let ana: Awaited<ReturnType<typeof logIn>>;
let berta: typeof ana;
let carla: typeof ana;

beforeAll(async () => {
  house = await startHouse();
  url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
});
afterAll(() => house?.stop());

const inQueue = (sessionId: string) =>
  eventually(async () => {
    const card = (await carla.desk()).queue.find(({ id }) => id === sessionId);
    if (!card) throw new Error("not in the queue yet");
    return card;
  });

const tierOf = (sessionId: string, tier: string) =>
  eventually(async () => expect((await ana.read(sessionId)).card.tier).toBe(tier));

/** A calm session that Ana attends, everything read. */
async function attendedByAna(text = "hola, quiero saber dónde denunciar") {
  const message = await house.writes(text);
  await house.assesses(message, "information");
  await eventually(async () => expect((await inQueue(message.sessionId)).tier).toBe("information"));
  expect((await ana.command(message.sessionId, "claim")).status).toBe(200);
  await ana.command(message.sessionId, "seen", { messageIds: [message.messageId] });
  return message;
}

/** The same woman in the same session, for her next message. */
const sameWoman = ({ contactId, sessionId }: { contactId: string; sessionId: string }) => ({
  contactId,
  sessionId,
});

const finish = (sessionId: string) => ana.command(sessionId, "close", { classification: "information" });

describe("her message waits for a person", () => {
  test("not yet assessed counts as high, and the gateway's proposal is the session's id", async () => {
    const { sessionId, contactId } = await house.writes("hola, necesito ayuda");
    const card = await inQueue(sessionId);
    expect(card).toMatchObject({ tier: "unassessed", status: "waiting", unread: 1, owner: null });
    expect(card.codeName).toMatch(/^\p{L}+-\d+$/u);
    const opened = await eventually(async () => {
      const found = (await house.published(SessionOpened)).find((event) => event.sessionId === sessionId);
      if (!found) throw new Error("not published yet");
      return found;
    });
    expect(opened).toMatchObject({ contactId, actor: { kind: "contact" } });
  });

  test("while triage is down or behind, supervisors are told once, and the message stays high", async () => {
    const { sessionId } = await house.writes("hola");
    const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
    const alerts = () =>
      db.selectFrom("alerts").select(["severity", "source"]).where("code", "=", "triage-behind").execute();
    await eventually(async () => expect(await alerts()).toHaveLength(1), 20_000);
    expect(await alerts()).toEqual([{ severity: "critical", source: "executive-routing" }]);
    await db.destroy();
    expect((await inQueue(sessionId)).tier).toBe("unassessed");
  });

  test("the same event ten times is one message", async () => {
    const message = await house.writes("hola");
    await inQueue(message.sessionId);
    for (let time = 0; time < 10; time += 1) await house.publish({ ...message.event });
    const more = await house.writes("segundo", sameWoman(message));
    await eventually(async () => expect((await inQueue(message.sessionId)).unread).toBe(2));
    expect(more.sessionId).toBe(message.sessionId);
  });

  test("an assessment that arrives before its message is applied with it", async () => {
    const ids = { contactId: uuidv7(), sessionId: uuidv7(), messageId: uuidv7() };
    await house.assesses(ids, "imminent", ["arma_blanca"]);
    await house.writes("tiene un cuchillo", ids);
    await eventually(async () => expect((await inQueue(ids.sessionId)).tier).toBe("imminent"));
  });

  test("one message that cannot be opened hides nothing of the others", async () => {
    const message = await house.writes("hola");
    const { event } = await house.writes("dañado", sameWoman(message));
    const misplaced = { ...event, id: uuidv7(), data: { ...event.data, messageId: uuidv7() } };
    await house.publish(misplaced as typeof event);
    await eventually(async () => {
      const kinds = (await carla.read(message.sessionId)).messages.map(({ content }) => content?.kind);
      expect(kinds).toEqual(["text", "text", "unsupported"]);
    });
  });

  test("the most urgent is first, whoever came before", async () => {
    const calm = await house.writes("una pregunta");
    await house.assesses(calm, "guidance");
    await eventually(async () => expect((await inQueue(calm.sessionId)).tier).toBe("guidance"));
    const danger = await house.writes("está aquí con un cuchillo");
    await house.assesses(danger, "imminent", ["arma_blanca", "agresor_presente"]);
    await eventually(async () => expect((await inQueue(danger.sessionId)).tier).toBe("imminent"));
    const ids = (await ana.desk()).queue.map((card) => card.id);
    expect(ids.indexOf(danger.sessionId)).toBeLessThan(ids.indexOf(calm.sessionId));
  });
});

describe("one owner", () => {
  test("of 64 claims of the same session one wins and the others are told", async () => {
    const second = await house.replica();
    const bertaThere = await logIn(second, "Berta");
    const message = await house.writes("hola");
    await house.assesses(message, "support");
    await eventually(async () => expect((await inQueue(message.sessionId)).tier).toBe("support"));
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        (index % 2 ? ana : bertaThere).command(message.sessionId, "claim"),
      ),
    );
    const won = new Set(
      answers.filter(({ status }) => status === 200).map(({ body }) => body.card.owner.name),
    );
    expect(won.size).toBe(1);
    for (const { status, body } of answers) {
      if (status !== 200) expect(body).toMatchObject({ status: 409, code: "already-attended" });
    }
    const owner = won.has("Ana Ficticia") ? ana : berta;
    await owner.command(message.sessionId, "seen", { messageIds: [message.messageId] });
    expect((await owner.command(message.sessionId, "close", { classification: "support" })).status).toBe(200);
  });

  test("two claims of one executive at the same moment do not exceed her capacity", async () => {
    const urgent = await Promise.all([house.writes("uno"), house.writes("dos"), house.writes("tres")]);
    for (const { sessionId } of urgent) await inQueue(sessionId);
    const answers = await Promise.all(urgent.map(({ sessionId }) => berta.command(sessionId, "claim")));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const mine = (await berta.desk()).mine[0];
    expect((await berta.desk()).load).toEqual({ used: 1, capacity: 1 });
    expect((await berta.command(mine?.id ?? "", "release")).body.card).toMatchObject({
      status: "waiting",
      owner: null,
    });
  });

  test("'take the next' gives the most urgent and never the same to two", async () => {
    const [first, second] = await Promise.all([
      ana.ask("POST", "/sessions/next"),
      berta.ask("POST", "/sessions/next"),
    ]);
    expect(first.status).toBe(200);
    expect(second.status).toBe(200);
    expect(first.body.sessionId).not.toBe(second.body.sessionId);
    expect((await ana.read(first.body.sessionId)).card.tier).toBe("imminent");
    await ana.command(first.body.sessionId, "release");
    await berta.command(second.body.sessionId, "release");
  });

  test("another executive neither reads nor writes in it; a supervisor reads, on the record", async () => {
    const { sessionId } = await attendedByAna();
    expect((await berta.ask("GET", `/sessions/${sessionId}`)).status).toBe(404);
    expect((await berta.says(sessionId, "hola")).body.code).toBe("not-yours");
    expect((await carla.read(sessionId)).messages).toHaveLength(1);
    await eventually(async () => {
      const reads = (await house.published(SessionRead)).filter((event) => event.sessionId === sessionId);
      expect(reads.map((event) => event.actor)).toContainEqual(
        expect.objectContaining({ role: "supervisor" }),
      );
    });
    await finish(sessionId);
  });
});

describe("she is answered", () => {
  test("the executive's words go out sealed, once, however often the button is pressed", async () => {
    const { sessionId, contactId } = await attendedByAna();
    const key = uuidv7();
    const messageId = uuidv7();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ana.says(sessionId, "Hola, te leo.", key, messageId)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const asked = await eventually(async () => {
      const found = (await house.published(SendRequested)).filter((event) => event.sessionId === sessionId);
      if (found.length === 0) throw new Error("not published yet");
      return found;
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      contactId,
      actor: { kind: "person", role: "executive" },
      data: { author: "executive", messageId },
    });
    const plain = await house.vault.open(asked[0]!.data.content, `message:${messageId}`);
    expect(JSON.parse(plain.toString())).toEqual({ kind: "text", text: "Hola, te leo." });
    await finish(sessionId);
  });

  test("a key used for another command is refused, and so is a command without one", async () => {
    const { sessionId } = await attendedByAna();
    const key = uuidv7();
    await ana.says(sessionId, "uno", key);
    expect((await ana.says(sessionId, "dos", key)).body.code).toBe("idempotency-key-reused");
    expect((await ana.says(sessionId, "tres", "")).body.code).toBe("idempotency-key-missing");
    await finish(sessionId);
  });

  test("closing waits until what she wrote last was read; afterwards she opens a new session", async () => {
    const message = await attendedByAna();
    const last = await house.writes("espera", sameWoman(message));
    await eventually(async () => expect((await ana.read(message.sessionId)).messages).toHaveLength(2));
    expect((await finish(message.sessionId)).body.code).toBe("unread-messages");
    await ana.command(message.sessionId, "seen", { messageIds: [last.messageId] });
    expect((await finish(message.sessionId)).body.card).toMatchObject({
      status: "closed",
      classification: "information",
    });
    await eventually(async () =>
      expect(
        (await house.published(SessionClosed)).some((event) => event.sessionId === message.sessionId),
      ).toBe(true),
    );
    // The gateway's proposal is stale by now: the session it names is closed.
    await house.writes("hola de nuevo", sameWoman(message));
    await eventually(async () => {
      const reopened = (await house.published(SessionOpened)).find(
        (event) => event.data.previousSessionId === message.sessionId,
      );
      expect(reopened?.sessionId).not.toBe(message.sessionId);
      // Soon after the closing, it is the same attention that goes on.
      expect(reopened?.data.continuation).toBe(true);
    });
  });

  test("an imminent session is closed with its record or not at all", async () => {
    const message = await house.writes("me está pegando");
    await house.assesses(message, "imminent", ["agresion_en_curso"]);
    await eventually(async () => expect((await inQueue(message.sessionId)).tier).toBe("imminent"));
    await ana.command(message.sessionId, "claim");
    await ana.command(message.sessionId, "seen", { messageIds: [message.messageId] });
    expect((await finish(message.sessionId)).body.code).toBe("emergency-without-record");
    const record = {
      calledService: "carabineros",
      calledAt: new Date().toISOString(),
      procedureNumber: "FICTICIO-1",
      outcome: "police-attended",
    };
    expect((await ana.command(message.sessionId, "emergency", record)).status).toBe(200);
    expect((await finish(message.sessionId)).status).toBe(200);
  });
});

describe("what she changes", () => {
  test("a message that she takes back is hidden at once, also when the news comes first", async () => {
    const session = await attendedByAna();
    const { messageId } = await house.writes("no debí escribir esto", sameWoman(session));
    await eventually(async () => expect((await ana.read(session.sessionId)).messages).toHaveLength(2));
    await house.revokes(session, messageId);
    await eventually(async () => {
      const taken = (await ana.read(session.sessionId)).messages.find(({ id }) => id === messageId);
      expect(taken).toMatchObject({ content: null, revokedAt: expect.any(String) });
    });
    const early = uuidv7();
    await house.revokes(session, early);
    await house.writes("esto tampoco", { ...sameWoman(session), messageId: early });
    await eventually(async () => {
      const { messages } = await ana.read(session.sessionId);
      expect(messages.find(({ id }) => id === early)).toMatchObject({ content: null });
    });
    // Nothing of it is left to be read, so nothing keeps the session open.
    expect((await finish(session.sessionId)).status).toBe(200);
  });

  test("a changed number asks a person to make sure that it is she, and no robot goes on", async () => {
    const session = await attendedByAna();
    await ana.command(session.sessionId, "delegate", { topics: ["denunciar"], minutes: 30 });
    await house.changesNumber(session);
    await eventually(async () =>
      expect((await ana.read(session.sessionId)).card).toMatchObject({
        identityDoubt: "number-changed",
        delegation: null,
      }),
    );
    expect((await ana.command(session.sessionId, "delegate", { topics: ["denunciar"] })).body.code).toBe(
      "identity-in-doubt",
    );
    expect((await ana.command(session.sessionId, "confirm-identity")).body.card.identityDoubt).toBeNull();
    await finish(session.sessionId);
  });
});

describe("the robot", () => {
  const delegated = async () => {
    const message = await attendedByAna();
    // She said that nobody else reads her phone: otherwise the robot's words would be refused for being what they are.
    await ana.ask("PUT", `/sessions/${message.sessionId}/safe-contact-plan`, { readBy: "only-her" });
    const answer = await ana.command(message.sessionId, "delegate", { topics: ["denunciar"], minutes: 30 });
    expect(answer.body.card.status).toBe("delegated");
    return { ...message, delegationId: answer.body.card.delegation.id as string };
  };
  const sentTo = async (sessionId: string) =>
    (await house.published(SendRequested)).filter((event) => event.sessionId === sessionId);

  test("speaks inside its delegation and nowhere else", async () => {
    const session = await delegated();
    const said = await house.proposes(session, session.delegationId, "¿Sobre qué te informo?");
    const forged = await house.proposes(session, uuidv7(), "…", "denunciar");
    await eventually(async () => {
      const refused = (await house.published(RobotReplyRefused)).map((event) => event.data);
      expect(refused).toContainEqual(
        expect.objectContaining({ messageId: forged, reason: "delegation-ended" }),
      );
    });
    await eventually(async () =>
      expect((await sentTo(session.sessionId)).map((event) => event.data.messageId)).toEqual([said]),
    );
    await ana.command(session.sessionId, "take-back");
    const late = await house.proposes(session, session.delegationId, "tarde");
    await eventually(async () =>
      expect((await house.published(RobotReplyRefused)).map((event) => event.data)).toContainEqual(
        expect.objectContaining({ messageId: late, reason: "no-delegation" }),
      ),
    );
    await finish(session.sessionId);
  });

  test("that leaves its topics is stopped: a person goes on", async () => {
    const session = await delegated();
    const outside = await house.proposes(session, session.delegationId, "…", "residencias");
    await eventually(async () =>
      expect((await house.published(RobotReplyRefused)).map((event) => event.data)).toContainEqual(
        expect.objectContaining({ messageId: outside, reason: "topic-outside" }),
      ),
    );
    expect((await ana.read(session.sessionId)).card).toMatchObject({ status: "attended", delegation: null });
    expect(await sentTo(session.sessionId)).toEqual([]);
    await finish(session.sessionId);
  });

  test("hears her only after triage, and falls silent at a risk signal", async () => {
    const session = await delegated();
    const calm = await house.writes("y dónde queda?", sameWoman(session));
    await eventually(async () => expect((await ana.read(session.sessionId)).messages).toHaveLength(2));
    expect(
      (await house.published(RobotAsked)).filter((event) => event.sessionId === session.sessionId),
    ).toEqual([]);
    await house.assesses(calm, "information");
    await eventually(async () =>
      expect((await house.published(RobotAsked)).map((event) => event.data.messageId)).toContain(
        calm.messageId,
      ),
    );
    const danger = await house.writes("llegó con una pistola", sameWoman(session));
    await house.assesses(danger, "imminent", ["arma_fuego", "agresor_presente"]);
    await eventually(async () =>
      expect((await house.published(DelegationEnded)).map((event) => event.data)).toContainEqual({
        delegationId: session.delegationId,
        reason: "risk-signal",
      }),
    );
    await tierOf(session.sessionId, "imminent");
    expect((await house.published(RobotAsked)).map((event) => event.data.messageId)).not.toContain(
      danger.messageId,
    );
  });

  test("that steps back leaves to the executive what she asked, until a person answers", async () => {
    const mine = (await ana.desk()).mine[0];
    if (mine) await ana.command(mine.id, "release");
    const session = await delegated();
    const summary = "Preguntó por: denunciar. Se le envió: nada.";
    await house.handsBack(session, session.delegationId, summary);
    await eventually(async () =>
      expect(await ana.read(session.sessionId)).toMatchObject({
        card: { status: "attended", delegation: null },
        robotGone: { reason: "not-understood", summary },
      }),
    );
    await ana.command(session.sessionId, "messages", { messageId: uuidv7(), text: "Hola, soy Ana" });
    expect((await ana.read(session.sessionId)).robotGone).toBeNull();
    await ana.command(session.sessionId, "release");
  });

  test(
    "that does not answer is not available: the executive is told and keeps the session",
    async () => {
      const session = await delegated();
      await eventually(async () => {
        const { card, robotGone } = await ana.read(session.sessionId);
        expect(card).toMatchObject({ status: "attended", delegation: null, owner: { name: "Ana Ficticia" } });
        expect(robotGone).toMatchObject({ reason: "unavailable", summary: null });
      }, robotPatienceMs + 10_000);
      const robotAway = async () =>
        (await ana.desk()).status.troubles.some(({ kind }) => kind === "robot-away");
      await eventually(async () => expect(await robotAway()).toBe(true));
      const again = await ana.command(session.sessionId, "delegate", { topics: ["denunciar"], minutes: 30 });
      await house.proposes(session, again.body.card.delegation.id as string, "Hola");
      await eventually(async () => expect(await robotAway()).toBe(false));
      await ana.command(session.sessionId, "release");
    },
    robotPatienceMs + 30_000,
  );

  test("is given back when triage does not read her words in time", async () => {
    const mine = (await ana.desk()).mine[0];
    if (mine) await ana.command(mine.id, "release");
    const session = await delegated();
    await house.writes("sin evaluar", sameWoman(session));
    await eventually(async () => {
      const { card } = await ana.read(session.sessionId);
      expect(card).toMatchObject({ status: "attended", tier: "unassessed", delegation: null });
    }, 15_000);
    await ana.command(session.sessionId, "release");
  });
});

describe("the live desk", () => {
  test("what changes reaches the screens it concerns, and what was missed is replayed", async () => {
    const watching = await carla.live((await carla.desk()).sequence);
    const message = await house.writes("hola desde la calle");
    const frame = await eventually(() => {
      const found = watching.frames.find(
        (candidate) => candidate.type === "session" && candidate.card.id === message.sessionId,
      );
      if (found?.type !== "session") throw new Error("no frame yet");
      return found;
    });
    expect(frame).toMatchObject({ place: "queue", card: { tier: "unassessed" } });
    watching.close();

    await house.assesses(message, "support");
    await eventually(async () => expect((await inQueue(message.sessionId)).tier).toBe("support"));
    const back = await carla.live(frame.sequence);
    const replayed = await eventually(() => {
      const found = back.frames.find(
        (candidate) => candidate.type === "session" && candidate.card.id === message.sessionId,
      );
      if (!found) throw new Error("nothing replayed yet");
      return found;
    });
    expect(replayed).toMatchObject({ card: { tier: "support" } });
    for (const { frames } of [watching, back]) {
      const sequences = frames.flatMap((frame) =>
        "sequence" in frame && frame.type !== "welcome" ? [frame.sequence] : [],
      );
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    }
    back.close();
  });

  test("a console that has been away too long is told to fetch everything again", async () => {
    const future = await carla.live((await carla.desk()).sequence + 1_000_000);
    await eventually(() => expect(future.frames[0]).toMatchObject({ type: "resync" }));
    future.close();
  });

  test("her words reach only the executive who attends and watches", async () => {
    const session = await attendedByAna();
    const [anaLive, bertaLive] = await Promise.all([ana.live(), berta.live()]);
    anaLive.watch(session.sessionId);
    bertaLive.watch(session.sessionId);
    await eventually(() => expect(anaLive.frames[0]?.type).toBe("welcome"));
    const message = await house.writes("esto es solo para ti", sameWoman(session));
    await eventually(() =>
      expect(anaLive.frames).toContainEqual(
        expect.objectContaining({
          type: "message",
          message: expect.objectContaining({
            id: message.messageId,
            content: { kind: "text", text: "esto es solo para ti" },
          }),
        }),
      ),
    );
    expect(JSON.stringify(bertaLive.frames)).not.toContain("solo para ti");
    anaLive.close();
    bertaLive.close();
    await ana.command(session.sessionId, "release");
  });

  test("others hear once that a session is gone from the queue, not with each word that is written in it", async () => {
    const bertaLive = await berta.live((await berta.desk()).sequence);
    const session = await attendedByAna();
    const placesFor = () =>
      bertaLive.frames.flatMap((frame) =>
        frame.type === "session" && frame.card.id === session.sessionId ? [frame.place] : [],
      );
    await eventually(() => expect(placesFor().at(-1)).toBe("gone"));
    const told = placesFor().length;
    for (const text of ["uno", "dos", "tres"]) await house.writes(text, sameWoman(session));
    await ana.command(session.sessionId, "release");
    await eventually(() => expect(placesFor().at(-1)).toBe("queue"));
    expect(placesFor().slice(told)).not.toContain("gone");
    expect((await ana.command(session.sessionId, "claim")).status).toBe(200);
    await eventually(() => expect(placesFor().at(-1)).toBe("gone"));
    bertaLive.close();
    await ana.command(session.sessionId, "release");
  });

  test("nobody without a login gets a socket, an answer or a page of another site's making", async () => {
    expect((await fetch(`${url}/api/desk`)).status).toBe(401);
    const foreign = await fetch(`${url}/api/desk`, {
      headers: { cookie: ana.cookie, origin: "http://evil.example" },
    });
    expect(foreign.status).toBe(401);
    const auditor = await logIn(url, "Diana");
    expect((await auditor.ask("GET", "/desk")).body.code).toBe("not-permitted");
  });
});

test("replaying its events gives each session exactly as it is stored", async () => {
  const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
  const sessions = await db.selectFrom("sessions").select(["id", "state", "version"]).execute();
  expect(sessions.length).toBeGreaterThan(5);
  for (const { id, state, version } of sessions) {
    const events = await db
      .selectFrom("session_events")
      .select("data")
      .where("session_id", "=", id)
      .orderBy("version")
      .execute();
    expect(events).toHaveLength(version);
    expect(events.reduce<Session | null>((session, { data }) => evolve(session, data), null)).toEqual(state);
  }
  const { rows } = await sql<{ gap: number }>`select max(sequence) - count(*) as gap from desk_feed`.execute(
    db,
  );
  expect(rows[0]?.gap).toBe(0);
  await db.destroy();
});
