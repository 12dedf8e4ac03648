import { AssessedTier } from "@liss/contracts";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alwaysOpen } from "../hours/schedule.ts";
import { delegate, takeBack } from "../session/conversation.ts";
import { recordEmergency } from "../session/emergency.ts";
import { setRisk } from "../session/judgement.ts";
import { close, release } from "../session/ownership.ts";
import { type Model, type ModelSession, model, queueOf, reach } from "./desk-model.test-support.ts";
import {
  commands,
  does,
  type Replica,
  staff,
  type TwoReplicas,
  twoReplicas,
} from "./two-replicas.test-support.ts";

/** How many lives are lived; LISS_TEST_MODEL_RUNS asks for more. */
const runs = Number(process.env.LISS_TEST_MODEL_RUNS ?? 300);

/** More than the shortest pause after an emergency (6 s) and what the clocks of the replicas differ (4 s). */
const betweenStepsMs = 12_000;

const people = ["ana", "berta", "celia"] as const;
const capacities = { ana: 1, berta: 1.5, celia: 2 } as const;
const carla = staff("carla", "supervisor");

let house: TwoReplicas;
beforeAll(async () => {
  house = await twoReplicas();
  for (const id of people) {
    await house.replicas[0].db
      .insertInto("executives")
      .values({ person_id: id, name: id, role: "executive", capacity: capacities[id], may_choose: true })
      .execute();
  }
  // Only what is modelled: nobody tires here.
  await house.replicas[0].db
    .updateTable("policy")
    .set({
      rest: JSON.stringify({ hours: alwaysOpen, care: { inARow: 20, perShift: 50, pauseMinutes: 0.1 } }),
    })
    .execute();
});
afterAll(() => house?.stop());

const person = fc.constantFrom(...people);
const which = fc.nat({ max: 3 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("writes"), tier: fc.constantFrom(...AssessedTier.options) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("next"), person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("claim"), person, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("release"), person, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("transfer"), person, which, to: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("assign"), which, to: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delegate"), person, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("takeBack"), person, which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("robot"),
      which,
      forged: fc.boolean(),
      topic: fc.constantFrom("denunciar", "residencias"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("risk"),
      person,
      which,
      tier: fc.constantFrom(...AssessedTier.options),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("record"), person, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("close"), person, which }) },
);
type Step = {
  do: string;
  person?: (typeof people)[number];
  which?: number;
  to?: (typeof people)[number];
  tier?: AssessedTier;
  forged?: boolean;
  topic?: string;
};

test(`${runs} random lives of the desk, on either replica, end exactly as the model says`, async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ on: fc.boolean(), step }), { minLength: 3, maxLength: 14 }),
      async (life) => {
        await house.wipe();
        const state: Model = { sessions: new Map(), capacity: new Map(Object.entries(capacities)) };
        const contacts = new Map<string, string>();
        for (const { on, step: taken } of life) {
          house.advance(betweenStepsMs);
          steps += 1;
          await take(house.replicas[on ? 0 : 1], taken as Step, state, contacts);
        }
        await compare(state);
      },
    ),
    {
      numRuns: runs,
      endOnFailure: true,
      // Whoever gives an emergency back takes the next one after her pause: rest itself is not part of this model.
      examples: [
        [
          [
            { on: true, step: { do: "writes", tier: "imminent" } },
            { on: true, step: { do: "writes", tier: "imminent" } },
            { on: true, step: { do: "next", person: "ana" } },
            { on: true, step: { do: "next", person: "celia" } },
            { on: true, step: { do: "release", person: "ana", which: 0 } },
            { on: true, step: { do: "next", person: "ana" } },
          ],
        ],
      ],
    },
  );
  expect(steps).toBeGreaterThan(runs * 3);
}, 590_000);

async function take(at: Replica, asked: Step, state: Model, contacts: Map<string, string>): Promise<void> {
  const who = asked.person ?? "ana";
  const me = staff(who);
  if (asked.do === "writes") return arrives(at, asked.tier ?? "support", state, contacts);
  if (asked.do === "next") {
    const first = queueOf(state)[0]?.id ?? null;
    const expected = model.next(state, who);
    const outcome = await does(at, commands.next(me));
    if (expected === "ok") expect(outcome).toMatchObject({ ok: true, answer: { card: { id: first } } });
    else if (expected === "nobody") expect(outcome).toEqual({ ok: true, answer: { card: null } });
    else expect(outcome).toEqual({ ok: false, code: expected });
    return;
  }
  const session = [...state.sessions.values()][asked.which ?? 0];
  if (!session) return;
  if (asked.do === "robot") return proposes(at, asked, session, contacts.get(session.id) ?? "");
  const to = asked.to ?? "berta";
  const delegationId = uuidv7();
  const rule = (name: string, make: Parameters<typeof commands.rule>[3]) =>
    commands.rule(me, session.id, name, make);
  const expiresAt = (now: string) => new Date(Date.parse(now) + 3_600_000).toISOString();
  const both = {
    claim: () => [model.claim(state, who, session), commands.claim(me, session.id)],
    release: () => [model.release(state, who, session), rule("release", (now) => release({ by: who, now }))],
    transfer: () => [model.transfer(state, who, session, to), commands.transfer(me, session.id, to)],
    assign: () => [model.assign(state, session, to), commands.assign(carla, session.id, to)],
    delegate: () => [
      model.delegate(state, who, session, delegationId),
      rule("delegate", (now) =>
        delegate({ by: who, delegationId, topics: ["denunciar"], expiresAt: expiresAt(now), now }),
      ),
    ],
    takeBack: () => [
      model.takeBack(state, who, session),
      rule("take back", (now) => takeBack({ by: who, now })),
    ],
    risk: () => [
      model.setRisk(state, who, session, asked.tier ?? "support"),
      rule("risk", (now) =>
        setRisk({
          by: { id: who, supervisor: false },
          to: asked.tier ?? "support",
          reason: "by-protocol",
          now,
        }),
      ),
    ],
    record: () => [
      model.record(state, who, session),
      rule("record", (now) =>
        recordEmergency({
          by: who,
          record: {
            calledService: "none",
            calledAt: now,
            procedureNumber: null,
            outcome: "not-an-emergency",
          },
          now,
        }),
      ),
    ],
    close: () => [
      model.close(state, who, session),
      rule("close", (now) => close({ by: who, classification: "support", unseen: 0, now })),
    ],
  } as const;
  const [expected, command] = both[asked.do as keyof typeof both]() as [string, Parameters<typeof does>[1]];
  const outcome = await does(at, command);
  expect({ step: asked.do, code: outcome.ok ? "ok" : outcome.code }).toEqual({
    step: asked.do,
    code: expected,
  });
}

async function arrives(at: Replica, tier: AssessedTier, state: Model, contacts: Map<string, string>) {
  const contactId = uuidv7();
  const sessionId = uuidv7();
  const messageId = await house.writes(at, contactId, sessionId);
  await house.assesses(at, contactId, sessionId, messageId, tier);
  const session: ModelSession = {
    id: sessionId,
    openedAt: Date.parse(at.clock.now()),
    tier: "unassessed",
    status: "waiting",
    owner: null,
    returned: false,
    emergencyOpen: false,
    emergencyDone: false,
    delegation: null,
  };
  reach(session, tier);
  state.sessions.set(sessionId, session);
  contacts.set(sessionId, contactId);
}

/** The robot tries; whether it may is the model's to say, and what it said is looked for among the messages. */
async function proposes(at: Replica, asked: Step, session: ModelSession, contactId: string): Promise<void> {
  const delegationId = asked.forged || session.delegation === null ? uuidv7() : session.delegation;
  const topic = asked.topic ?? "denunciar";
  const speaks = model.robotSpeaks(session, delegationId, topic);
  const messageId = await house.proposes(at, contactId, session.id, delegationId, topic);
  const said = await at.db
    .selectFrom("messages")
    .select("author")
    .where("id", "=", messageId)
    .executeTakeFirst();
  expect(said?.author).toBe(speaks ? "robot" : undefined);
}

async function compare(state: Model): Promise<void> {
  const rows = await house.replicas[1].db
    .selectFrom("sessions")
    .select(["id", "status", "owner_id", "tier", "state"])
    .execute();
  const found = rows.map(({ id, status, owner_id, tier, state: { delegation } }) => [
    id,
    { status, owner: owner_id, tier, delegation: delegation?.id ?? null },
  ]);
  const expected = [...state.sessions.values()].map(({ id, status, owner, tier, delegation }) => [
    id,
    { status, owner, tier, delegation },
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}
