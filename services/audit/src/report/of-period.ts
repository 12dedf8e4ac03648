import { type Database, isUnavailable } from "@liss/database";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import type { LogSource } from "../ledger/log-source.ts";
import type { Period } from "./facts.ts";
import { foldReport } from "./fold.ts";
import type { Report } from "./report.ts";

/**
 * A session that began the evening before, an answer that came after midnight: entries are read from so long before
 * a period to so long after it.
 */
export const MARGIN_MS = 86_400_000;
const PLACES = 8_192;

/** The places whose entries happened or arrived in the period or its margin. Undefined when there is none. */
export async function placesInPeriod(
  db: Database<AuditTables>,
  { from, to }: Period,
  marginMs: number,
): Promise<{ from: number; to: number } | undefined> {
  const [start, end] = [new Date(Date.parse(from) - marginMs), new Date(Date.parse(to) + marginMs)];
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(index) as first, max(index) as last from entries
    where (received_at >= ${start} and received_at < ${end}) or (occurred_at >= ${start} and occurred_at < ${end})`.execute(
    db,
  );
  const { first = null, last = null } = rows[0] ?? {};
  return first === null || last === null ? undefined : { from: first, to: last + 1 };
}

/** The report of a period, as an export of it would have it. */
export async function reportOf(
  { db, source }: { db: Database<AuditTables>; source: LogSource },
  period: Period,
  signal?: AbortSignal,
): Promise<Report> {
  const fold = foldReport(period);
  const places = await placesInPeriod(db, period, MARGIN_MS);
  if (!places) return fold.end();
  const { first, end } = await source.around(places.from, places.to);
  for (let start = first; start < Math.max(end, places.to); start += PLACES) {
    signal?.throwIfAborted();
    fold.takeText(await textOf(db, start, Math.min(start + PLACES, Math.max(end, places.to))));
  }
  return fold.end();
}

/**
 * Entries as one text, made by Postgres: as bytes each would come in hexadecimal, twice as long, to be turned back. What is
 * no text any more was tampered with; then they come as bytes, and what cannot be read is left out.
 */
async function textOf(db: Database<AuditTables>, first: number, end: number): Promise<string> {
  try {
    const { rows } = await sql<{ lines: string | null }>`
      select string_agg(convert_from(bytes, 'UTF8'), E'\\n' order by index) as lines
      from entries where index >= ${first} and index < ${end}`.execute(db);
    return rows[0]?.lines ?? "";
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const rows = await db
      .selectFrom("entries")
      .select("bytes")
      .where("index", ">=", first)
      .where("index", "<", end)
      .orderBy("index")
      .execute();
    return rows.map(({ bytes }) => bytes.toString("utf8")).join("\n");
  }
}
