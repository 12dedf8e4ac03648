import type { Logger } from "@liss/telemetry";
import { sql } from "kysely";
import type { GatewayDatabase } from "../database/tables.ts";
import { type Loop, startLoop } from "../loop.ts";
import { lowestDeliveryId } from "./delivery-id.ts";

/** As long as WhatsApp itself repeats a webhook. Source: architecture.md, "Store before 200". */
const keepMs = 7 * 24 * 3_600_000;
const everyMs = 3_600_000;
/** Small transactions: deleting must not slow down what is being received. */
const atOnce = 1_000;

/**
 * Deletes raw deliveries, and statuses whose message never came, after seven days. What was never interpreted stays:
 * it may be the only trace of a message. The rows go; the day's key stays, for the gateway's role may create and
 * read keys in the vault but not destroy them.
 * @returns how many raw deliveries.
 */
export async function expireDeliveries(db: GatewayDatabase, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepMs);
  let expired = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from raw_deliveries where id in (
        select id from raw_deliveries
        where id < ${lowestDeliveryId(before)} and state in ('interpreted', 'not-understood')
        order by id limit ${atOnce}
      )`.execute(db);
    expired += Number(numAffectedRows);
    if (numAffectedRows < BigInt(atOnce)) break;
  }
  await db.deleteFrom("waiting_statuses").where("received_at", "<", before).execute();
  return expired;
}

type ExpiryOptions = { db: GatewayDatabase; logger: Logger; now: () => Date };

/** Once an hour; several replicas may. */
export function startExpiry({ db, logger, now }: ExpiryOptions): Loop {
  return startLoop({
    turn: async () => {
      const expired = await expireDeliveries(db, now());
      if (expired > 0) logger.info({ expired }, "raw deliveries expired");
      return everyMs;
    },
    onError: (error) => {
      logger.warn({ err: error }, "raw deliveries could not be expired yet");
      return 60_000;
    },
  });
}
