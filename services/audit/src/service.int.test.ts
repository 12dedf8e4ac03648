import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { RiskSet, SessionRead } from "@liss/contracts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { factsOf } from "./api/facts.ts";
import {
  Inclusion,
  SessionInclusion,
  SessionLife,
  SessionList,
  SignedCheckpoint,
  type Step,
  Summary,
  Unattached,
} from "./api/schema.ts";
import { messageReceived } from "./fixtures/events.ts";
import { login, runningAudit } from "./fixtures/running-audit.ts";
import { story } from "./fixtures/story.ts";
import { fromHex, fromText } from "./proof/bytes.ts";
import { openCheckpoint } from "./proof/checkpoint.ts";
import { leafPreimage, sha256 } from "./proof/hash.ts";
import { parseVerifierKey } from "./proof/note.ts";
import { verifyInclusion } from "./proof/verify.ts";

let audit: Awaited<ReturnType<typeof runningAudit>>;
let diana: Awaited<ReturnType<typeof login>>;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const rosa = story({ start: minutesAgo(30), codeName: "Rosa-41", executiveId: "ana", tier: "high" });
const luz = story({ start: minutesAgo(10), codeName: "Luz-07", executiveId: "ana", until: "queued" });

beforeAll(async () => {
  audit = await runningAudit();
  diana = await login(audit.url, "auditor");
  await audit.publish(...rosa.events, ...luz.events);
  await vi.waitFor(
    async () => expect((await life(luz.sessionId)).steps.length).toBeGreaterThanOrEqual(luz.events.length),
    {
      timeout: 10_000,
      interval: 100,
    },
  );
});
afterAll(() => audit.stop());

const life = async (id: string) => {
  const { status, body } = await diana.get(`/api/sessions/${id}`);
  if (status !== 200) throw new Error(`no session: ${status}`);
  return SessionLife.parse(body);
};
const sessions = async (query = "") =>
  SessionList.parse((await diana.get(`/api/sessions${query}`)).body).sessions;
const ofServices = (step: { source: string | null }) => step.source !== "audit";

async function logKey() {
  const text = (await (await fetch(`${audit.url}/log-key`)).text()).trim();
  return (await parseVerifierKey(text))!;
}

/** What the explorer does in the browser. */
async function verify(step: Step, proof: readonly string[], note: string) {
  const checkpoint = (await openCheckpoint(note, await logKey()))!;
  const leafHash = await sha256(leafPreimage(fromText(step.entry)));
  return verifyInclusion({
    index: step.index,
    size: checkpoint.size,
    leafHash,
    proof: proof.map(fromHex),
    root: checkpoint.root,
  });
}

describe("the life of a session", () => {
  test("has every event of it once, in order, with who and when, and nothing of what was said", async () => {
    const { session, steps } = await life(rosa.sessionId);
    const told = steps.filter(ofServices);
    expect(told.map((step) => step.eventId)).toEqual(rosa.events.map((event) => event.id));
    expect(told.map((step) => step.occurredAt)).toEqual(rosa.events.map((event) => event.occurredAt));
    expect(told.map((step) => step.actor)).toEqual(rosa.events.map((event) => event.actor));
    expect(session).toMatchObject({
      codeName: "Rosa-41",
      tier: "high",
      classification: "risk",
      people: [{ id: "ana" }],
    });
    expect(JSON.stringify(steps)).not.toMatch(/"box"/);
  });

  test("is proven entry by entry, from the bytes that are shown", async () => {
    const { steps } = await life(rosa.sessionId);
    await vi.waitFor(async () =>
      expect((await diana.get(`/api/entries/${steps.at(-1)!.index}/inclusion`)).status).toBe(200),
    );
    const { proofs, checkpoint } = SessionInclusion.parse(
      (await diana.get(`/api/sessions/${rosa.sessionId}/inclusion`)).body,
    );
    for (const step of steps) {
      const { proof } = proofs.find((one) => one.index === step.index)!;
      expect(await verify(step, proof, checkpoint.note)).toBe(true);
      expect(await verify({ ...step, entry: step.entry.replace("Z", "Y") }, proof, checkpoint.note)).toBe(
        false,
      );
      const { actorName, leafHash, entry, ...shown } = step;
      expect(factsOf(entry)).toEqual(shown);
    }
    const one = Inclusion.parse((await diana.get(`/api/entries/${steps[0]!.index}/inclusion`)).body);
    expect(await verify(steps[0]!, one.proof, one.checkpoint.note)).toBe(true);
  });

  test("includes what was said of its messages under a session id that routing did not take", async () => {
    const proposed = messageReceived({ contactId: rosa.contactId }, rosa.messageIds.second);
    await audit.publish(proposed);
    await vi.waitFor(async () =>
      expect((await life(rosa.sessionId)).steps.map((step) => step.eventId)).toContain(proposed.id),
    );
  });
});

test("who only looked into a session is not among those who took part in it", async () => {
  const look = SessionRead.create({
    id: randomUUID(),
    source: "executive-routing",
    occurredAt: new Date().toISOString(),
    actor: { kind: "person", id: "berta", role: "supervisor" },
    sessionId: luz.sessionId,
    contactId: luz.contactId,
    data: { personId: "berta", messages: 1 },
  });
  await audit.publish(look);
  await vi.waitFor(async () => {
    const { session, steps } = await life(luz.sessionId);
    expect(steps.map((step) => step.eventId)).toContain(look.id);
    expect(session.people).toEqual([]);
  });
});

test("an event about a session that never opened is listed as attached to none", async () => {
  const stray = messageReceived();
  await audit.publish(stray);
  await vi.waitFor(async () => {
    const { steps } = Unattached.parse((await diana.get("/api/unattached")).body);
    expect(steps.map((step) => step.eventId)).toContain(stray.id);
  });
});

test("an event that cannot be read is on the record as such", async () => {
  await audit.publishRaw(
    "routing.something-new.v3",
    JSON.stringify({ source: "executive-routing", secret: "hola" }),
    randomUUID(),
  );
  await vi.waitFor(async () => {
    const row = await audit.audit.db
      .selectFrom("entries")
      .select("bytes")
      .where("subject", "=", "routing.something-new.v3")
      .executeTakeFirst();
    expect(row?.bytes.toString()).toContain('"problem":"unknown-event"');
    expect(row?.bytes.toString()).not.toContain("hola");
  });
});

describe("searching", () => {
  test.each([
    ["nothing in particular", "", ["Luz-07", "Rosa-41"]],
    ["a code name", "?text=ros", ["Rosa-41"]],
    ["a session's id", `?text=${rosa.sessionId}`, ["Rosa-41"]],
    ["a person", "?person=ana", ["Rosa-41"]],
    ["a type of event", "?type=routing.delegated", ["Rosa-41"]],
    ["a tier", "?tier=support", ["Luz-07"]],
    ["a time", `?from=${minutesAgo(20).toISOString()}`, ["Luz-07"]],
    ["a time before", `?to=${minutesAgo(20).toISOString()}`, ["Rosa-41"]],
    ["what nobody is called", "?text=%25", []],
  ])("by %s", async (_what, query, expected) => {
    expect((await sessions(query)).map((session) => session.codeName)).toEqual(expected);
  });

  test("goes page by page", async () => {
    const first = SessionList.parse((await diana.get("/api/sessions?limit=1")).body);
    const second = SessionList.parse((await diana.get(`/api/sessions?limit=1&before=${first.next}`)).body);
    expect([...first.sessions, ...second.sessions].map((session) => session.codeName)).toEqual([
      "Luz-07",
      "Rosa-41",
    ]);
    expect(second.next).toBeNull();
  });
});

test("the tier that a person decided is the session's tier", async () => {
  const mar = story({ start: minutesAgo(90), codeName: "Mar-03", executiveId: "ana", until: "seen" });
  const lowered = RiskSet.create({
    id: randomUUID(),
    source: "executive-routing",
    occurredAt: minutesAgo(80).toISOString(),
    actor: { kind: "person", id: "ana", role: "executive" },
    sessionId: mar.sessionId,
    contactId: mar.contactId,
    data: { personId: "ana", from: "support", to: "information", reason: "she-told" },
  });
  await audit.publish(...mar.events, lowered);
  await vi.waitFor(async () =>
    expect(await sessions("?text=Mar-03")).toMatchObject([{ tier: "information" }]),
  );
  expect(await sessions("?text=Mar-03&tier=support")).toEqual([]);
});

test("the summary says what became of every message, and which are missing", async () => {
  const query = `?from=${minutesAgo(60).toISOString()}&to=${minutesAgo(1).toISOString()}`;
  const summary = Summary.parse((await diana.get(`/api/summary${query}`)).body);
  expect(summary).toMatchObject({ accepted: 3, sessions: { opened: 2, closed: 1 }, complete: true });
  const [seen, answered, closed] = summary.stages;
  expect(seen).toMatchObject({ stage: "seen", messages: 2, missing: [{ codeName: "Luz-07", messages: 1 }] });
  expect(answered).toMatchObject({ stage: "answered", messages: 2, missing: [{ codeName: "Luz-07" }] });
  expect(closed).toMatchObject({ stage: "closed", messages: 2, missing: [{ codeName: "Luz-07" }] });
});

describe("who may look, and the record of it", () => {
  test("only auditors get in; others are told why", async () => {
    const executive = await login(audit.url, "executive");
    expect(await executive.get("/api/sessions")).toMatchObject({
      status: 403,
      body: { code: "role-not-allowed" },
    });
    const nobody = await fetch(`${audit.url}/api/summary`);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("content-type")).toMatch(/application\/problem\+json/);
    expect(nobody.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("logins and looks are entries like any other", async () => {
    await vi.waitFor(async () => {
      const rows = await audit.audit.db
        .selectFrom("entries")
        .select(["type", "actor_id"])
        .where("source", "=", "audit")
        .execute();
      const types = rows.map((row) => row.type);
      expect(types).toContain("access.logged-in");
      expect(types.filter((type) => type === "access.record-read").length).toBeGreaterThan(5);
      expect(types).toContain("audit.checkpoint-published");
    });
    const { steps } = await life(rosa.sessionId);
    expect(
      steps.filter((step) => step.type === "access.record-read").map((step) => step.actorName),
    ).toContain("Diana Muestra");
  });

  test("an auditor who looks for herself leaves that on the record, without the words", async () => {
    await diana.get("/api/sessions?text=Muestra");
    await diana.get("/api/sessions?text=Rosa");
    const looks = async () => {
      const rows = await audit.audit.db
        .selectFrom("entries")
        .select("bytes")
        .where("type", "=", "access.record-read")
        .execute();
      return rows.map(({ bytes }) => bytes.toString("utf8"));
    };
    await vi.waitFor(async () =>
      expect((await looks()).filter((text) => text.includes('"aboutHerself":true'))).toHaveLength(1),
    );
    expect((await looks()).join()).not.toContain("Muestra");
  });

  test("what is not there, not signed or not asked rightly is refused with its reason", async () => {
    expect(await diana.get(`/api/sessions/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: "not-found" },
    });
    expect(await diana.get("/api/sessions/1")).toMatchObject({
      status: 422,
      body: { code: "invalid-request" },
    });
    expect(await diana.get("/api/entries/999999/inclusion")).toMatchObject({ status: 404 });
    expect(await diana.get("/api/nothing")).toMatchObject({ status: 404 });
  });
});

test("a restart changes nothing: the tree goes on, the file keeps every checkpoint, no index is missing", async () => {
  const before = SignedCheckpoint.parse((await diana.get("/api/checkpoint")).body);
  await audit.restart();
  const another = story({ start: minutesAgo(2), codeName: "Sol-12", executiveId: "ana" });
  await audit.publish(...another.events);
  await vi.waitFor(async () => expect((await sessions("?text=Sol-12")).length).toBe(1), { timeout: 10_000 });
  const consistency = await diana.get(`/api/consistency?from=${before.size}&to=${before.size}`);
  expect(consistency.status).toBe(200);
  await vi.waitFor(async () => {
    const notes = await audit.audit.db.selectFrom("checkpoints").select("note").orderBy("size").execute();
    const lines = (await readFile(audit.config.CHECKPOINT_FILE, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).note)).toEqual(notes.map((row) => row.note));
  });
  const indexes = await audit.audit.db.selectFrom("entries").select("index").orderBy("index").execute();
  expect(indexes.map((row) => row.index)).toEqual(indexes.map((_, position) => position));
});
