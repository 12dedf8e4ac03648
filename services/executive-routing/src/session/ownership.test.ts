import { describe, test } from "vitest";
import {
  ana,
  assessed,
  at,
  berta,
  calmSessionOf,
  claimedBy,
  delegatedToBot,
  firstMessageId,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { claim, close, recordEmergency, release } from "./ownership.ts";
import { given } from "./scenario.test-support.ts";

const free = { id: ana, load: 0, capacity: 1 };
const waiting = [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "support"),
  settled(firstMessageId, "support"),
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
      .when(claim({ executive: free, weight: 0.5, now: at(2) }))
      .then({ type: "session-claimed", executiveId: ana, waitedMs: 120_000 });
  });

  test("a session that somebody attends is not taken from her", () => {
    given(...calmSessionOf(berta))
      .when(claim({ executive: free, weight: 0.5, now: at(2) }))
      .thenRefused("already-attended");
  });

  test("claiming twice is claiming once", () => {
    given(...calmSessionOf(ana))
      .when(claim({ executive: free, weight: 0.5, now: at(2) }))
      .thenNothing();
  });

  test("nobody carries more than she can", () => {
    given(...waiting)
      .when(claim({ executive: { ...free, load: 0.75 }, weight: 0.5, now: at(2) }))
      .thenRefused("at-capacity");
  });

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
