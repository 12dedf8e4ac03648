import { describe, test } from "vitest";
import { type CareStanding, rested } from "./care.ts";
import { recordEmergency } from "./emergency.ts";
import {
  ana,
  assessed,
  at,
  berta,
  calmSessionOf,
  claimedBy,
  delegatedToBot,
  firstMessageId,
  free,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { claim, close, release } from "./ownership.ts";
import { given } from "./scenario.test-support.ts";

const waiting = [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "support"),
  settled(firstMessageId, "support"),
];
const emergencyWaits = [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "imminent"),
  settled(firstMessageId, "imminent"),
];
const emergency = [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "imminent"),
  settled(firstMessageId, "imminent"),
  claimedBy(ana),
];

describe("one owner", () => {
  test("an executive takes a session that waits", () => {
    given(...waiting)
      .when(claim({ executive: free(ana), weight: 0.5, way: "next", now: at(2) }))
      .then({ type: "session-claimed", executiveId: ana, waitedMs: 120_000 });
  });

  test("a session that somebody attends is not taken from her", () => {
    given(...calmSessionOf(berta))
      .when(claim({ executive: free(ana), weight: 0.5, way: "next", now: at(2) }))
      .thenRefused("already-attended");
  });

  test("claiming twice is claiming once", () => {
    given(...calmSessionOf(ana))
      .when(claim({ executive: free(ana), weight: 0.5, way: "next", now: at(2) }))
      .thenNothing();
  });

  test("nobody carries more than she can", () => {
    given(...waiting)
      .when(claim({ executive: free(ana, { load: 0.75 }), weight: 0.5, way: "next", now: at(2) }))
      .thenRefused("at-capacity");
  });

  test("'claim this' needs permission, unless it rings for her", () => {
    const learning = free(ana, { mayChoose: false });
    const chosen = claim({ executive: learning, weight: 1, way: "chosen", now: at(2) });
    given(...waiting)
      .when(chosen)
      .thenRefused("choosing-not-permitted");
    given(...waiting)
      .when(claim({ executive: learning, weight: 0.5, way: "next", now: at(2) }))
      .then({ type: "session-claimed" });
    given(...emergencyWaits, { type: "case-offered", executiveId: ana, until: at(3), at: at(2) })
      .when(chosen)
      .then({ type: "session-claimed" });
  });

  test("whoever knows her does not get her", () => {
    given(...waiting)
      .when(claim({ executive: free(ana, { walled: true }), weight: 0.5, way: "next", now: at(2) }))
      .thenRefused("walled");
  });

  const tired = (othersCanTake: boolean, standing: Partial<CareStanding>) =>
    free(ana, {
      care: { standing: { ...rested, ...standing }, limits: { inARow: 2, perShift: 4 }, othersCanTake },
    });

  test.each([
    ["in-a-row", { inARow: 2 }],
    ["per-shift", { onShift: 4 }],
    ["pause", { protectedUntil: at(10) }],
    ["taken-off", { takenOff: true }],
  ] as const)(
    "%s: an emergency goes to somebody else, and only when nobody can does the limit yield",
    (limit, standing) => {
      const take = (othersCanTake: boolean) =>
        claim({ executive: tired(othersCanTake, standing), weight: 1, way: "next", now: at(2) });
      given(...emergencyWaits)
        .when(take(true))
        .thenRefused("care-limit");
      given(...emergencyWaits)
        .when(take(false))
        .then({ type: "session-claimed" }, { type: "care-limit-yielded", limit });
      given(...waiting)
        .when(take(true))
        .then({ type: "session-claimed" });
    },
  );

  test("only the owner gives a session back, and the robot stops with her", () => {
    given(...calmSessionOf(ana))
      .when(release({ by: berta, now: at(2) }))
      .thenRefused("not-yours");
    given(...calmSessionOf(ana), delegatedToBot(ana))
      .when(release({ by: ana, now: at(2) }))
      .then(
        { type: "delegation-ended", reason: "executive-left" },
        { type: "session-released", executiveId: ana },
      );
  });
});

describe("closing", () => {
  test("the owner closes with a classification", () => {
    given(...calmSessionOf(ana))
      .when(close({ by: ana, classification: "information", unseen: 0, now: at(5) }))
      .then({ type: "session-closed", executiveId: ana, classification: "information" });
  });

  test("an imminent emergency cannot be closed without its record", () => {
    given(...emergency)
      .when(close({ by: ana, classification: "support", unseen: 0, now: at(5) }))
      .thenRefused("emergency-without-record");
  });

  test("nor can what is classified as an emergency, whatever its tier", () => {
    given(...calmSessionOf(ana))
      .when(close({ by: ana, classification: "emergency", unseen: 0, now: at(5) }))
      .thenRefused("emergency-without-record");
  });

  test("what she wrote at the last moment is read before the session closes", () => {
    given(...calmSessionOf(ana))
      .when(close({ by: ana, classification: "information", unseen: 1, now: at(5) }))
      .thenRefused("unread-messages");
  });

  test("with the record it can", () => {
    const record = {
      calledService: "carabineros",
      calledAt: at(3),
      procedureNumber: "FICTICIO-1",
      outcome: "police-attended",
    } as const;
    given(...emergency)
      .when(recordEmergency({ by: ana, record, now: at(4) }))
      .then({ type: "emergency-recorded" });
    given(...emergency, { type: "emergency-recorded", record, by: ana, at: at(4) })
      .when(close({ by: ana, classification: "emergency", unseen: 0, now: at(5) }))
      .then({ type: "session-closed" });
  });

  test("nobody else closes it, and nothing happens to a closed session", () => {
    given(...calmSessionOf(ana))
      .when(close({ by: berta, classification: "support", unseen: 0, now: at(5) }))
      .thenRefused("not-yours");
    given(...calmSessionOf(ana), {
      type: "session-closed",
      executiveId: ana,
      classification: "support",
      at: at(4),
    })
      .when(close({ by: ana, classification: "support", unseen: 0, now: at(5) }))
      .thenRefused("closed");
  });
});
