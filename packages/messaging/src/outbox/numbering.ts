import type { Session } from "@liss/database";

/** An event with its number, on its way out. */
export type NumberedEvent = {
  number: number;
  eventId: string;
  subject: string;
  body: Uint8Array;
  headers: Record<string, string>;
};

const columns = `o.number, o.event_id as "eventId", o.subject, o.body, o.headers`;

/**
 * Gives the next numbers to up to `limit` events and returns them: one statement, so one transaction. Whoever
 * holds a number has it committed, and a rollback or a crash gives back the counter together with the rows:
 * the numbers of a service have no gap and no double. A sequence would not do: it keeps what a rollback took.
 *
 * What the broker has by now (`taken`) is forgotten in passing. When there is nothing to number, the disk is not waited
 * for: see `forget`.
 */
export async function numberNext(
  session: Session,
  { limit, maxBytes, taken }: { limit: number; maxBytes: number; taken: readonly number[] },
): Promise<NumberedEvent[]> {
  const { rows } = await session.query<NumberedEvent>({
    name: "number-next",
    text: `
      with due as materialized (
        select position, row_number() over (order by position) as nth
        from outbox
        where number is null and set_aside_at is null and octet_length(body) <= $2
        order by position
        limit $1
      ),
      lazily as materialized (
        select set_config('synchronous_commit', 'off', true) where not exists (select from due)
      ),
      gone as (
        delete from outbox where number = any($3) and (select count(*) from lazily) >= 0
      ),
      total as (select count(*) as count from due),
      counter as (
        update outbox_counter set last = last + total.count
        from total where total.count > 0
        returning last - total.count as before
      )
      update outbox o set number = counter.before + due.nth
      from due, counter
      where o.position = due.position
      returning ${columns}`,
    values: [limit, maxBytes, taken],
  });
  return rows.sort((a, b) => a.number - b.number);
}

/** Events that have a number and were not seen to be published: what a predecessor left, or a failure. */
export async function numberedBefore(session: Session, limit: number): Promise<NumberedEvent[]> {
  const { rows } = await session.query<NumberedEvent>(
    `select ${columns} from outbox o
     where o.number is not null and o.set_aside_at is null
     order by o.number limit $1`,
    [limit],
  );
  return rows;
}

/**
 * Forgets events that the broker has. This need not be on disk when it returns: should Postgres crash and bring
 * them back, they are published once more under the same id, and dropped as duplicates.
 */
export async function forget(session: Session, numbers: readonly number[]): Promise<void> {
  await session.query({
    name: "forget",
    text: `
      with lazily as materialized (select set_config('synchronous_commit', 'off', true))
      delete from outbox using lazily where number = any($1)`,
    values: [numbers],
  });
}

/** Events that no broker of this size would take. They get no number, so they leave no gap. */
export async function findOversized(session: Session, maxBytes: number): Promise<string[]> {
  const { rows } = await session.query<{ event_id: string }>({
    name: "find-oversized",
    text: `select event_id from outbox
      where number is null and set_aside_at is null and octet_length(body) > $1 limit 100`,
    values: [maxBytes],
  });
  return rows.map((row) => row.event_id);
}
