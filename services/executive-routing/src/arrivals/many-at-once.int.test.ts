import type { AssessedTier } from "@liss/contracts";
import { MessageRecorded, SessionOpened } from "@liss/contracts";
import { type Database, openDatabase } from "@liss/database";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import { evolve, type Session } from "../session/session.ts";

/** What arrives together is written together; what it leaves is what one after the other would have left. */

const women = 24;
const perWoman = 10;

let house: House;
let db: Database<RoutingTables>;
let url: string;
beforeAll(async () => {
  house = await startHouse();
  url = await house.replica();
  await house.replica();
  db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test" });
});
afterAll(async () => {
  await db?.destroy();
  await house?.stop();
});

const tiers: readonly AssessedTier[] = ["information", "guidance", "support", "high", "imminent"];
const shuffled = <T>(list: readonly T[]): T[] =>
  list
    .map((item) => [Math.random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

test("240 messages of 24 women and what triage said of them, all at once and in any order, on two replicas", async () => {
  const mostUrgent = new Map<string, number>();
  const steps = Array.from({ length: women }, () => ({ contactId: uuidv7(), sessionId: uuidv7() })).flatMap(
    (woman, nth) =>
      Array.from({ length: perWoman }, (_, at) => {
        const message = { ...woman, messageId: uuidv7() };
        const rank = (nth + at) % (nth % tiers.length || 1);
        mostUrgent.set(woman.sessionId, Math.max(rank, mostUrgent.get(woman.sessionId) ?? 0));
        const text = at === 7 && nth % 6 === 0 ? "chao" : `mensaje ${at}`;
        return [
          () => house.writes(text, message),
          () => house.assesses(message, tiers[rank] ?? "information"),
        ];
      }).flat(),
  );
  await Promise.all(shuffled(steps).map((step) => step()));

  const settled = () =>
    eventually(async () => {
      const { rows } = await sql<{ messages: number; unassessed: number }>`
      select (select count(*)::int from messages where direction = 'in') as messages,
        (select count(*)::int from sessions where unassessed_since is not null) as unassessed`.execute(db);
      expect(rows[0]).toEqual({ messages: women * perWoman, unassessed: 0 });
    }, 30_000);
  await settled();

  // An entry in the inbox carries the time at which its transaction began: they did come in lists.
  const { rows: entries } = await sql<{ entries: number; transactions: number }>`
    select count(*) as entries, count(distinct received_at) as transactions from inbox`.execute(db);
  expect(entries[0]?.transactions).toBeLessThan((entries[0]?.entries ?? 0) / 2);

  const sessions = await db.selectFrom("sessions").select(["id", "state", "version", "tier"]).execute();
  expect(sessions).toHaveLength(women);
  for (const { id, state, version, tier } of sessions) {
    const events = await db
      .selectFrom("session_events")
      .select(["version", "data"])
      .where("session_id", "=", id)
      .orderBy("version")
      .execute();
    expect(events.map((event) => event.version)).toEqual(events.map((_, index) => index + 1));
    expect(version).toBe(events.length);
    expect(events.reduce<Session | null>((at, { data }) => evolve(at, data), null)).toEqual(state);
    expect(tier).toBe(tiers[mostUrgent.get(id) ?? 0]);
  }
  await eventually(async () => {
    expect(await house.published(MessageRecorded)).toHaveLength(women * perWoman);
    expect(await house.published(SessionOpened)).toHaveLength(women);
  });
});

test("the feed of many changes in one commit has no gap, and the desk shows all of it", async () => {
  const { rows } = await sql<{ first: number; last: number; count: number; counter: number; left: number }>`
    select min(sequence) as first, max(sequence) as last, count(*) as count,
      (select last from desk_counter) as counter, (select count(*) from desk_change_lists) as left
    from desk_feed`.execute(db);
  const [feed] = rows;
  expect(feed).toMatchObject({ first: 1, last: feed?.count, counter: feed?.count, left: 0 });

  const ana = await logIn(url, "Ana");
  const live = await ana.live();
  const { body } = await ana.ask("POST", "/sessions/next", {});
  const { sessionId } = body as { sessionId: string };
  const { contactId } = (await db
    .selectFrom("sessions")
    .select("contact_id as contactId")
    .where("id", "=", sessionId)
    .executeTakeFirstOrThrow()) as { contactId: string };
  live.watch(sessionId);
  const texts = Array.from({ length: 40 }, (_, at) => `todos a la vez ${at}`);
  await Promise.all(texts.map((text) => house.writes(text, { contactId, sessionId })));
  await eventually(() => {
    const shown = live.frames.flatMap((frame) =>
      frame.type === "message" && frame.message.content?.kind === "text" ? [frame.message.content.text] : [],
    );
    expect(new Set(shown)).toEqual(new Set(texts));
  });
  const numbers = live.frames.flatMap((frame) => ("sequence" in frame ? [frame.sequence] : []));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  live.close();
});
