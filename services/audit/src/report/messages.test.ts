import { EmergencyRecorded, SessionClosed } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { ana, attention, facts, period, report, start } from "../fixtures/day.ts";
import { story } from "../fixtures/story.ts";

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
