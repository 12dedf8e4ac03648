import { describe, expect, test } from "vitest";
import type { SessionEvent } from "./events.ts";
import {
  ana,
  assessed,
  at,
  berta,
  claimedBy,
  firstMessageId,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { decline, nextRing } from "./ring.ts";
import { given } from "./scenario.test-support.ts";

const waits = [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "imminent"),
  settled(firstMessageId, "imminent"),
];
const ring = (available: string[], now: string, onCall: readonly string[] = ["carla"]) =>
  nextRing({ available, onCall, offerSeconds: 20, onCallEverySeconds: 60, open: true, now });
const offered = (to: string): SessionEvent => ({
  type: "case-offered",
  executiveId: to,
  until: at(1, 20),
  at: at(1),
});
const unanswered = (by: string): SessionEvent => ({
  type: "offer-ended",
  executiveId: by,
  how: "unanswered",
  at: at(1, 20),
});

describe("an imminent case rings", () => {
  test("for one available executive, for twenty seconds", () => {
    given(...waits)
      .when(ring([ana, berta], at(1)))
      .then({ type: "case-offered", executiveId: ana, until: at(1, 20) });
    given(...waits, offered(ana))
      .when(ring([ana, berta], at(1, 19)))
      .thenNothing();
  });

  test("then for the next, and never for the same twice", () => {
    given(...waits, offered(ana))
      .when(ring([ana, berta], at(1, 20)))
      .then(
        { type: "offer-ended", executiveId: ana, how: "unanswered" },
        { type: "case-offered", executiveId: berta },
      );
    given(...waits, offered(ana))
      .when(decline({ by: ana, now: at(1, 5) }))
      .then({ type: "offer-ended", how: "declined" });
    given(...waits)
      .when(decline({ by: ana, now: at(1, 5) }))
      .thenRefused("not-offered");
  });

  test("then for everybody and the supervisor, and then for those on call, again and again", () => {
    const everybody = [...waits, offered(ana), unanswered(ana)];
    given(...everybody)
      .when(ring([ana], at(2)))
      .then({ type: "help-called", circle: "everybody", until: at(2, 20) });
    given(...waits)
      .when(ring([], at(1)))
      .then({ type: "help-called", circle: "everybody" });
    const called: SessionEvent = {
      type: "help-called",
      circle: "everybody",
      people: [],
      until: at(2, 20),
      at: at(2),
    };
    given(...everybody, called)
      .when(ring([], at(2, 19)))
      .thenNothing();
    given(...everybody, called)
      .when(ring([], at(2, 20)))
      .then({ type: "help-called", circle: "on-call", people: ["carla"] });
    const onCall: SessionEvent = { ...called, circle: "on-call", people: ["carla"], until: at(3, 20) };
    given(...everybody, called, onCall)
      .when(ring([], at(3)))
      .thenNothing();
    given(...everybody, called, onCall)
      .when(ring([], at(3, 20)))
      .then({ type: "help-called", circle: "on-call" });
  });

  test("an empty list of those on call is not said to have been called", () => {
    const called: SessionEvent = {
      type: "help-called",
      circle: "on-call",
      people: [],
      until: at(2),
      at: at(1),
    };
    expect(given(...waits, called).session.ring.circle).toBe("nobody-on-call");
    expect(given(...waits, { ...called, people: ["carla"] }).session.ring.circle).toBe("on-call");
    given(...waits, called)
      .when(ring([], at(2), []))
      .then({ type: "help-called", circle: "on-call", people: [] });
  });

  test("for nobody once somebody has taken it, nor when a person saw that it is not imminent", () => {
    given(...waits, offered(ana), claimedBy(berta))
      .when(ring([ana], at(2)))
      .thenNothing();
    const lowered: SessionEvent = {
      type: "risk-set",
      personId: "carla",
      from: "imminent",
      to: "support",
      reason: "signal-was-mistaken",
      at: at(1, 5),
    };
    given(...waits, offered(ana), lowered)
      .when(ring([ana], at(2)))
      .thenNothing();
  });
});
