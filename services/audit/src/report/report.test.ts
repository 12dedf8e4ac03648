import {
  type Actor,
  EmergencyRecorded,
  type Envelope,
  GlassBroken,
  LoginFailed,
  RecordRead,
  SendRequested,
  SessionClaimed,
  SessionClosed,
  SessionRead,
  WallDeclared,
} from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { arrivalOf, sealed } from "../fixtures/events.ts";
import { story } from "../fixtures/story.ts";
import { arrivedAs, sealEntry } from "../ledger/entry.ts";
import type { Entry } from "../ledger/entry-format.ts";
import { csv, tableOf } from "./csv.ts";
import { foldReport } from "./fold.ts";
import { planChecks } from "./plan-checks.ts";
import { publishable } from "./publishable.ts";

const start = new Date("2026-11-23T15:00:00.000Z");
const period = { from: "2026-11-23T03:00:00.000Z", to: "2026-11-24T03:00:00.000Z" };
const ana: Actor = { kind: "person", id: "ana", role: "executive" };
const facts = (of: { sessionId: string; contactId: string }, actor: Actor, minutes: number) => ({
  id: crypto.randomUUID(),
  source: "executive-routing" as const,
  occurredAt: new Date(start.getTime() + minutes * 60_000).toISOString(),
  actor,
  sessionId: of.sessionId,
  contactId: of.contactId,
});
const attention = (
  until: Parameters<typeof story>[0]["until"] = "closed",
  tier: "high" | "imminent" | "support" = "support",
) => story({ start, codeName: "Rosa-41", executiveId: "ana", tier, until });

function report(events: readonly Envelope[], numbers: readonly number[] = []) {
  const fold = foldReport(period);
  const lines = events.map((event, index) => {
    const headers = numbers[index] === undefined ? {} : { "Liss-Sequence": String(numbers[index]) };
    return Buffer.concat([
      sealEntry(arrivedAs(arrivalOf(event, headers)), index, null).bytes,
      Buffer.from("\n"),
    ]);
  });
  fold.takeLines(Buffer.concat(lines));
  return fold.end();
}
const offences = (events: readonly Envelope[], name: string) =>
  report(events).invariants.find((one) => one.name === name)?.offences;

describe("messages", () => {
  test("are followed from the door to the answer, with who and when", () => {
    const { messages, sessions } = report(attention().events);
    expect(messages).toMatchObject({
      accepted: 2,
      queued: 2,
      seen: 2,
      answered: 2,
      unaccounted: [],
      waiting: [],
    });
    expect(messages.toQueue).toMatchObject({ count: 2, longest: 41 });
    expect(messages.deliveries).toEqual({ delivered: 1, read: 1 });
    expect(sessions).toMatchObject([
      {
        received: 2,
        seen: 2,
        sent: 2,
        owners: [{ personId: "ana", ended: "closed" }],
        delegations: [{ ended: "taken-back" }],
        closed: { by: "ana", classification: "guidance" },
      },
    ]);
  });

  test("that wait are listed, and those that reached no queue are unaccounted for", () => {
    const waiting = attention("queued").events;
    expect(report(waiting).messages).toMatchObject({ accepted: 1, waiting: [{ index: 0 }], unaccounted: [] });
    const lost = waiting.filter(({ type }) => type !== "routing.message-recorded");
    expect(report(lost).messages).toMatchObject({ waiting: [], unaccounted: [{ index: 0, queuedAt: null }] });
  });

  test("that nobody saw before the session was closed are unaccounted for", () => {
    const { events, ...of } = attention("queued");
    const closed = SessionClosed.create({
      ...facts(of, ana, 9),
      data: { executiveId: "ana", classification: "unrelated" },
    });
    expect(report([...events, closed]).messages.unaccounted).toHaveLength(1);
  });

  test("of another day are not counted, and tell how a session went on", () => {
    const before = story({
      start: new Date(Date.parse(period.from) - 60_000),
      codeName: "Luz-1",
      executiveId: "ana",
    });
    const { messages, sessions } = report(before.events);
    expect(messages.accepted).toBe(1);
    expect(sessions).toMatchObject([{ codeName: "Luz-1", openedAt: "2026-11-23T02:59:00.041Z" }]);
  });
});

describe("emergencies", () => {
  test("go from the first signal to the outcome; those without one come first", () => {
    const done = attention("seen", "imminent");
    const recorded = EmergencyRecorded.create({
      ...facts(done, ana, 5),
      data: {
        executiveId: "ana",
        calledService: "carabineros",
        calledAt: new Date(start.getTime() + 180_000).toISOString(),
        procedureNumber: "123-4",
        outcome: "police-attended",
      },
    });
    const open = attention("queued", "imminent");
    const { emergencies } = report([...done.events, recorded, ...open.events]);
    expect(emergencies).toMatchObject([
      { sessionId: open.sessionId, open: true, humanAt: null, outcome: null },
      {
        sessionId: done.sessionId,
        open: false,
        humanId: "ana",
        procedureNumber: "123-4",
        outcome: "police-attended",
      },
    ]);
  });
});

describe("invariants", () => {
  test("hold over an ordinary day, and say how often they were tried", () => {
    const { invariants } = report(attention().events);
    expect(invariants.flatMap((one) => one.offences)).toEqual([]);
    expect(invariants.find((one) => one.name === "robot-without-delegation")?.checked).toBe(1);
    expect(invariants.find((one) => one.name === "wall-breached")?.checked).toBeNull();
  });

  test("a robot that speaks without a delegation", () => {
    const { events, ...of } = attention("answered");
    const rogue = SendRequested.create({
      ...facts(of, { kind: "robot" }, 4),
      data: {
        messageId: crypto.randomUUID(),
        kind: "text",
        content: sealed(),
        author: "robot",
        requestedAt: facts(of, ana, 4).occurredAt,
      },
    });
    expect(offences([...events, rogue], "robot-without-delegation")).toMatchObject([
      { index: events.length, sessionId: of.sessionId },
    ]);
  });

  test("two owners", () => {
    const { events, ...of } = attention("seen");
    const second = SessionClaimed.create({
      ...facts(of, ana, 4),
      data: { executiveId: "berta", waitedMs: 1 },
    });
    expect(offences([...events, second], "two-owners")).toHaveLength(1);
  });

  test("an imminent session that was closed without what was done", () => {
    const { events } = attention("closed", "imminent");
    expect(offences(events, "closed-without-outcome")).toHaveLength(1);
  });

  test("a reason opens a conversation for its time, and is listed as such", () => {
    const { events, ...of } = attention("answered");
    const carla: Actor = { kind: "person", id: "carla", role: "supervisor" };
    const until = facts(of, carla, 10).occurredAt;
    const broken = GlassBroken.create({
      ...facts(of, carla, 4),
      data: { personId: "carla", reason: "quality", until },
    });
    const read = (minutes: number) =>
      SessionRead.create({ ...facts(of, carla, minutes), data: { personId: "carla", messages: 3 } });
    const all = [...events, broken, read(5), read(11)];
    expect(offences(all, "read-without-reason")).toMatchObject([{ index: events.length + 2 }]);
    expect(report(all).access.breakGlass).toMatchObject([{ personId: "carla", sessionId: of.sessionId }]);
  });

  test("whoever knows a contact and is in her conversation all the same", () => {
    const { events, ...of } = attention("queued");
    const berta: Actor = { kind: "person", id: "berta", role: "executive" };
    const declared = WallDeclared.create({ ...facts(of, berta, 3), data: { personId: "berta" } });
    const claimed = (executiveId: string, actor: Actor) =>
      SessionClaimed.create({ ...facts(of, actor, 4), data: { executiveId, waitedMs: 1 } });
    const others = report([...events, declared, claimed("ana", ana)]).invariants;
    expect(others.find(({ name }) => name === "wall-breached")).toMatchObject({ checked: 1, offences: [] });
    expect(offences([...events, declared, claimed("berta", berta)], "wall-breached")).toMatchObject([
      { personId: "berta", sessionId: of.sessionId },
    ]);
  });

  test("what is sent after her goodbye, or was refused and nobody answers for", () => {
    const held: [number, boolean][] = [];
    const take = planChecks((_name, entry, holds) => void held.push([entry.index, holds]));
    const contactId = crypto.randomUUID();
    const messages = ["a", "b", "c", "d"].map(() => crypto.randomUUID());
    const acts: [string, string | undefined][] = [
      ["channel.send-requested", messages[0]], // nothing is told of plans yet
      ["routing.goodbye-said", messages[1]],
      ["channel.send-requested", messages[2]], // against it
      ["channel.message-received", messages[3]],
      ["channel.send-requested", messages[0]],
      ["routing.send-refused", messages[1]],
      ["channel.send-requested", messages[1]], // against it
      ["routing.safety-overridden", messages[1]],
      ["channel.send-requested", messages[1]],
    ];
    for (const [index, [type, messageId]] of acts.entries()) {
      take({ index, type, contactId } as Entry, { messageId });
    }
    expect(held).toEqual([
      [2, false],
      [4, true],
      [6, false],
      [8, true],
    ]);
  });

  test("a conversation that somebody else read without saying why", () => {
    const { events, ...of } = attention("answered");
    const read = SessionRead.create({
      ...facts(of, { kind: "person", id: "carla", role: "supervisor" }, 4),
      data: { personId: "carla", messages: 3 },
    });
    expect(offences([...events, read], "read-without-reason")).toMatchObject([{ personId: "carla" }]);
  });
});

test("access at unusual hours and a run of failed logins are shown, with their entries", () => {
  const night = "2026-11-23T06:30:00.000Z"; // half past three in Santiago
  const look = RecordRead.create({
    id: crypto.randomUUID(),
    source: "audit",
    occurredAt: night,
    actor: { kind: "person", id: "diana", role: "auditor" },
    data: { personId: "diana", what: "session", entries: 9 },
  });
  const failures = Array.from({ length: 5 }, () =>
    LoginFailed.create({
      id: crypto.randomUUID(),
      source: "audit",
      occurredAt: night,
      actor: { kind: "service", name: "audit" },
      data: { personId: "eva", application: "explorer" },
    }),
  );
  expect(report([look, ...failures]).access.unusual).toEqual([
    { kind: "hours", personId: "diana", count: 1, entries: [0] },
    { kind: "failed-logins", personId: "eva", count: 5, entries: [1, 2, 3, 4, 5] },
  ]);
});

test("numbers that a service gave and the record does not have are listed", () => {
  const events = attention("seen").events.filter(({ source }) => source === "executive-routing");
  expect(report(events, [1, 2, 5, 6, 9, 10]).gaps).toEqual([
    { source: "executive-routing", from: 3, to: 4 },
    { source: "executive-routing", from: 7, to: 8 },
  ]);
});

describe("what leaves the house", () => {
  test("no cell under ten, nor one from which it could be reckoned", () => {
    const many = Array.from({ length: 12 }, () => attention().events).flat();
    const few = Array.from({ length: 3 }, () => attention("closed", "high").events).flat();
    const cells = new Map(publishable(report([...many, ...few])).map(({ name, value }) => [name, value]));
    expect(cells.get("sessions")).toBe(15);
    expect(cells.get("closed.risk")).toBeNull();
    expect(cells.get("closed.guidance")).toBeNull();
  });

  test("no cell of a table is a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@x", "\t=1"]) {
      expect(csv(["a"], [[text]])).toContain(`'${text}`);
    }
    expect(csv(["a", "b"], [['say "a, b"', -3]])).toBe('a,b\r\n"say ""a, b""",-3\r\n');
    expect(tableOf(report(attention().events), "sessions").split("\r\n")[1]).toContain("guidance");
  });
});
