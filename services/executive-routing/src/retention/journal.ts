import { ErasureRepeated } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { ErasureJournal, Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { raiseAlert } from "../store/alerts.ts";
import { recordChanges } from "../store/feed.ts";

const atOnce = 1_000;

/**
 * Destroys again what was destroyed and is there again, because a backup of the keys was put back; on the record, and
 * supervisors are told. Run at every start, and by itself after a restore (see cli/erase-again.ts).
 * @returns the keys that had come back
 */
export async function eraseAgain(
  { db, vault, journal }: { db: Database<RoutingTables>; vault: Vault; journal: ErasureJournal },
  now: string,
): Promise<string[]> {
  const rows = await db.selectFrom("destructions").select(["key_ids", "done_at"]).execute();
  const gone = new Set([...(await journal.read()), ...rows.flatMap(({ key_ids }) => key_ids)]);
  // What is being destroyed at this moment has not come back: it has not gone yet.
  for (const { key_ids, done_at } of rows) if (done_at === null) for (const id of key_ids) gone.delete(id);
  const ids = [...gone];
  const back: string[] = [];
  for (let start = 0; start < ids.length; start += atOnce)
    back.push(...(await vault.destroyKeys(ids.slice(start, start + atOnce))));
  if (back.length === 0) return back;
  await db.transaction().execute(async (tx) => {
    await appendEvents(tx, [
      ErasureRepeated.create({
        id: uuidv7(),
        source: "executive-routing",
        occurredAt: now,
        actor: { kind: "service", name: "executive-routing" },
        data: { keyIds: back.slice(0, 5_000) },
      }),
    ]);
    const detail = { keys: back.length };
    const alert = { code: "erased-keys-came-back" as const, severity: "critical" as const, detail, at: now };
    await recordChanges(tx, [await raiseAlert(tx, alert)]);
  });
  return back;
}
