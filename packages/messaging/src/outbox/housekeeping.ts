import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { Logger } from "../logger.ts";
import type { MessagingTables } from "../tables.ts";

export type Backlog = {
  /** Events that the broker does not have yet. */
  events: number;
  /** Age of the oldest of them in seconds. */
  oldestSeconds: number;
  /** Events that a person must look at; not part of `events`. */
  setAside: number;
};

export async function measureBacklog(db: Database<MessagingTables>): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select count(*) filter (where set_aside_at is null) as events,
           coalesce(extract(epoch from now() - min(appended_at) filter (where set_aside_at is null)), 0)::float8
             as "oldestSeconds",
           count(*) filter (where set_aside_at is not null) as "setAside"
    from outbox`.execute(db);
  return rows[0] ?? { events: 0, oldestSeconds: 0, setAside: 0 };
}

/**
 * How long the inbox remembers. The stream holds a message for 7 days, so after twice that nothing can be delivered
 * again; dead letters that are replayed later have never been in the inbox.
 */
const MEMORY_DAYS = 14;
const BATCH = 5_000;

/** Forgets a batch of what can no longer be delivered. A role that may not delete only keeps more. */
export async function tidyInbox(db: Database<MessagingTables>, logger: Logger): Promise<void> {
  try {
    await sql`
      delete from inbox where ctid = any(array(
        select ctid from inbox where received_at < now() - make_interval(days => ${MEMORY_DAYS}) limit ${BATCH}
      ))`.execute(db);
  } catch (error) {
    logger.warn(
      { problem: error instanceof Error ? error.name : "unknown" },
      "the inbox could not be tidied",
    );
  }
}
