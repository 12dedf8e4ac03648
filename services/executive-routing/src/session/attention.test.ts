import type { AssessedTier } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { promote, returnToQueue, watchAnswer, watchSilence } from "./attention.ts";
import type { SessionEvent } from "./events.ts";
import {
  ana,
  assessed,
  at,
  calmSessionOf,
  claimedBy,
  delegatedToBot,
  firstMessageId,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { given } from "./scenario.test-support.ts";

const waitsAs = (tier: AssessedTier) => [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, tier),
  settled(firstMessageId, tier),
];
const ageing = { guidance: 20, information: 30, unrelated: 60 };
const answer = { imminent: 1, high: 2, standard: 8 };
const replied = (minutes: number): SessionEvent => ({
  type: "reply-requested",
  messageId: firstMessageId,
  author: "executive",
  authorId: ana,
  delegationId: null,
  kind: "text",
  at: at(minutes),
});

describe("waiting too long", () => {
  test("promotes one tier at a time, and the next step has its own time", () => {
    given(...waitsAs("information"))
      .when(promote({ ageing, now: at(29) }))
      .thenNothing();
    given(...waitsAs("information"))
      .when(promote({ ageing, now: at(31) }))
      .then({ type: "tier-raised", from: "information", to: "guidance", cause: "waiting" });
    const promoted: SessionEvent = {
      type: "tier-raised",
      from: "information",
      to: "guidance",
      cause: "waiting",
      messageId: null,
      indicators: [],
      at: at(31),
    };
    given(...waitsAs("information"), promoted)
      .when(promote({ ageing, now: at(50) }))
      .thenNothing();
    given(...waitsAs("information"), promoted)
      .when(promote({ ageing, now: at(51) }))
      .then({ type: "tier-raised", to: "support" });
  });

  test.each(["support", "high", "imminent"] as const)("%s is not promoted by patience", (tier) => {
    given(...waitsAs(tier))
      .when(promote({ ageing, now: at(1_000) }))
      .thenNothing();
  });

  test("nobody who is attended is promoted", () => {
    given(...calmSessionOf(ana))
      .when(promote({ ageing, now: at(1_000) }))
      .thenNothing();
  });
});

describe("assigned and unanswered", () => {
  const minutes = answer;
  const late = (stage: "reminder" | "supervisor", since: number): SessionEvent => ({
    type: "answer-overdue",
    executiveId: ana,
    stage,
    since: at(0),
    at: at(since),
  });
  const hers = [...waitsAs("support"), claimedBy(ana)];

  test("is a reminder, then the supervisor's, then the queue's, at the top of its tier", () => {
    given(...hers)
      .when(watchAnswer({ minutes, now: at(7) }))
      .thenNothing();
    given(...hers)
      .when(watchAnswer({ minutes, now: at(10) }))
      .then({ type: "answer-overdue", stage: "reminder" });
    given(...hers, late("reminder", 10))
      .when(watchAnswer({ minutes, now: at(12) }))
      .thenNothing();
    given(...hers, late("reminder", 10))
      .when(watchAnswer({ minutes, now: at(18) }))
      .then({ type: "answer-overdue", stage: "supervisor" });
    given(...hers, late("supervisor", 18))
      .when(watchAnswer({ minutes, now: at(27) }))
      .then({ type: "session-released", executiveId: ana, reason: "unanswered" });
    const returned: SessionEvent = {
      type: "session-released",
      executiveId: ana,
      reason: "unanswered",
      at: at(27),
    };
    expect(given(...hers, returned).session).toMatchObject({ status: "waiting", continuation: "returned" });
  });

  test("is shorter in danger, and over with an answer", () => {
    const danger = [...waitsAs("imminent"), claimedBy(ana)];
    given(...danger)
      .when(watchAnswer({ minutes, now: at(2, 30) }))
      .then({ type: "answer-overdue" });
    given(...hers, late("reminder", 10), replied(11))
      .when(watchAnswer({ minutes, now: at(59) }))
      .thenNothing();
  });

  test("is not hers while the robot attends", () => {
    given(...calmSessionOf(ana), wrote("m2", 1), delegatedToBot(ana))
      .when(watchAnswer({ minutes, now: at(59) }))
      .thenNothing();
  });
});

describe("she falls silent in danger", () => {
  const minutes = { imminent: 3, high: 15 };
  const answered = [...waitsAs("imminent"), claimedBy(ana), replied(3)];

  test("is an alarm, once, and neither a message nor an end", () => {
    given(...answered)
      .when(watchSilence({ minutes, now: at(5) }))
      .thenNothing();
    given(...answered)
      .when(watchSilence({ minutes, now: at(6) }))
      .then({ type: "silence-noticed", executiveId: ana, since: at(3) });
    const noticed: SessionEvent = {
      type: "silence-noticed",
      executiveId: ana,
      tier: "imminent",
      since: at(3),
      at: at(6),
    };
    given(...answered, noticed)
      .when(watchSilence({ minutes, now: at(30) }))
      .thenNothing();
    given(...answered, noticed, wrote("m2", 31), replied(32))
      .when(watchSilence({ minutes, now: at(36) }))
      .then({ type: "silence-noticed", since: at(32) });
  });

  test("is not silence while she waits for our answer, nor where there is no danger", () => {
    given(...waitsAs("imminent"), claimedBy(ana))
      .when(watchSilence({ minutes, now: at(50) }))
      .thenNothing();
    given(...calmSessionOf(ana), replied(3))
      .when(watchSilence({ minutes, now: at(50) }))
      .thenNothing();
  });
});

test("an executive whose connection is gone gives her session back, and the robot stops with her", () => {
  given(...calmSessionOf(ana), delegatedToBot(ana))
    .when(returnToQueue({ executiveId: ana, reason: "disconnected", now: at(3) }))
    .then(
      { type: "delegation-ended", reason: "executive-left" },
      { type: "session-released", reason: "disconnected" },
    );
  given(...calmSessionOf(ana))
    .when(returnToQueue({ executiveId: "berta", reason: "disconnected", now: at(3) }))
    .thenNothing();
});
