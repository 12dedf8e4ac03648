import type { ServiceName } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { MessagingTables } from "../tables.ts";

/**
 * How often a message was tried alone, written before the try: a handler that crashes its process never reaches
 * its own catch, so only what was on disk beforehand can tell.
 */
export type LoneAttempts = {
  count(eventId: string): Promise<number>;
  /** @returns which attempt this is, 1 for the first. */
  begin(eventId: string): Promise<number>;
  /** That was no attempt: what the message needs is away. */
  takeBack(eventId: string): Promise<void>;
};

export function loneAttempts(db: Database<MessagingTables>, consumer: ServiceName): LoneAttempts {
  return {
    count: async (eventId) => {
      const row = await db
        .selectFrom("lone_attempts")
        .select("attempts")
        .where("consumer", "=", consumer)
        .where("event_id", "=", eventId)
        .executeTakeFirst();
      return row?.attempts ?? 0;
    },
    begin: async (eventId) => {
      const row = await db
        .insertInto("lone_attempts")
        .values({ consumer, event_id: eventId, attempts: 1 })
        .onConflict((conflict) =>
          conflict.columns(["consumer", "event_id"]).doUpdateSet((eb) => ({
            attempts: eb("lone_attempts.attempts", "+", 1),
            last_at: new Date(),
          })),
        )
        .returning("attempts")
        .executeTakeFirstOrThrow();
      return row.attempts;
    },
    takeBack: async (eventId) => {
      await db
        .updateTable("lone_attempts")
        .set((eb) => ({ attempts: eb("attempts", "-", 1) }))
        .where("consumer", "=", consumer)
        .where("event_id", "=", eventId)
        .execute();
    },
  };
}
