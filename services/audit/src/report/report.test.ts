import {
  type Actor,
  CoachingChanged,
  EmergencyOpened,
  EmergencyRecorded,
  type Envelope,
  GlassBroken,
  LoginFailed,
  PolicyChanged,
  PresenceChanged,
  RecordRead,
  Searched,
  SendRequested,
  ServiceStarted,
  SessionClaimed,
  SessionClosed,
  SessionRead,
  SessionTransferred,
  TransferProposed,
  WallDeclared,
} from "@liss/contracts";
import { v7 } from "uuid";
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
    const carla: Actor = { kind: "person", id: "carla", role: "executive" };
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

  test("a session that went from one to another has one owner all the while", () => {
    const { events, ...of } = attention("answered");
    const given = (from: string | null) =>
      SessionTransferred.create({ ...facts(of, ana, 4), data: { from, to: "berta", how: "cold" } });
    const handed = report([...events, given("ana")]);
    expect(handed.invariants.find(({ name }) => name === "two-owners")).toMatchObject({ offences: [] });
    expect(handed.sessions[0]?.owners).toMatchObject([
      { personId: "ana", ended: "transferred" },
      { personId: "berta", to: null },
    ]);
    expect(offences([...events, given("carla")], "two-owners")).toMatchObject([{ index: events.length }]);
  });

  test("an emergency that a person declared is held to its outcome like one that software raised", () => {
    const { events, ...of } = attention("answered");
    const opened = EmergencyOpened.create({ ...facts(of, ana, 4), data: { personId: "ana" } });
    const closed = SessionClosed.create({
      ...facts(of, ana, 5),
      data: { executiveId: "ana", classification: "support" },
    });
    const { emergencies } = report([...events, opened, closed]);
    expect(emergencies).toMatchObject([{ index: events.length, humanId: "ana", open: true }]);
    expect(offences([...events, opened, closed], "closed-without-outcome")).toHaveLength(1);
  });
});

describe("reads that need a reason", () => {
  const reader = (id: string, role: "executive" | "supervisor" | "auditor"): Actor => ({
    kind: "person",
    id,
    role,
  });
  const read = (of: { sessionId: string; contactId: string }, who: Actor, minutes: number) =>
    SessionRead.create({
      ...facts(of, who, minutes),
      data: { personId: who.kind === "person" ? who.id : "", messages: 3 },
    });
  const who = (events: readonly Envelope[]) =>
    offences(events, "read-without-reason")?.map(({ personId }) => personId);
  const day = 24 * 60;
  const longAgo = () =>
    story({ start: new Date(start.getTime() - 30 * 3_600_000), codeName: "Luz-9", executiveId: "ana" });

  test("a supervisor looks after what is open, and needs none", () => {
    const { events, ...of } = attention("answered");
    expect(who([...events, read(of, reader("carla", "supervisor"), 4)])).toEqual([]);
    const waiting = attention("queued");
    expect(who([...waiting.events, read(waiting, reader("carla", "supervisor"), 4)])).toEqual([]);
  });

  test("a supervisor needs one for what was closed more than a day ago", () => {
    const fresh = attention("closed");
    expect(who([...fresh.events, read(fresh, reader("carla", "supervisor"), 60)])).toEqual([]);
    const old = longAgo();
    expect(who([...old.events, read(old, reader("carla", "supervisor"), 0)])).toEqual(["carla"]);
    const broken = GlassBroken.create({
      ...facts(old, reader("carla", "supervisor"), 0),
      data: { personId: "carla", reason: "complaint", until: facts(old, ana, day).occurredAt },
    });
    expect(who([...old.events, broken, read(old, reader("carla", "supervisor"), 1)])).toEqual([]);
  });

  test("an executive needs one for everybody's but hers, which stays hers when she has closed it", () => {
    const { events, ...of } = attention("answered");
    expect(who([...events, read(of, ana, 4)])).toEqual([]);
    expect(who([...events, read(of, reader("berta", "executive"), 4)])).toEqual(["berta"]);
    const old = longAgo();
    expect(who([...old.events, read(old, ana, 0), read(old, reader("berta", "executive"), 1)])).toEqual([
      "berta",
    ]);
  });

  test("whoever is asked to go on with it, has taken it over, or coaches, needs none; whoever gave it away does", () => {
    const { events, ...of } = attention("answered");
    const berta = reader("berta", "executive");
    const proposed = TransferProposed.create({
      ...facts(of, ana, 4),
      data: { from: "ana", to: "berta", until: facts(of, ana, 9).occurredAt },
    });
    const taken = SessionTransferred.create({
      ...facts(of, berta, 5),
      data: { from: "ana", to: "berta", how: "warm" },
    });
    const told = [...events, proposed, read(of, berta, 4), taken, read(of, berta, 6)];
    expect(who(told)).toEqual([]);
    expect(who([...told, read(of, ana, 7)])).toEqual(["ana"]);
    const coached = CoachingChanged.create({
      ...facts(of, reader("dora", "executive"), 6),
      data: { personId: "dora", joined: true },
    });
    expect(who([...told, coached, read(of, reader("dora", "executive"), 7)])).toEqual([]);
  });

  test("nobody else reads a conversation without one", () => {
    const { events, ...of } = attention("answered");
    expect(who([...events, read(of, reader("diana", "auditor"), 4)])).toEqual(["diana"]);
  });
});

describe("access out of the ordinary", () => {
  const night = "2026-11-23T06:30:00.000Z"; // half past three in Santiago
  const day = "2026-11-23T15:30:00.000Z";
  const common = (id: string, role: "executive" | "supervisor" | "auditor", at: string) => ({
    id: crypto.randomUUID(),
    occurredAt: at,
    actor: { kind: "person" as const, id, role },
  });
  const look = (id: string, at: string, more: object = {}) =>
    RecordRead.create({
      ...common(id, "auditor", at),
      source: "audit",
      data: { personId: id, what: "session", entries: 9, ...more },
    });
  const unusual = (events: readonly Envelope[]) => report(events).access.unusual;

  test("at night, and a run of failed logins, with their entries", () => {
    const failures = Array.from({ length: 5 }, () =>
      LoginFailed.create({
        id: crypto.randomUUID(),
        source: "audit",
        occurredAt: night,
        actor: { kind: "service", name: "audit" },
        data: { personId: "eva", application: "explorer" },
      }),
    );
    expect(unusual([look("diana", night), ...failures])).toEqual([
      { kind: "hours", personId: "diana", count: 1, entries: [0] },
      { kind: "failed-logins", personId: "eva", count: 5, entries: [1, 2, 3, 4, 5] },
    ]);
    expect(unusual(failures.slice(1))).toEqual([]);
  });

  test("a supervisor on the night shift works; one who is not on shift is shown", () => {
    const { events, ...of } = attention("queued");
    const supervisor = common("carla", "supervisor", night);
    const read = SessionRead.create({
      ...supervisor,
      ...of,
      id: crypto.randomUUID(),
      source: "executive-routing",
      data: { personId: "carla", messages: 2 },
    });
    const came = PresenceChanged.create({
      ...supervisor,
      source: "executive-routing",
      data: { personId: "carla", state: "here" },
    });
    expect(unusual([...events, read])).toMatchObject([{ kind: "hours", personId: "carla" }]);
    expect(unusual([...events, came, read])).toEqual([]);
  });

  test("whoever looks for herself, at the desk or in the record", () => {
    const searched = (aboutHerself: boolean) =>
      Searched.create({
        ...common("berta", "executive", day),
        source: "executive-routing",
        data: { personId: "berta", by: ["text"], found: 0, aboutHerself },
      });
    const all = [
      searched(false),
      searched(true),
      look("diana", day, { what: "sessions", aboutHerself: true }),
    ];
    expect(unusual(all)).toEqual([
      { kind: "own-name", personId: "berta", count: 1, entries: [1] },
      { kind: "own-name", personId: "diana", count: 1, entries: [2] },
    ]);
    expect(report(all).access.people).toMatchObject([
      { personId: "berta", searches: 2 },
      { personId: "diana" },
    ]);
  });

  test("three times what her peers read, and never for a few", () => {
    const looks = (id: string, count: number) => Array.from({ length: count }, () => look(id, day));
    const peers = [...looks("diana", 10), ...looks("elisa", 10)];
    expect(unusual([...peers, ...looks("flora", 30)])).toEqual([]);
    expect(unusual([...peers, ...looks("flora", 31)])).toMatchObject([
      { kind: "volume", personId: "flora", count: 31 },
    ]);
    expect(unusual([...looks("diana", 1), ...looks("flora", 20)])).toEqual([]);
  });

  test("more sessions in one hour than anybody reads; the same ones again do not count", () => {
    const at = (minutes: number) => new Date(Date.parse(day) + minutes * 60_000).toISOString();
    const ids = Array.from({ length: 41 }, () => v7());
    const leaf = (step: number, sessions: readonly string[]) =>
      sessions.map((sessionId, nth) => ({ ...look("flora", at(nth * step)), sessionId }));
    expect(unusual(leaf(1, ids))).toMatchObject([{ kind: "burst", personId: "flora", count: 41 }]);
    expect(unusual(leaf(1, ids.slice(1)))).toEqual([]);
    expect(unusual(leaf(2, ids))).toEqual([]);
    expect(unusual([...leaf(1, ids.slice(1)), ...leaf(1, ids.slice(1))])).toEqual([]);
  });
});

test("what ran: each start with its release and versions, and which settings were others than before", () => {
  const started = (minutes: number, release: string, configuration: Record<string, string>) =>
    ServiceStarted.create({
      id: crypto.randomUUID(),
      source: "triage",
      occurredAt: new Date(start.getTime() + minutes * 60_000).toISOString(),
      actor: { kind: "service", name: "triage" },
      data: { release, runtime: "Node.js 24.21.0", configuration, versions: { rules: "2026-11-1" } },
    });
  const dayBefore = -20 * 60;
  const { changes } = report([
    started(dayBefore, "1", { PORT: "000000000001", LISS_MODE: "00000000000a" }),
    started(0, "2", { PORT: "000000000002", LISS_MODE: "00000000000a", NEW: "00000000000b" }),
    PolicyChanged.create({
      id: crypto.randomUUID(),
      source: "executive-routing",
      occurredAt: start.toISOString(),
      actor: { kind: "person", id: "carla", role: "supervisor" },
      data: { personId: "carla", names: ["hours"] },
    }),
  ]);
  expect(changes).toMatchObject([
    { index: 1, what: "triage", release: "2", versions: { rules: "2026-11-1" }, settings: ["NEW", "PORT"] },
    { index: 2, what: "policy", personId: "carla", settings: ["hours"] },
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

  test("nor what is missing to a sum: few without an answer, few that are still open", () => {
    const many = Array.from({ length: 12 }, () => attention().events).flat();
    const few = Array.from({ length: 2 }, () => attention("queued").events).flat();
    const cells = new Map(publishable(report([...many, ...few])).map(({ name, value }) => [name, value]));
    expect(cells.get("messages.accepted")).toBe(26);
    expect(cells.get("messages.unanswered")).toBeNull();
    expect(cells.get("messages.answered")).toBeNull();
    expect(cells.get("sessions")).toBe(14);
    expect(cells.get("still-open")).toBeNull();
    expect(cells.get("closed.guidance")).toBeNull();
    const whole = new Map(publishable(report(many)).map(({ name, value }) => [name, value]));
    expect(whole.get("closed.guidance")).toBe(12);
    expect(whole.get("messages.answered")).toBe(24);
  });

  test("no cell of a table is a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"]) {
      expect(csv(["a"], [[text]])).toContain(`'${text}`);
    }
    expect(csv(["a", "b"], [['say "a, b"', -3]])).toBe('a,b\r\n"say ""a, b""",-3\r\n');
    expect(tableOf(report(attention().events), "sessions").split("\r\n")[1]).toContain("guidance");
  });
});
