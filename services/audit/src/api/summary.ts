import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import type { SourceReport } from "../ledger/completeness.ts";
import { type Missing, type Summary, stages } from "./schema.ts";

type Row = {
  session_id: string | null;
  code_name: string | null;
  messages: number;
  oldest: Date;
  seen: boolean;
  answered: boolean;
  closed: boolean;
};

/**
 * What became of her messages accepted in a period: seen by a person, answered after they came (by an executive or
 * by the robot under her delegation), and their session closed. Computed from the record alone.
 */
export async function summarize(
  db: Database<AuditTables>,
  period: { from: Date; to: Date },
  sources: readonly SourceReport[],
): Promise<Summary> {
  const rows = await fates(db, period);
  const { rows: counted } = await sql<{ opened: number; closed: number }>`
    select count(*) filter (where type = 'routing.session-opened') as opened,
      count(*) filter (where type = 'routing.session-closed') as closed
    from entries
    where type in ('routing.session-opened', 'routing.session-closed')
      and occurred_at >= ${period.from} and occurred_at < ${period.to}`.execute(db);
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    accepted: count(rows),
    stages: stages.map((stage) => ({
      stage,
      messages: count(rows.filter((row) => row[stage])),
      missing: missing(rows.filter((row) => !row[stage])),
    })),
    sessions: counted[0] ?? { opened: 0, closed: 0 },
    sources: sources.map(({ source, upTo, holes }) => ({
      source,
      upTo,
      holes: holes.map((hole) => ({ ...hole, since: hole.since.toISOString() })),
    })),
    complete: sources.every(({ holes }) => holes.length === 0),
  };
}

/** One row per session and fate, so that a month of messages comes back as a few thousand rows at most. */
async function fates(db: Database<AuditTables>, { from, to }: { from: Date; to: Date }): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with accepted as (
      select m.message_id, e.occurred_at, e.stream_sequence
      from entries e join mentions m on m.entry_index = e.index
      where e.type = 'channel.message-received' and e.occurred_at >= ${from} and e.occurred_at < ${to}
    ), placed as (
      select accepted.*, place.session_id from accepted left join lateral (
        select e.session_id from mentions m join entries e on e.index = m.entry_index
        where m.message_id = accepted.message_id and e.source = 'executive-routing' and e.session_id is not null
        order by e.index limit 1
      ) place on true
    ), fates as (
      select placed.*,
        exists (
          select from mentions m join entries e on e.index = m.entry_index
          where m.message_id = placed.message_id and e.type = 'routing.messages-seen') as seen,
        exists (
          select from entries e where e.session_id = placed.session_id and e.type = 'channel.send-requested'
            and e.actor_kind in ('person', 'robot') and e.stream_sequence > placed.stream_sequence) as answered,
        exists (
          select from entries e where e.session_id = placed.session_id and e.type = 'routing.session-closed') as closed
      from placed
    )
    select fates.session_id, opened.code_name, count(*) as messages, min(fates.occurred_at) as oldest,
      seen, answered, closed
    from fates
    left join entries opened on opened.session_id = fates.session_id and opened.type = 'routing.session-opened'
    group by fates.session_id, opened.code_name, seen, answered, closed
    order by oldest`.execute(db);
  return rows;
}

const count = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + row.messages, 0);

/** Per session, the longest waiting first. */
function missing(rows: readonly Row[]): Missing[] {
  const bySession = new Map<string | null, Missing>();
  for (const row of rows) {
    const known = bySession.get(row.session_id);
    if (known) known.messages += row.messages;
    else {
      bySession.set(row.session_id, {
        sessionId: row.session_id,
        codeName: row.code_name,
        messages: row.messages,
        oldest: row.oldest.toISOString(),
      });
    }
  }
  return [...bySession.values()];
}
