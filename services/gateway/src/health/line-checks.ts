import { sql } from "kysely";
import type { GatewayDatabase } from "../database/tables.ts";
import { LineAnswer } from "./graph-check.ts";

/**
 * Once a minute for all replicas together: two questions each time stay below the 200 an hour that WhatsApp allows
 * an account at least, and a revoked token is found within a minute.
 */
export const checkEveryMs = 60_000;
/** Older than this, an answer says nothing about now. */
const staleAfterMs = 5 * checkEveryMs;

export type LineCheck = { answer: LineAnswer; at: Date; unreached: number };

/** The last answer, asking anew when it is time and nobody else is asking. Undefined when there is none of late. */
export async function currentCheck(
  db: GatewayDatabase,
  phoneNumberId: string,
  now: () => Date,
  ask: () => Promise<LineAnswer>,
): Promise<LineCheck | undefined> {
  if (await isOurTurn(db, phoneNumberId, now())) {
    const answer = await ask();
    await sql`
      update line_checks set answer = ${JSON.stringify(answer)}::jsonb, done_at = ${now()},
        unreached = case when ${answer.outcome === "unreached"} then unreached + 1 else 0 end
      where phone_number_id = ${phoneNumberId}`.execute(db);
  }
  const row = await db
    .selectFrom("line_checks")
    .select(["answer", "done_at", "unreached"])
    .where("phone_number_id", "=", phoneNumberId)
    .executeTakeFirst();
  const answer = LineAnswer.safeParse(row?.answer);
  if (!row?.done_at || !answer.success || now().getTime() - row.done_at.getTime() > staleAfterMs)
    return undefined;
  return { answer: answer.data, at: row.done_at, unreached: row.unreached };
}

async function isOurTurn(db: GatewayDatabase, phoneNumberId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into line_checks (phone_number_id, begun_at) values (${phoneNumberId}, ${now})
    on conflict (phone_number_id) do update set begun_at = excluded.begun_at
      where line_checks.begun_at <= ${new Date(now.getTime() - checkEveryMs)}
    returning 1`.execute(db);
  return rows.length > 0;
}
