import type { Database } from "@liss/database";
import { sql } from "kysely";
import { settle } from "../clock/settle.ts";
import type { RoutingTables } from "../database/tables.ts";
import { returnToQueue } from "../session/attention.ts";
import { record } from "./presence.ts";

/** A replica whose last beat is older than this could not see anybody meanwhile (s). Three missed beats. */
const blindSeconds = 16;

/**
 * Signs of life of everybody connected to this replica, in one statement, with the replica's own beat: `since` says
 * from when it has been able to write them without a gap.
 */
export async function beat(
  db: Database<RoutingTables>,
  replica: string,
  people: string[],
  now: string,
): Promise<void> {
  await sql`
    insert into beats (replica, since, last) values (${replica}, ${now}, ${now})
    on conflict (replica) do update set last = excluded.last, since = case
      when beats.last < excluded.last - interval '1 second' * ${blindSeconds} then excluded.since else beats.since end
  `.execute(db);
  if (people.length === 0) return;
  // Whoever's row is locked is doing something at this moment, and is not waited for.
  await sql`
    update presence set seen_at = ${now} where person_id = any(array(
      select person_id from presence where person_id = any(${people}::text[]) and seen_at < ${now}
      for no key update skip locked))`.execute(db);
}

/**
 * Whoever has given no sign of life for so long loses nothing and keeps nobody waiting: her sessions return to the top
 * of their tier. Only believed when some replica has been able to see all that time: after an outage of the database
 * everybody gets her time anew. Returns how many sessions returned.
 */
export async function returnTheGone(
  db: Database<RoutingTables>,
  goneSeconds: number,
  now: string,
): Promise<number> {
  const limit = new Date(Date.parse(now) - goneSeconds * 1_000);
  const seeing = await db
    .selectFrom("beats")
    .select("replica")
    .where("since", "<=", limit)
    .where("last", ">=", new Date(Date.parse(now) - blindSeconds * 1_000))
    .limit(1)
    .executeTakeFirst();
  if (!seeing) return 0;
  const left = await db
    .selectFrom("sessions")
    .innerJoin("presence", "presence.person_id", "sessions.owner_id")
    .select(["sessions.id", "presence.person_id"])
    .where("presence.seen_at", "<=", limit)
    .execute();
  let returned = 0;
  for (const { id, person_id } of left) {
    const rule = returnToQueue({ executiveId: person_id, reason: "disconnected", now });
    if (await settle(db, id, rule)) returned += 1;
  }
  await db.transaction().execute(async (tx) => {
    const gone = await tx
      .updateTable("presence")
      .set({ state: "away" })
      .where("seen_at", "<=", limit)
      .where("state", "in", ["here", "break"])
      .returning("person_id")
      .execute();
    for (const { person_id } of gone) await record(tx, { id: person_id }, "gone", now);
  });
  return returned;
}
