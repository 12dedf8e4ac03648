import type { ServiceName } from "@liss/contracts";
import { AlertRaised } from "@liss/contracts";
import type { Database } from "@liss/database";
import { alert } from "../alert.ts";
import type { MessagingTables } from "../tables.ts";
import { appendEvents } from "./append.ts";

/**
 * Takes an event that the broker will not have out of the way of its neighbours, and tells a person, in one
 * transaction. Its row stays: `takeUpAgain` returns it. Undefined when somebody did so already.
 */
export async function setAside(
  db: Database<MessagingTables>,
  source: ServiceName,
  eventId: string,
  reason: string,
) {
  return db.transaction().execute(async (tx) => {
    const event = await tx
      .updateTable("outbox")
      .set({ set_aside_at: new Date(), set_aside_reason: reason })
      .where("event_id", "=", eventId)
      .where("set_aside_at", "is", null)
      .returning(["subject", "number"])
      .executeTakeFirst();
    // An alert about an alert that cannot be published would be set aside in its turn, for ever.
    if (!event || event.subject === AlertRaised.subject) return event;
    const number = event.number === null ? {} : { number: event.number };
    const detail = { eventId, subject: event.subject, reason, ...number };
    await appendEvents(tx, [alert(source, "event-not-published", "critical", detail)]);
    return event;
  });
}

/** Gives events that were set aside back to the relay, when the cause is mended. Returns how many. */
export async function takeUpAgain<DB extends MessagingTables>(db: Database<DB>): Promise<number> {
  const outbox = db as unknown as Database<MessagingTables>;
  const result = await outbox
    .updateTable("outbox")
    .set({ set_aside_at: null, set_aside_reason: null })
    .where("set_aside_at", "is not", null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
