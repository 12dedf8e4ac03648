import { DeliveriesExpired } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import type { ErasureJournal, Vault } from "@liss/vault";
import { sql } from "kysely";
import type { GatewayDatabase } from "../database/tables.ts";
import { gatewayEvent } from "../events.ts";
import { type Loop, startLoop } from "../loop.ts";
import { lowestDeliveryId } from "./delivery-id.ts";

/** As long as WhatsApp itself repeats a webhook. Source: architecture.md, "Store before 200". */
const keepMs = 7 * 24 * 3_600_000;
const everyMs = 3_600_000;
/** Small transactions: deleting must not slow down what is being received. */
const atOnce = 1_000;

type Tools = { db: GatewayDatabase; vault: Vault; journal: ErasureJournal };

/**
 * Deletes raw deliveries, and statuses whose message never came, after seven days. What was never interpreted stays:
 * it may be the only trace of a message. The keys of days of which nothing is left are destroyed, so that no backup
 * has them either; numbers and key ids go on the record.
 * @returns how many raw deliveries.
 */
export async function expireDeliveries({ db, vault, journal }: Tools, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepMs);
  let expired = 0;
  for (;;) {
    const { rows } = await sql<{ gone: number }>`
      with gone as (
        delete from raw_deliveries where id in (
          select id from raw_deliveries
          where id < ${lowestDeliveryId(before)} and state in ('interpreted', 'not-understood')
          order by id limit ${atOnce}
        ) returning key_id
      ), kept as (
        insert into expired_keys select distinct key_id from gone on conflict do nothing
      )
      select count(*)::integer as gone from gone`.execute(db);
    const { gone } = rows[0] ?? { gone: 0 };
    expired += gone;
    if (gone < atOnce) break;
  }
  await db.deleteFrom("waiting_statuses").where("received_at", "<", before).execute();
  const keyIds = await destroyExpiredKeys({ db, vault, journal }, now);
  if (expired > 0 || keyIds.length > 0)
    await db
      .transaction()
      .execute((tx) =>
        appendEvents(tx, [
          gatewayEvent(
            DeliveriesExpired,
            { now },
            { before: before.toISOString(), deliveries: expired, keyIds },
          ),
        ]),
      );
  return expired;
}

/** Those that seal nothing any more. Their days are long over: nobody seals with them again. */
async function destroyExpiredKeys({ db, vault, journal }: Tools, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom("expired_keys")
    .select("key_id")
    .where("key_id", "not in", (still) => still.selectFrom("raw_deliveries").select("key_id").distinct())
    .execute();
  const ids = rows.map(({ key_id }) => key_id);
  if (ids.length === 0) return [];
  await journal.write(ids, now.toISOString());
  const destroyed = await vault.destroyKeys(ids);
  await db.deleteFrom("expired_keys").where("key_id", "in", ids).execute();
  return destroyed;
}

type ExpiryOptions = Tools & { logger: Logger; now: () => Date };

/** Once an hour; several replicas may. */
export function startExpiry({ db, vault, journal, logger, now }: ExpiryOptions): Loop {
  return startLoop({
    turn: async () => {
      const expired = await expireDeliveries({ db, vault, journal }, now());
      if (expired > 0) logger.info({ expired }, "raw deliveries expired");
      return everyMs;
    },
    onError: (error) => {
      logger.warn({ err: error }, "raw deliveries could not be expired yet");
      return 60_000;
    },
  });
}
