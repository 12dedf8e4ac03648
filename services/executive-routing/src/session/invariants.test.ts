import { AssessedTier, Classification, contactMarks, indicators, riskReasons } from "@liss/contracts";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { assess, recordMessage, triageLate } from "./arrival.ts";
import { promote, returnToQueue, watchAnswer, watchSilence } from "./attention.ts";
import { delegate, endRobot, reply, robotReply, takeBack } from "./conversation.ts";
import type { Rule } from "./decision.ts";
import { openEmergency, recordEmergency } from "./emergency.ts";
import type { SessionEvent } from "./events.ts";
import { ana, at, berta, firstMessageId, free, sessionOpened, wrote } from "./facts.test-support.ts";
import { mark, setRisk } from "./judgement.ts";
import { claim, close, release } from "./ownership.ts";
import { decline, nextRing } from "./ring.ts";
import { evolve, type Session } from "./session.ts";
import { isMoreUrgent, isRiskSignal, rankOf } from "./tier.ts";
import { acceptTransfer, assign, lapseTransfer, proposeTransfer, transfer } from "./transfer.ts";

const messages = [firstMessageId, ...Array.from({ length: 5 }, () => uuidv7())];
const delegations = Array.from({ length: 3 }, () => uuidv7());
const message = fc.constantFrom(...messages);
const person = fc.constantFrom(ana, berta);
const delegationId = fc.constantFrom(...delegations);
const topic = fc.constantFrom("denunciar", "numeros-de-ayuda", "residencias");

/** Any command that anybody may ever give, sensible or not; `minute` is when. */
const command = fc.oneof(
  message.map((messageId) => (now: string) => recordMessage({ messageId, kind: "text", sentAt: now, now })),
  fc
    .record({
      messageId: message,
      tier: fc.constantFrom(...AssessedTier.options),
      indicators: fc.subarray([...indicators], { maxLength: 2 }),
      needsListening: fc.boolean(),
      medicalReferral: fc.boolean(),
    })
    .map((facts) => (now: string) => assess({ ...facts, now })),
  fc.constant((now: string) => triageLate({ now, since: now })),
  fc.record({ id: person, load: fc.constantFrom(0, 0.5, 1), capacity: fc.constantFrom(1, 2) }).map(
    ({ id, ...carried }) =>
      (now: string) =>
        claim({ executive: free(id, carried), weight: 0.5, way: "next", now }),
  ),
  person.map((by) => (now: string) => release({ by, now })),
  fc
    .record({ by: person, classification: fc.constantFrom(...Classification.options) })
    .map((facts) => (now: string) => close({ ...facts, unseen: 0, now })),
  person.map(
    (by) => (now: string) =>
      recordEmergency({
        by,
        record: { calledService: "carabineros", calledAt: now, procedureNumber: null, outcome: "safe-place" },
        now,
      }),
  ),
  person.map((by) => (now: string) => reply({ by, messageId: uuidv7(), kind: "text", now })),
  fc
    .record({
      by: person,
      delegationId,
      topics: fc.subarray(["denunciar", "numeros-de-ayuda"], { minLength: 1 }),
    })
    .map((facts) => (now: string) => delegate({ ...facts, expiresAt: later(now, 10), now })),
  person.map((by) => (now: string) => takeBack({ by, now })),
  fc
    .record({ delegationId, topic: fc.option(topic), readable: fc.boolean(), safe: fc.boolean() })
    .map((facts) => (now: string) => robotReply({ ...facts, messageId: uuidv7(), kind: "text", now })),
  person.map(
    (to) => (now: string) =>
      nextRing({ available: [to], onCall: [], offerSeconds: 20, onCallEverySeconds: 60, open: true, now }),
  ),
  person.map((by) => (now: string) => decline({ by, now })),
  fc.record({ by: person, to: person }).map(
    ({ by, to }) =>
      (now: string) =>
        transfer({ by, to: free(to), weight: 0.5, now }),
  ),
  fc.record({ by: person, to: person }).map(
    ({ by, to }) =>
      (now: string) =>
        proposeTransfer({ by, to: free(to), weight: 0.5, until: later(now, 2), now }),
  ),
  person.map((to) => (now: string) => acceptTransfer({ executive: free(to), weight: 0.5, now })),
  person.map((to) => (now: string) => assign({ to: free(to), weight: 0.5, now })),
  fc.constant((now: string) => lapseTransfer({ now })),
  fc
    .record({
      id: person,
      supervisor: fc.boolean(),
      to: fc.constantFrom(...AssessedTier.options),
      reason: fc.constantFrom(...riskReasons),
    })
    .map(
      ({ id, supervisor, to, reason }) =>
        (now: string) =>
          setRisk({ by: { id, supervisor }, to, reason, now }),
    ),
  fc
    .record({ by: person, mark: fc.constantFrom(...contactMarks), set: fc.boolean() })
    .map((facts) => (now: string) => mark({ ...facts, now })),
  fc
    .record({ id: person, supervisor: fc.boolean() })
    .map((by) => (now: string) => openEmergency({ by, now })),
  fc.constant((now: string) => promote({ ageing: { guidance: 5, information: 5, unrelated: 5 }, now })),
  fc.constant((now: string) => watchAnswer({ minutes: { imminent: 1, high: 2, standard: 4 }, now })),
  fc.constant((now: string) => watchSilence({ minutes: { imminent: 3, high: 9 }, now })),
  person.map((executiveId) => (now: string) => returnToQueue({ executiveId, reason: "disconnected", now })),
  delegationId.map((id) => (now: string) => endRobot({ delegationId: id, reason: "expired", now })),
);

const later = (now: string, minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

type Step = { before: Session; rule: Rule; events: SessionEvent[]; after: Session; now: string };

/** Runs a life of random commands and shows each accepted step. */
function live(
  commands: { minutes: number; make: (now: string) => Rule }[],
  look: (step: Step) => void,
): void {
  let session = [sessionOpened(), wrote(firstMessageId)].reduce<Session | null>(evolve, null) as Session;
  let now = at(0);
  for (const { minutes, make } of commands) {
    now = later(now, minutes);
    const rule = make(now);
    const decision = rule(session);
    if (!decision.accepted) continue;
    const before = session;
    session = decision.events.reduce<Session | null>(evolve, session) as Session;
    look({ before, rule, events: decision.events, after: session, now });
  }
}

const life = fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 12 }), make: command }), {
  maxLength: 60,
});
const always = (look: (step: Step) => void) =>
  fc.assert(
    fc.property(life, (commands) => live(commands, look)),
    { numRuns: 3_000 },
  );

test("rules never put a session below what any of its messages showed", () => {
  always(({ after }) => {
    if (after.assessed) expect(isMoreUrgent(after.assessed, after.tier)).toBe(false);
  });
});

test("software lowers a tier only out of 'not assessed', with an assessment; the rest is a person's decision", () => {
  always(({ before, after, events }) => {
    if (rankOf(after.tier) <= rankOf(before.tier)) return;
    if (events.some((event) => event.type === "risk-set")) return;
    expect(before.tier).toBe("unassessed");
    expect(events.some((event) => event.type === "tier-settled")).toBe(true);
    expect(after.unassessed).toEqual([]);
  });
});

test("waiting promotes up to just under high, never into danger", () => {
  always(({ before, events }) => {
    for (const event of events) {
      if (event.type !== "tier-raised" || event.cause !== "waiting" || event.to === "unassessed") continue;
      expect(before.status).toBe("waiting");
      expect(isMoreUrgent(event.to, "support")).toBe(false);
    }
  });
});

test("it rings only for an imminent case that waits, and for one person at a time", () => {
  always(({ before, after, events }) => {
    if (after.offer) expect(after).toMatchObject({ status: "waiting", tier: "imminent" });
    const rang = events.filter((event) => event.type === "case-offered");
    expect(rang.length).toBeLessThanOrEqual(1);
    for (const event of rang) expect(before.ring.asked).not.toContain(event.executiveId);
  });
});

test("silence and delay write nothing to her and close nothing", () => {
  always(({ events }) => {
    const watched = events.some(
      (event) => event.type === "silence-noticed" || event.type === "answer-overdue",
    );
    if (!watched) return;
    expect(events.some((event) => event.type === "reply-requested" || event.type === "session-closed")).toBe(
      false,
    );
  });
});

test("what may be the aggressor's probing is never left to the robot", () => {
  always(({ after }) => {
    if (after.marks.includes("aggressor-probing")) expect(after.delegation).toBeNull();
  });
});

test("a session is owned exactly while somebody attends it", () => {
  always(({ after }) => {
    expect(after.owner !== null).toBe(after.status === "attended" || after.status === "delegated");
    expect(after.delegation !== null).toBe(after.status === "delegated");
  });
});

test("the robot never speaks outside a delegation of the present owner, its topics and its time", () => {
  always(({ before, events, now }) => {
    for (const event of events) {
      if (event.type !== "reply-requested" || event.author !== "robot") continue;
      expect(before.delegation?.id).toBe(event.delegationId);
      expect(before.delegation?.executiveId).toBe(before.owner);
      expect(before.delegation && before.delegation.expiresAt > now).toBe(true);
    }
  });
});

test("after a risk signal no delegation is in force", () => {
  always(({ events, after }) => {
    const risk = events.some((event) => event.type === "assessment-applied" && isRiskSignal(event));
    if (risk) expect(after.delegation).toBeNull();
  });
});

test("only the owner ever writes, and never outside the 24 hours", () => {
  always(({ before, events, now }) => {
    for (const event of events) {
      if (event.type !== "reply-requested" || event.author !== "executive") continue;
      expect(event.authorId).toBe(before.owner);
      expect(Date.parse(now) - Date.parse(before.lastInboundAt)).toBeLessThan(24 * 60 * 60 * 1000);
    }
  });
});

test("no emergency is ever closed without its record", () => {
  always(({ after, before }) => {
    if (after.status !== "closed" || before.status === "closed") return;
    if (before.tier === "imminent" || before.emergencyFile || after.classification === "emergency")
      expect(after.emergency).not.toBeNull();
  });
});
