import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";

/** Something on somebody's screen is no longer as it was. Says what to look at again, never what it says. */
export type Change = { kind: "session" | "message" | "alert"; sessionId: string | null; refId: string };

/**
 * Numbers the changes of this transaction. Call it last: the counter's lock, held until the commit,
 * is what makes a higher number never visible before a lower one, so that a reader that asks for
 * "everything after n" misses nothing.
 */
export async function recordChanges(tx: Transaction<RoutingTables>, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    with counter as (update desk_counter set last = last + ${changes.length} returning last)
    insert into desk_feed (sequence, kind, session_id, ref_id)
    select counter.last - ${changes.length} + change.place, change.kind, change.session_id, change.ref_id
    from counter, unnest(
      ${changes.map((change) => change.kind)}::text[],
      ${changes.map((change) => change.sessionId)}::uuid[],
      ${changes.map((change) => change.refId)}::uuid[]
    ) with ordinality as change (kind, session_id, ref_id, place)
  `.execute(tx);
}
