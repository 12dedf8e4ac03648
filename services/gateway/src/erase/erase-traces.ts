import { TracesErased } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import { type ErasureJournal, KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { sql } from "kysely";
import type { GatewayDatabase } from "../database/tables.ts";
import { alert, gatewayEvent } from "../events.ts";
import type { BlindIndexes } from "../identity/blind-indexes.ts";
import { type Loop, startLoop } from "../loop.ts";
import { openDelivery, rawScope, sealAnew } from "../receive/raw-delivery.ts";
import { namesHer } from "./names-her.ts";

type Tools = {
  db: GatewayDatabase;
  vault: Vault;
  indexes: BlindIndexes;
  journal: ErasureJournal;
  now: () => Date;
};

/** Raw deliveries looked at together: each is at most 3 MB in memory. */
const atOnce = 50;
/** An indexed look at an almost always empty table. */
const everyMs = 5_000;

/**
 * Raw deliveries are sealed day by day, not woman by woman, and their statuses name the phone that they are about. For
 * an erased contact those that name her are deleted, what stays of the same days is sealed under another key, and the
 * former keys are destroyed: a backup of those days opens nothing of hers either. May be killed at any point and
 * repeated. Returns how many contacts were finished.
 */
export async function eraseTraces(tools: Tools): Promise<number> {
  const { db } = tools;
  const open = await db
    .selectFrom("erasures")
    .select(["contact_id", "phone_index", "bsuid_index", "days"])
    .where("done_at", "is", null)
    .orderBy("asked_at")
    .execute();
  for (const erasure of open) await eraseOne(tools, erasure);
  return open.length;
}

type Erasure = {
  contact_id: string;
  phone_index: Buffer | null;
  bsuid_index: Buffer | null;
  days: string[];
};

async function eraseOne(tools: Tools, erasure: Erasure): Promise<void> {
  const { db, vault, journal, now } = tools;
  const found = await deliveriesNaming(tools, erasure);
  const days = [...new Set([...erasure.days, ...found.map(({ day }) => day)])];
  // Written down first: once they are deleted nothing else says which days they were of.
  await db.transaction().execute(async (tx) => {
    const ids = found.map(({ id }) => id);
    const { numDeletedRows } = ids.length
      ? await tx.deleteFrom("raw_deliveries").where("id", "in", ids).executeTakeFirstOrThrow()
      : { numDeletedRows: 0n };
    await tx
      .updateTable("erasures")
      .set({ days, deliveries: sql`deliveries + ${Number(numDeletedRows)}` })
      .where("contact_id", "=", erasure.contact_id)
      .execute();
  });
  const keyIds: string[] = [];
  for (const day of days) {
    const former = await vault.retire(rawScope(day));
    const anew = await sealAnew(db, vault, day, former);
    await db
      .updateTable("erasures")
      .set({ sealed_anew: sql`sealed_anew + ${anew}` })
      .where("contact_id", "=", erasure.contact_id)
      .execute();
    await journal.write(former, now().toISOString());
    keyIds.push(...(await vault.destroyKeys(former)));
  }
  await db.transaction().execute(async (tx) => {
    const done = await tx
      .updateTable("erasures")
      .set({ done_at: now(), phone_index: null, bsuid_index: null })
      .where("contact_id", "=", erasure.contact_id)
      .where("done_at", "is", null)
      .returning(["deliveries", "sealed_anew"])
      .executeTakeFirst();
    if (!done) return; // another replica was faster
    const { deliveries, sealed_anew: sealedAnew } = done;
    const about = { now: now(), contactId: erasure.contact_id };
    await appendEvents(tx, [gatewayEvent(TracesErased, about, { deliveries, sealedAnew, keyIds })]);
  });
}

/** What has not been interpreted yet is left: it is from after her erasure, or becomes somebody new. */
async function deliveriesNaming(
  { db, vault, indexes }: Tools,
  { phone_index, bsuid_index }: Erasure,
): Promise<{ id: string; day: string }[]> {
  const sought = { phoneIndex: phone_index, bsuidIndex: bsuid_index };
  const found: { id: string; day: string }[] = [];
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db
      .selectFrom("raw_deliveries")
      .select(["id", "key_id", "box", "received_at"])
      .where("id", ">", after)
      .where("state", "<>", "pending")
      .orderBy("id")
      .limit(atOnce)
      .execute();
    for (const row of rows) {
      const body = await openDelivery(vault, row).catch((error: unknown) => {
        if (error instanceof KeyDestroyed || error instanceof SealBroken) return undefined;
        throw error;
      });
      if (body && namesHer(body, sought, indexes))
        found.push({ id: row.id, day: row.received_at.toISOString().slice(0, 10) });
      body?.fill(0);
    }
    const last = rows.at(-1);
    if (!last) return found;
    after = last.id;
  }
}

/** What a backup of the keys brought back goes again, and people hear of it. Returns how many keys. */
export async function eraseDaysAgain({ db, vault, journal, now }: Tools): Promise<number> {
  const back = await vault.destroyKeys(await journal.read());
  if (back.length === 0) return 0;
  const detail = { keys: back.length };
  await db
    .transaction()
    .execute((tx) => appendEvents(tx, [alert("erased-keys-came-back", "critical", detail, { now: now() })]));
  return back.length;
}

/** Soon after an erasure, by whichever replica. */
export function startTraceEraser(tools: Tools & { logger: Logger; onEvents: () => void }): Loop {
  let first = true;
  return startLoop({
    turn: async () => {
      if (first && (await eraseDaysAgain(tools)) > 0) tools.onEvents();
      first = false;
      if ((await eraseTraces(tools)) > 0) tools.onEvents();
      return everyMs;
    },
    onError: (error) => {
      tools.logger.warn({ err: error }, "traces of an erased contact could not be erased yet");
      return 60_000;
    },
  });
}
