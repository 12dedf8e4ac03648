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

/** The statement, for whoever writes the changes together with what changed: at least one. */
export function announcing(changes: readonly Change[]): RawBuilder<unknown> {
  return sql`insert into desk_change_lists (kinds, session_ids, ref_ids) values (
    ${changes.map(({ kind }) => kind)}::text[], ${changes.map(({ sessionId }) => sessionId)}::uuid[],
    ${changes.map(({ refId }) => refId)}::uuid[])`;
}
