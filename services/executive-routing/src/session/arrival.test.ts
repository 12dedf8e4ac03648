import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { assess, open, recordMessage, triageLate } from "./arrival.ts";
import {
  ana,
  assessed,
  assessment,
  at,
  calmSessionOf,
  contactId,
  delegatedToBot,
  delegationId,
  firstMessageId,
  sessionId,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { given } from "./scenario.test-support.ts";
import { evolve, type Session } from "./session.ts";

const second = uuidv7();

test("when she last wrote is told by WhatsApp's clock, also of a first message that comes late", () => {
  const ids = { sessionId, contactId, codeName: "Rosa-41", previousSessionId: null, continuation: false };
  const late = { messageId: firstMessageId, kind: "text" as const, sentAt: at(0), now: at(10) };
  const session = open(ids, late).reduce<Session | null>(evolve, null);
  expect(session).toMatchObject({ lastInboundAt: at(0), lastHeardAt: at(10), openedAt: at(10) });
});

describe("what triage says orders the queue, and only ever upwards", () => {
  test("a session that nobody has assessed leaves that tier with its first assessment", () => {
    given(sessionOpened(), wrote(firstMessageId))
      .when(assess(assessment(firstMessageId, { tier: "information" })))
      .then({ type: "assessment-applied" }, { type: "tier-settled", to: "information" });
  });

  test("danger in any message raises the session at once", () => {
    given(...calmSessionOf(ana), wrote(second, 2))
      .when(assess(assessment(second, { tier: "imminent", indicators: ["arma_blanca"] })))
      .then({ type: "assessment-applied" }, { type: "tier-raised", from: "information", to: "imminent" });
  });

  test("a later harmless message lowers nothing", () => {
    given(
      sessionOpened(),
      wrote(firstMessageId),
      assessed(firstMessageId, "high"),
      settled(firstMessageId, "high"),
      wrote(second, 1),
    )
      .when(assess(assessment(second, { tier: "information" })))
      .then({ type: "assessment-applied" });
  });

  test("while one of her first messages is unread by triage, the session stays not assessed", () => {
    given(sessionOpened(), wrote(firstMessageId), wrote(second))
      .when(assess(assessment(firstMessageId, { tier: "unrelated" })))
      .then({ type: "assessment-applied" });
  });

  test("the same assessment twice changes nothing", () => {
    given(...calmSessionOf(ana))
      .when(assess(assessment(firstMessageId, { tier: "imminent" })))
      .thenNothing();
  });

  test("when triage does not answer, the session counts as high until it does", () => {
    given(...calmSessionOf(ana), wrote(second, 2))
      .when(triageLate({ now: at(3), since: at(2, 55) }))
      .then({ type: "tier-raised", from: "information", to: "unassessed", cause: "waiting" });
  });

  test("triage that answers late settles the session where its messages say", () => {
    given(...calmSessionOf(ana), wrote(second, 2), {
      type: "tier-raised",
      from: "information",
      to: "unassessed",
      cause: "waiting",
      messageId: second,
      indicators: [],
      at: at(3),
    })
      .when(assess(assessment(second, { tier: "unrelated" })))
      .then({ type: "assessment-applied" }, { type: "tier-settled", to: "information" });
  });
});

describe("the robot hears her only after triage has", () => {
  const delegated = [...calmSessionOf(ana), delegatedToBot(ana)];

  test("a message of hers does not reach the robot before it was assessed", () => {
    given(...delegated)
      .when(recordMessage({ messageId: second, kind: "text", sentAt: at(2), now: at(2) }))
      .then({ type: "message-recorded" });
  });

  test("an unremarkable message is passed to the robot", () => {
    given(...delegated, wrote(second, 2))
      .when(assess(assessment(second, { tier: "information" })))
      .then({ type: "assessment-applied" }, { type: "robot-asked", delegationId, messageId: second });
  });

  test("the robot falls silent as soon as a risk signal arrives", () => {
    given(...delegated, wrote(second, 2))
      .when(assess(assessment(second, { tier: "imminent", indicators: ["arma_blanca"] })))
      .then(
        { type: "assessment-applied" },
        { type: "tier-raised", to: "imminent" },
        { type: "delegation-ended", reason: "risk-signal" },
      );
  });

  test("an indicator alone, whatever the tier, silences the robot", () => {
    given(...delegated, wrote(second, 2))
      .when(assess(assessment(second, { tier: "support", indicators: ["celos_control"] })))
      .then(
        { type: "assessment-applied" },
        { type: "tier-raised" },
        { type: "delegation-ended", reason: "risk-signal" },
      );
  });

  test("a neighbour who asks for somebody is no danger by herself", () => {
    given(...delegated, wrote(second, 2))
      .when(assess(assessment(second, { tier: "information", indicators: ["tercera_persona"] })))
      .then({ type: "assessment-applied" }, { type: "robot-asked" });
  });

  test("a voice note needs a person's ears", () => {
    given(...delegated, wrote(second, 2))
      .when(assess(assessment(second, { tier: "information", needsListening: true })))
      .then({ type: "assessment-applied" }, { type: "delegation-ended", reason: "needs-listening" });
  });

  test("words that triage has not read in time end the delegation", () => {
    given(...delegated, wrote(second, 2))
      .when(triageLate({ now: at(3), since: at(2, 55) }))
      .then({ type: "tier-raised", to: "unassessed" }, { type: "delegation-ended", reason: "not-assessed" });
  });

  test("a delegation whose time is over does not pass her message on", () => {
    given(...calmSessionOf(ana), delegatedToBot(ana, ["denunciar"], at(1, 30)), wrote(second, 2))
      .when(assess(assessment(second, { tier: "information" })))
      .then({ type: "assessment-applied" }, { type: "delegation-ended", reason: "expired" });
  });
});
