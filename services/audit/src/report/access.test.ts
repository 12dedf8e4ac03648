import {
  type Envelope,
  LoginFailed,
  PresenceChanged,
  RecordRead,
  Searched,
  SessionRead,
} from "@liss/contracts";
import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { attention, report } from "../fixtures/day.ts";

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
