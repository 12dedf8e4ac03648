import { type Transaction, withCommit } from "@liss/database";
import { sql } from "kysely";
import type { MessagingTables } from "../tables.ts";
import { type Outgoing, outgoingRows } from "./append.ts";
import type { NumberedEvent } from "./numbering.ts";

/**
 * The relay, for whoever commits events in the replica that publishes: they get their numbers in the transaction that
 * appends them, and are published from memory. Otherwise the relay reads each again, in a transaction of its own.
 */
export type InPassing = {
  /** Whether these may be numbered in passing: this replica publishes, the broker is there, and none is too large. */
  takes(events: readonly Pick<Outgoing, "body">[]): boolean;
  /** What the broker has by now: the statement that appends deletes these numbers from the outbox. */
  taken(): readonly number[];
  /** They are committed with their numbers, and `gone` has left the outbox; it was looked through for others, too. */
  depart(events: readonly NumberedEvent[], gone: readonly number[]): void;
};

/** What a transaction appended in passing. */
export type Passed = {
  events: NumberedEvent[];
  /** Numbers that have left the outbox. */
  gone: readonly number[];
  /** There are events in the outbox that wait for the relay to number them. */
  more: boolean;
};

/**
 * Appends events with the next numbers, together with the commit: until then nobody else is given a number. Numbers
 * have no gap and no double, for a rollback gives the counter back together with the rows. What the broker has by now
 * (`taken`) leaves the outbox with the same statement: otherwise the relay would ask for that by itself.
 * @returns what they came to, once the transaction is committed
 */
export async function appendNumbered<DB extends MessagingTables>(
  tx: Transaction<DB>,
  outgoing: readonly Outgoing[],
  taken: readonly number[],
): Promise<() => Passed> {
  const rows = await withCommit<DB, { before: number; more: boolean }>(
    tx,
    sql`
      with counter as (
        update outbox_counter set last = last + ${outgoing.length}::integer
        returning last - ${outgoing.length}::integer as before
      ),
      gone as (delete from outbox where number = any(${[...taken]}::bigint[]))
      insert into outbox (event_id, subject, body, headers, number)
      select event_id, subject, body, headers, counter.before + nth
      from counter, ${outgoingRows(outgoing)} with ordinality as o(event_id, subject, body, headers, nth)
      order by nth
      returning (select before from counter),
        exists (select from outbox where number is null and set_aside_at is null) as more`,
  );
  return () => ({
    events: numberedAfter(rows[0]?.before ?? null, outgoing),
    gone: taken,
    more: rows.some(({ more }) => more),
  });
}

/** Events with the numbers that they got, one after the other; none of them if there was nothing to count from. */
export function numberedAfter(before: number | null, outgoing: readonly Outgoing[]): NumberedEvent[] {
  if (before === null) return [];
  return outgoing.map(({ event_id: eventId, ...event }, at) => ({
    ...event,
    eventId,
    number: before + at + 1,
  }));
}
