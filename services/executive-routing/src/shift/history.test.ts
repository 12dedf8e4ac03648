import { describe, expect, test } from "vitest";
import type { SessionEvent } from "../session/events.ts";
import { clip, countAt, lifeOf, presenceIn } from "./history.ts";

const minute = 60_000;
const start = Date.parse("2026-11-23T21:00:00.000Z");
const at = (minutes: number) => start + minutes * minute;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();
const now = at(120);
type Said = Partial<SessionEvent> & { type: SessionEvent["type"] };
const life = (...said: [number, Said][]) =>
  lifeOf(
    said.map(([minutes, event]) => ({ ...event, at: iso(minutes) }) as SessionEvent),
    now,
  );
const opened: Said = { type: "session-opened" };
const takenBy = (executiveId: string): Said => ({ type: "session-claimed", executiveId });
const tier = (to: "imminent" | "high" | "support"): Said =>
  ({ type: "tier-raised", to }) as Partial<SessionEvent> as Said;

describe("a session's life, as the shift saw it", () => {
  test("waits until it is taken, is hers until it is closed, at its most urgent", () => {
    const { stints, waits, emergencies } = life(
      [0, opened],
      [1, tier("support")],
      [4, takenBy("ana")],
      [10, tier("imminent")],
      [15, { type: "emergency-recorded" }],
      [16, { type: "risk-set", to: "support" }],
      [20, { type: "session-closed", executiveId: "ana" }],
    );
    expect(waits).toEqual([{ from: at(0), to: at(4) }]);
    expect(stints).toEqual([
      { personId: "ana", from: at(4), to: at(20), tier: "imminent", began: "taken", ended: "closed" },
    ]);
    expect(emergencies).toEqual([{ from: at(10), to: at(15), ownerId: "ana", open: false }]);
  });

  test("handed over, lost with the connection, and taken by another: whose it was, and how it ended, is told", () => {
    const { stints, waits } = life(
      [0, opened],
      [1, tier("high")],
      [2, takenBy("ana")],
      [5, { type: "session-transferred", from: "ana", to: "berta" }],
      [9, { type: "session-released", executiveId: "berta", reason: "disconnected" }],
      [11, takenBy("carla")],
    );
    expect(stints.map(({ personId, began, ended }) => [personId, began, ended])).toEqual([
      ["ana", "taken", "transferred"],
      ["berta", "received", "lost"],
      ["carla", "taken", "goes-on"],
    ]);
    expect(stints.at(-1)?.to).toBe(now);
    expect(waits).toEqual([
      { from: at(0), to: at(2) },
      { from: at(9), to: at(11) },
    ]);
  });

  test("an emergency that nobody took yet is nobody's, and then hers; one without its record is still open", () => {
    const { emergencies } = life([0, opened], [1, tier("imminent")], [3, takenBy("ana")]);
    expect(emergencies).toEqual([{ from: at(1), to: now, ownerId: "ana", open: true }]);
  });

  test("a ring that nobody answered is told, one that she passed on is not; silence is", () => {
    const { marks } = life(
      [0, opened],
      [1, { type: "offer-ended", executiveId: "ana", how: "unanswered" }],
      [2, { type: "offer-ended", executiveId: "berta", how: "declined" }],
      [3, takenBy("ana")],
      [9, { type: "silence-noticed", executiveId: "ana" }],
    );
    expect(marks).toEqual([
      { personId: "ana", kind: "ring-missed", at: at(1) },
      { personId: "ana", kind: "silence", at: at(9) },
    ]);
  });
});

test("presence is told in spans within the stretch; gone and off are no presence", () => {
  const within = { from: at(10), to: at(60) };
  const log = [
    { state: "here" as const, at: at(0) },
    { state: "break" as const, at: at(20) },
    { state: "here" as const, at: at(30) },
    { state: "gone" as const, at: at(40) },
    { state: "away" as const, at: at(50) },
  ];
  expect(presenceIn(log, within).map(({ state, from, to }) => [state, from, to])).toEqual([
    ["here", at(10), at(20)],
    ["break", at(20), at(30)],
    ["here", at(30), at(40)],
    ["away", at(50), at(60)],
  ]);
  expect(presenceIn([{ state: "off", at: at(0) }], within)).toEqual([]);
});

test("what is outside a stretch is cut off, and what lasts at an instant is counted", () => {
  expect(clip({ from: at(0), to: at(5) }, { from: at(5), to: at(9) })).toBeNull();
  const spans = [
    { from: at(0), to: at(10) },
    { from: at(5), to: at(20) },
  ];
  expect(countAt(spans, [at(0), at(5), at(10), at(20)])).toEqual([1, 2, 1, 0]);
});
