import {
  type Actor,
  EmergencyOpened,
  GlassBroken,
  SendRequested,
  SessionClaimed,
  SessionClosed,
  SessionRead,
  SessionTransferred,
  WallDeclared,
  WallEnded,
} from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { ana, attention, facts, offences, report } from "../fixtures/day.ts";
import { sealed } from "../fixtures/events.ts";
import type { Entry } from "../ledger/entry-format.ts";
import { planChecks } from "./plan-checks.ts";

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
    const carla: Actor = { kind: "person", id: "carla", role: "supervisor" };
    const ended = WallEnded.create({
      ...facts(of, carla, 4),
      data: { personId: "carla", about: "berta", reason: "mistaken" },
    });
    expect(offences([...events, declared, ended, claimed("berta", berta)], "wall-breached")).toEqual([]);
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
