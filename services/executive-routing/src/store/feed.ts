import type { Transaction } from "@liss/database";
import { type RawBuilder, sql } from "kysely";
import type { FeedKind, RoutingTables } from "../database/tables.ts";

/** Something on somebody's screen is no longer as it was. Says what to look at again, never what it says. */
export type Change = {
  kind: FeedKind;
  sessionId: string | null;
  refId: string;
};

/** Somebody came, went or changed how she works. The shift is one thing: it has no id of its own. */
export const shiftChanged: Change = {
  kind: "shift",
  sessionId: null,
  refId: "00000000-0000-0000-0000-000000000000",
};

/**
 * Announces the changes of this transaction. The database numbers them while it commits: a higher number is never
 * visible before a lower one, so that a reader that asks for "everything after n" misses nothing.
 */
export async function recordChanges(tx: Transaction<RoutingTables>, changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await announcing(changes).execute(tx);
}

/** The statement, for whoever writes the changes together with what changed. Of none it announces nothing. */
export function announcing(changes: readonly Change[]): RawBuilder<unknown> {
  const kinds = changes.map(({ kind }) => kind);
  return sql`insert into desk_change_lists (kinds, session_ids, ref_ids)
    select kinds, session_ids, ref_ids from (select ${kinds}::text[], ${changes.map(({ sessionId }) => sessionId)}::uuid[],
      ${changes.map(({ refId }) => refId)}::uuid[]) as list(kinds, session_ids, ref_ids) where kinds <> '{}'`;
}
