import type { AlertCode } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";

/** Something wrong with the line, as it is seen right now. */
export type Observed = { code: AlertCode; severity: "warning" | "critical" };
/** As kept; an earlier version may have had other codes. */
export type Alarm = Omit<Observed, "code"> & { code: string; since: Date };

/**
 * An alarm ends when nobody has seen its cause for so long: longer than the pause between two looks of any replica,
 * so that a cause that comes and goes is one alarm and not twenty.
 */
const endAfterMs = 3 * 60_000;

/**
 * Makes the shared list of alarms agree with what this replica sees, and tells a person of each that begins or ends:
 * once, however many replicas look.
 * @returns the alarms that stand.
 */
export async function settleAlarms(
  db: GatewayDatabase,
  observed: readonly Observed[],
  now: Date,
): Promise<Alarm[]> {
  return await db.transaction().execute(async (tx) => {
    for (const { code, severity } of observed) await seen(tx, code, severity, now);
    const ended = await tx
      .deleteFrom("line_alarms")
      .where("seen_at", "<", new Date(now.getTime() - endAfterMs))
      .returning("code")
      .execute();
    const over = ended.map(({ code }) => alert("line-alarm-over", "warning", { alarm: code }, { now }));
    await appendEvents(tx, over);
    return await tx.selectFrom("line_alarms").select(["code", "severity", "since"]).orderBy("code").execute();
  });
}

async function seen(
  tx: GatewayTransaction,
  code: AlertCode,
  severity: Observed["severity"],
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ begins: boolean }>`
    insert into line_alarms (code, severity, since, seen_at) values (${code}, ${severity}, ${now}, ${now})
    on conflict (code) do update set seen_at = greatest(line_alarms.seen_at, excluded.seen_at),
      severity = excluded.severity
    returning (xmax = 0) as begins`.execute(tx);
  if (rows[0]?.begins) await appendEvents(tx, [alert(code, severity, {}, { now })]);
}
