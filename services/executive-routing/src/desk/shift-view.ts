import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { MyDay, Shift } from "./requests.ts";

/** Who works now. What somebody has carried is hers alone and not in it. */
export async function shiftOf(db: Database<RoutingTables>): Promise<Shift> {
  const rows = await db
    .selectFrom("executives")
    .leftJoin("presence", "presence.person_id", "executives.person_id")
    .selectAll("executives")
    .select(["presence.state", "presence.since"])
    .select(
      sql<number>`(select coalesce(sum(weight_of(s.status, s.tier_rank)), 0) from sessions s
        where s.owner_id = executives.person_id)`.as("load"),
    )
    .orderBy("name")
    .execute();
  return {
    people: rows.map((row) => ({
      id: row.person_id,
      name: row.name,
      role: row.role,
      presence: row.state ?? ("unknown" as const),
      presenceSince: row.since?.toISOString() ?? null,
      load: row.load,
      capacity: row.capacity,
      mayChoose: row.may_choose,
      team: row.team,
      languages: row.languages,
      skills: row.skills,
    })),
  };
}

/** What she did since midnight where the desk is. Hers alone: nobody is measured by it. */
export async function dayOf(
  db: Database<RoutingTables>,
  personId: string,
  timeZone: string,
  now: string,
): Promise<MyDay> {
  const { rows } = await sql<{
    since: Date;
    taken: number;
    closed: number;
    answers: number;
    first_answer: number | null;
  }>`
    with day as (
      select date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) at time zone ${timeZone} as since
    ), done as (
      select session_id, type, at from session_events, day where actor_id = ${personId} and at >= day.since
    ), first as (
      select min(at) filter (where type = 'reply-requested') - min(at) filter (where type = 'session-claimed') as took
      from done group by session_id
    )
    select (select since from day) as since,
      count(*) filter (where type = 'session-claimed')::int as taken,
      count(*) filter (where type = 'session-closed')::int as closed,
      count(*) filter (where type = 'reply-requested')::int as answers,
      (select percentile_cont(0.5) within group (order by extract(epoch from took)) from first
        where took >= interval '0')::float8 as first_answer
    from done`.execute(db);
  const row = rows[0];
  return {
    since: row?.since.toISOString() ?? now,
    taken: row?.taken ?? 0,
    closed: row?.closed ?? 0,
    answers: row?.answers ?? 0,
    firstAnswerSeconds: row?.first_answer ?? null,
  };
}
