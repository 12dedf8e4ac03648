import type { ServiceName } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { MessagingTables } from "../tables.ts";
import { inConsumerSpan } from "../tracing.ts";
import { attempt, readTask } from "./attempt.ts";
import { resolveLetter } from "./dead-letter.ts";
import type { Handler } from "./handlers.ts";

export type ReplayOptions<DB> = {
  service: ServiceName;
  handlers: readonly Handler<DB>[];
  relay?: { wake(): void };
};

/**
 * Runs a dead letter through the handlers once more, in the same kind of transaction as a delivery, and marks it as
 * resolved when that succeeds. Asking twice does it once.
 * @throws Error when there is no such letter; otherwise what the handler throws, and the letter stays.
 */
export async function replayDeadLetter<DB extends MessagingTables>(
  database: Database<DB>,
  eventId: string,
  { service, handlers, relay }: ReplayOptions<DB>,
): Promise<"done" | "duplicate"> {
  const db = database as unknown as Database<MessagingTables>;
  const letter = await db
    .selectFrom("dead_letters")
    .selectAll()
    .where("consumer", "=", service)
    .where("event_id", "=", eventId)
    .executeTakeFirst();
  if (!letter) throw new Error(`${service} has no dead letter ${eventId}`);

  const { subject, headers, body } = letter;
  const message = { subject, headers, body, streamSequence: letter.stream_sequence, eventId };
  const delivery = { eventId, deliveries: letter.deliveries + 1 };
  const task = readTask(message, handlers as unknown as readonly Handler<MessagingTables>[]);
  const span = { subject, headers, eventId, bytes: body.byteLength };
  const outcome = await inConsumerSpan(span, { consumer: service, deliveries: delivery.deliveries }, () =>
    attempt(db, service, task, delivery),
  );
  if (outcome === "duplicate") await db.transaction().execute((tx) => resolveLetter(tx, service, eventId));
  relay?.wake();
  return outcome;
}
