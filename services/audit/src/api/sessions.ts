import { type Tier, tiers } from "@liss/contracts";
import type { Database } from "@liss/database";
import { type RawBuilder, sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import { tierSaid } from "../database/tier-said.ts";
import type { Names } from "./names.ts";
import type { SessionList, SessionQuery, SessionRow } from "./schema.ts";

type Row = {
  index: number;
  session_id: string;
  code_name: string;
  opened_at: Date;
  claimed_at: Date | null;
  closed_at: Date | null;
  closing: Buffer | null;
  tier: string | null;
  people: string[] | null;
  entries: number;
};

/** Sessions, newest first. A session is what routing opened; ids that were only proposed are none. */
export async function listSessions(
  db: Database<AuditTables>,
  names: Names,
  query: SessionQuery,
): Promise<SessionList> {
  const rows = await select(db, conditions(query), query.limit + 1);
  const page = rows.slice(0, query.limit);
  return {
    sessions: await named(page, names),
    next: rows.length > query.limit ? (page.at(-1)?.index ?? null) : null,
  };
}

export async function findSession(
  db: Database<AuditTables>,
  names: Names,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const rows = await select(db, [sql`opened.session_id = ${sessionId}`], 1);
  return (await named(rows, names))[0];
}

function conditions({ text, person, type, tier, from, to, before }: SessionQuery): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (text) {
    const part = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    where.push(sql`(opened.code_name ilike ${part} or opened.session_id::text = lower(${text}))`);
  }
  if (person)
    where.push(
      sql`exists (select from entries e where e.session_id = opened.session_id and e.actor_id = ${person})`,
    );
  if (type)
    where.push(
      sql`exists (select from entries e where e.session_id = opened.session_id and e.type = ${type})`,
    );
  if (tier) where.push(sql`coalesce(tiered.tier, 'unassessed') = ${tier}`);
  if (from) where.push(sql`opened.occurred_at >= ${new Date(from)}`);
  if (to) where.push(sql`opened.occurred_at < ${new Date(to)}`);
  if (before !== undefined) where.push(sql`opened.index < ${before}`);
  return where;
}

/** Who did no more than this has not attended to anybody. */
const looks = ["routing.session-read", "routing.media-opened", "routing.glass-broken"];

/** Everything is read from the entries: there is no second truth beside the record. */
async function select(
  db: Database<AuditTables>,
  where: RawBuilder<unknown>[],
  limit: number,
): Promise<Row[]> {
  const filter = sql.join([sql`opened.type = 'routing.session-opened'`, ...where], sql` and `);
  const { rows } = await sql<Row>`
    select opened.index, opened.session_id, opened.code_name, opened.occurred_at as opened_at, claimed.at as claimed_at,
      closed.at as closed_at, closed.bytes as closing, tiered.tier, doings.people, doings.entries
    from entries opened
    left join lateral (
      select occurred_at as at from entries where session_id = opened.session_id and type = 'routing.session-claimed'
      order by index limit 1
    ) claimed on true
    left join lateral (
      select occurred_at as at, bytes from entries
      where session_id = opened.session_id and type = 'routing.session-closed' order by index limit 1
    ) closed on true
    left join lateral (
      select ${tierSaid} as tier from entries
      where session_id = opened.session_id and (tier is not null or type = 'routing.risk-set')
      order by stream_sequence desc limit 1
    ) tiered on true
    cross join lateral (
      select count(*) as entries,
        array_agg(actor_id order by index) filter (where actor_id is not null and type <> all(${looks})) as people
      from entries where session_id = opened.session_id and source <> 'audit'
    ) doings
    where ${filter}
    order by opened.index desc limit ${limit}`.execute(db);
  return rows;
}

async function named(rows: readonly Row[], names: Names): Promise<SessionRow[]> {
  const known = await names.of(rows.flatMap((row) => row.people ?? []));
  return rows.map((row) => ({
    sessionId: row.session_id,
    codeName: row.code_name,
    openedAt: row.opened_at.toISOString(),
    claimedAt: row.claimed_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    classification: row.closing === null ? null : classificationIn(row.closing),
    tier: tierOf(row.tier),
    people: [...new Set(row.people ?? [])].map((id) => known.get(id) ?? { id, name: id, role: "" }),
    entries: row.entries,
  }));
}

/** Until the first word of triage or of a person, a session is not yet assessed. */
function tierOf(tier: string | null): Tier {
  return tiers.find((one) => one === tier) ?? "unassessed";
}

function classificationIn(bytes: Buffer): string | null {
  const { data } = JSON.parse(bytes.toString("utf8")) as { data: { classification?: unknown } | null };
  return typeof data?.classification === "string" ? data.classification : null;
}
