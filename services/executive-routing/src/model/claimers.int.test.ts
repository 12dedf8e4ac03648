import { AssessedTier } from "@liss/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { release } from "../session/ownership.ts";
import {
  commands,
  does,
  type Outcome,
  staff,
  type TwoReplicas,
  twoReplicas,
} from "./two-replicas.test-support.ts";

/** Invariants 4 and 5 under contention: 64 people, two replicas whose clocks differ, every command given twice. */
const claimers = Array.from({ length: 64 }, (_, index) => staff(`ejecutiva-${index}`));
let house: TwoReplicas;

beforeAll(async () => {
  house = await twoReplicas();
  await house.replicas[0].db
    .insertInto("executives")
    .values(
      claimers.map(({ id, name }) => ({
        person_id: id,
        name,
        role: "executive" as const,
        capacity: 1,
        may_choose: true,
      })),
    )
    .execute();
});
afterEach(() => house.wipe());
afterAll(() => house?.stop());

async function waiting(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const [contactId, sessionId] = [uuidv7(), uuidv7()];
    const at = house.replicas[n % 2 ? 0 : 1];
    house.advance(50);
    const messageId = await house.writes(at, contactId, sessionId);
    const tier = AssessedTier.options[(n * 7) % AssessedTier.options.length] ?? "support";
    await house.assesses(at, contactId, sessionId, messageId, tier);
  }
}

/** The same command, at the same moment, on both replicas, under one key: a retry that overtakes its first try. */
const twice = (command: Parameters<typeof does>[1]): Promise<Outcome[]> => {
  const key = uuidv7();
  return Promise.all(house.replicas.map((replica) => does(replica, { ...command, key })));
};

const sessions = () =>
  house.replicas[0].db
    .selectFrom("sessions")
    .select(["id", "status", "owner_id", "tier_rank", "place", "waiting_since"])
    .orderBy("tier_rank")
    .orderBy("place")
    .orderBy("waiting_since")
    .orderBy("id")
    .execute();

const nobodyOverCapacity = async () => {
  const { rows } = await house.replicas[0].db.pool.query<{ over: number }>(
    `select count(*)::int as over from executives e where capacity <
       (select coalesce(sum(weight_of(status, tier_rank)), 0) from sessions where owner_id = e.person_id)`,
  );
  expect(rows[0]?.over).toBe(0);
};

test("64 who take the next at once get the most urgent, one each, and nobody is passed over", async () => {
  for (const count of [40, 64, 80]) {
    await waiting(count);
    const answers = await Promise.all(claimers.map((person) => twice(commands.next(person))));
    const given = answers.map(([first, second]) => {
      expect(second).toEqual(first);
      return first?.ok ? (first.answer.card?.id ?? null) : null;
    });
    const taken = given.filter((id) => id !== null);
    expect(new Set(taken).size).toBe(taken.length);
    const all = await sessions();
    expect(taken.length).toBe(Math.min(count, 64));
    // Invariant 5: whoever still waits comes after everybody who was taken.
    expect(all.map(({ status }) => status === "waiting")).toEqual(
      all.map((_, place) => place >= taken.length),
    );
    await nobodyOverCapacity();
    await house.wipe();
  }
}, 120_000);

test("64 who claim the same few sessions: one owner each, within her capacity, the others are told", async () => {
  await waiting(8);
  const targets = await sessions();
  const answers = await Promise.all(
    claimers.flatMap((person) =>
      targets.map(async (target) => {
        const [first, second] = await twice(commands.claim(person, target.id));
        return { person: person.id, session: target.id, codes: [first, second] };
      }),
    ),
  );
  for (const { id, status, owner_id } of await sessions()) {
    const winners = new Set(
      answers
        .filter(({ session, codes }) => session === id && codes.some((one) => one?.ok))
        .map(({ person }) => person),
    );
    expect([...winners]).toEqual([owner_id]);
    expect(status).toBe("attended");
  }
  const refused = answers.flatMap(({ codes }) => codes.flatMap((one) => (one && !one.ok ? [one.code] : [])));
  for (const code of new Set(refused)) expect(["already-attended", "at-capacity"]).toContain(code);
  await nobodyOverCapacity();
}, 120_000);

test("taking, giving back and taking again in every order never makes two owners", async () => {
  await waiting(24);
  const rounds = Array.from({ length: 4 }, async (_, round) => {
    await Promise.all(
      claimers.slice(round * 16, round * 16 + 16).map(async (person, index) => {
        const at = house.replicas[index % 2 ? 0 : 1];
        const outcome = await does(at, commands.next(person));
        const id = outcome.ok ? outcome.answer.card?.id : undefined;
        if (id && index % 3 !== 0)
          await does(
            at,
            commands.rule(person, id, "release", (now) => release({ by: person.id, now })),
          );
      }),
    );
  });
  await Promise.all(rounds);
  const events = await house.replicas[0].db
    .selectFrom("session_events")
    .select(["session_id", "type", "data"])
    .where("type", "in", ["session-claimed", "session-released"])
    .orderBy("session_id")
    .orderBy("version")
    .execute();
  const owners = new Map<string, string | null>();
  for (const { session_id, data } of events) {
    const owner = owners.get(session_id) ?? null;
    if (data.type === "session-claimed") {
      expect(owner).toBeNull();
      owners.set(session_id, data.executiveId);
    } else if (data.type === "session-released") {
      expect(data.executiveId).toBe(owner);
      owners.set(session_id, null);
    }
  }
  for (const { id, owner_id } of await sessions()) expect(owner_id).toBe(owners.get(id) ?? null);
  await nobodyOverCapacity();
}, 120_000);
