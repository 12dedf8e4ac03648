import {
  type Actor,
  CoachingChanged,
  type Envelope,
  GlassBroken,
  SessionRead,
  SessionTransferred,
  TransferProposed,
} from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { ana, attention, facts, offences, start } from "../fixtures/day.ts";
import { story } from "../fixtures/story.ts";

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
