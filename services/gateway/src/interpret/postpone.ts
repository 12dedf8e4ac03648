import { isContended } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { KeyDestroyed, SealBroken } from "@liss/vault";
import { alert } from "../events.ts";
import type { DeliveryTools } from "./deliveries.ts";
import type { DeliveryRow } from "./take.ts";

/** Then a person has to look. With the waits between them, about five minutes. */
const attemptsBeforeFailed = 12;
const shortestWaitMs = 100;
const longestWaitMs = 60_000;
/** Two transactions that got in each other's way: neither is at fault. */
const contendedWaitMs = 50;

/** Later, one item at a time; after many attempts it is left for a person, still raw and still replayable. */
export async function postpone(row: DeliveryRow, error: unknown, tools: DeliveryTools): Promise<void> {
  const { db, logger, now } = tools;
  const attempts = row.attempts + 1;
  const hopeless = error instanceof KeyDestroyed || error instanceof SealBroken;
  const last = hopeless || attempts >= attemptsBeforeFailed;
  logger.error({ err: error, deliveryId: row.id, attempts, last }, "a delivery could not be interpreted");
  const waitMs = isContended(error)
    ? contendedWaitMs
    : Math.min(longestWaitMs, shortestWaitMs * 2 ** attempts);
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable("raw_deliveries")
      .set({
        attempts,
        next_attempt_at: new Date(now().getTime() + waitMs),
        ...(last && { state: "failed" as const }),
      })
      .where("id", "=", row.id)
      .where("state", "=", "pending")
      .executeTakeFirst();
    if (!last || numUpdatedRows === 0n) return;
    const place = { delivery_id: row.id, path: "", reason: "not-interpreted" } as const;
    await tx
      .insertInto("not_understood_items")
      .values({ ...place, received_at: row.received_at, size: row.size })
      .onConflict((conflict) => conflict.columns(["delivery_id", "path"]).doNothing())
      .execute();
    const detail = { deliveryId: row.id, attempts };
    await appendEvents(tx, [alert("delivery-not-interpreted", "critical", detail, { now: now() })]);
  });
}
