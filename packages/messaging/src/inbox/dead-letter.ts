import { AlertRaised, type ServiceName } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { alert } from "../alert.ts";
import { appendEvents } from "../outbox/append.ts";
import type { MessagingTables } from "../tables.ts";
import type { RawMessage } from "./handlers.ts";

export type Letter = RawMessage & { eventId: string; deliveries: number };

/**
 * Puts a message where a person can look at it and replay it, and tells her, in one transaction. A message that is
 * there already stays as it is, without a second alert: it was delivered again before the broker heard of it.
 * @returns whether it is new.
 */
export async function buryLetter(
  db: Database<MessagingTables>,
  consumer: ServiceName,
  letter: Letter,
  reason: string,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const buried = await tx
      .insertInto("dead_letters")
      .values({
        consumer,
        event_id: letter.eventId,
        subject: letter.subject,
        headers: JSON.stringify(letter.headers) as never,
        body: Buffer.from(letter.body),
        stream_sequence: letter.streamSequence,
        deliveries: letter.deliveries,
        reason,
      })
      .onConflict((conflict) => conflict.columns(["consumer", "event_id"]).doNothing())
      .returning("event_id")
      .executeTakeFirst();
    await forgetLoneAttempts(tx, consumer, letter.eventId);
    if (!buried) return false;
    // An alert about an alert that cannot be handled could not be handled either, for ever. The log has it.
    if (letter.subject === AlertRaised.subject) return true;
    const { eventId, subject, deliveries, streamSequence } = letter;
    const detail = { consumer, eventId, subject, deliveries, streamSequence, reason };
    await appendEvents(tx, [alert(consumer, "dead-letter", "critical", detail)]);
    return true;
  });
}

/** A later delivery or a replay succeeded after all. */
export async function resolveLetter(
  tx: Transaction<MessagingTables>,
  consumer: ServiceName,
  eventId: string,
): Promise<void> {
  await tx
    .updateTable("dead_letters")
    .set({ resolved_at: new Date() })
    .where("consumer", "=", consumer)
    .where("event_id", "=", eventId)
    .where("resolved_at", "is", null)
    .execute();
}

export async function forgetLoneAttempts(
  tx: Transaction<MessagingTables>,
  consumer: ServiceName,
  eventId: string,
): Promise<void> {
  await tx
    .deleteFrom("lone_attempts")
    .where("consumer", "=", consumer)
    .where("event_id", "=", eventId)
    .execute();
}
