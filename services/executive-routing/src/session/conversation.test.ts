import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { delegate, endRobot, reply, robotReply, takeBack, watchRobot } from "./conversation.ts";
import type { SessionEvent } from "./events.ts";
import {
  ana,
  assessed,
  at,
  berta,
  calmSessionOf,
  claimedBy,
  delegatedToBot,
  delegationId,
  firstMessageId,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { given } from "./scenario.test-support.ts";
import { evolve, type Session } from "./session.ts";

const messageId = uuidv7();
const answer = (by: string, now = at(2)) => reply({ by, messageId, kind: "text", now });
const proposal = {
  messageId,
  delegationId,
  topic: "denunciar",
  kind: "text",
  readable: true,
  safe: true,
  now: at(2),
} as const;

describe("only the responsible executive writes to her", () => {
  test("the owner answers", () => {
    given(...calmSessionOf(ana))
      .when(answer(ana))
      .then({ type: "reply-requested", author: "executive", authorId: ana });
  });

  test("another executive does not", () => {
    given(...calmSessionOf(ana))
      .when(answer(berta))
      .thenRefused("not-yours");
  });

  test("outside WhatsApp's 24 hours nothing is sent that would never arrive", () => {
    given(...calmSessionOf(ana))
      .when(answer(ana, at(24 * 60)))
      .thenRefused("window-closed");
    given(...calmSessionOf(ana))
      .when(answer(ana, at(24 * 60 - 1)))
      .then({ type: "reply-requested" });
  });
});

describe("the robot speaks only under a delegation", () => {
  const delegated = [...calmSessionOf(ana), delegatedToBot(ana)];
  const order = { by: ana, delegationId, topics: ["denunciar"], expiresAt: at(31), now: at(1) };

  test("the owner delegates what carries no danger", () => {
    given(...calmSessionOf(ana))
      .when(delegate(order))
      .then({ type: "delegated", executiveId: ana, topics: ["denunciar"] });
    given(...calmSessionOf(ana))
      .when(delegate({ ...order, by: berta }))
      .thenRefused("not-yours");
    given(...delegated)
      .when(delegate(order))
      .thenRefused("already-delegated");
  });

  test.each(["high", "imminent"] as const)("a session of tier %s is not left to the robot", (tier) => {
    given(
      sessionOpened(),
      wrote(firstMessageId),
      assessed(firstMessageId, tier),
      settled(firstMessageId, tier),
      claimedBy(ana),
    )
      .when(delegate(order))
      .thenRefused("risk-too-high");
  });

  test("what it proposes inside the delegation is sent", () => {
    given(...delegated)
      .when(robotReply(proposal))
      .then({ type: "reply-requested", author: "robot", delegationId });
  });

  test("what it proposes outside is refused, on the record", () => {
    const refused = (reason: string) => ({ type: "robot-reply-refused", reason }) as const;
    given(...calmSessionOf(ana))
      .when(robotReply(proposal))
      .then(refused("no-delegation") as never);
    given(...delegated)
      .when(robotReply({ ...proposal, delegationId: uuidv7() }))
      .then(refused("delegation-ended") as never);
    given(...delegated)
      .when(robotReply({ ...proposal, now: at(31) }))
      .then(refused("expired") as never);
    given(...delegated)
      .when(robotReply({ ...proposal, topic: "residencias" }))
      .then({ type: "delegation-ended", reason: "topic-outside" }, refused("topic-outside") as never);
    given(...delegated)
      .when(robotReply({ ...proposal, readable: false }))
      .then(refused("unreadable") as never);
    given(...delegated)
      .when(robotReply({ ...proposal, safe: false }))
      .then({ type: "delegation-ended", reason: "not-safe" }, refused("not-safe") as never);
  });

  test("taking back, answering and running out of time each end it", () => {
    given(...delegated)
      .when(takeBack({ by: ana, now: at(2) }))
      .then({ type: "delegation-ended", reason: "taken-back" });
    given(...delegated)
      .when(takeBack({ by: berta, now: at(2) }))
      .thenRefused("not-yours");
    given(...calmSessionOf(ana))
      .when(takeBack({ by: ana, now: at(2) }))
      .thenRefused("not-delegated");
    given(...delegated)
      .when(answer(ana))
      .then({ type: "delegation-ended", reason: "executive-replied" }, { type: "reply-requested" });
    given(...delegated)
      .when(endRobot({ delegationId, reason: "expired", now: at(31) }))
      .then({ type: "delegation-ended", reason: "expired" });
    given(...delegated)
      .when(endRobot({ delegationId, reason: "expired", now: at(30) }))
      .thenNothing();
  });

  test("that it says nothing when it is its turn ends it, and the executive keeps the session", () => {
    const patienceMs = 60_000;
    given(...delegated)
      .when(watchRobot({ patienceMs, now: at(2) }))
      .then({ type: "delegation-ended", reason: "unavailable" });
    const opened: SessionEvent = {
      type: "reply-requested",
      messageId: uuidv7(),
      author: "robot",
      authorId: null,
      delegationId,
      kind: "list",
      at: at(1),
    };
    given(...delegated, opened)
      .when(watchRobot({ patienceMs, now: at(20) }))
      .thenNothing();
    const asked: SessionEvent = { type: "robot-asked", delegationId, messageId: uuidv7(), at: at(20) };
    given(...delegated, opened, asked)
      .when(watchRobot({ patienceMs, now: at(20) }))
      .thenNothing();
    given(...delegated, opened, asked, { ...asked, at: at(21) })
      .when(watchRobot({ patienceMs, now: at(21) }))
      .then({ type: "delegation-ended", reason: "unavailable" });
    const ended: SessionEvent = { type: "delegation-ended", delegationId, reason: "unavailable", at: at(21) };
    const after = [...delegated, opened, asked, ended].reduce<Session | null>(evolve, null);
    expect(after).toMatchObject({ status: "attended", owner: ana, delegation: null });
  });

  test("a hand-back of an older delegation does not end the present one", () => {
    given(...delegated)
      .when(endRobot({ delegationId: uuidv7(), reason: "handed-back", now: at(2) }))
      .thenNothing();
  });
});
