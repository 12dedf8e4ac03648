import type { Database } from "@liss/database";
import { keyAad } from "./content-keys.ts";
import type { KeyProvider } from "./key-provider.ts";
import type { VaultTables } from "./tables.ts";

const atOnce = 200;

/**
 * Wraps every living content key with the current KEK that is not yet, and returns how many. Content is not touched and
 * not read. May be stopped and repeated, and run beside services that seal, open and destroy: a key that was destroyed
 * meanwhile stays destroyed. Needs the owner of the `vault` database: no service may write a key anew.
 * @throws KeyUnavailable when the KEK of a living key is not at hand: nothing is lost by it.
 */
export async function rewrapKeys(db: Database<VaultTables>, keys: KeyProvider): Promise<number> {
  const currentId = await keys.currentId();
  let rewrapped = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db
      .selectFrom("content_keys")
      .select(["id", "scope", "kek_id", "wrapped"])
      .where("destroyed_at", "is", null)
      .where("kek_id", "<>", currentId)
      .where("id", ">", after)
      .orderBy("id")
      .limit(atOnce)
      .execute();
    for (const row of rows) {
      const aad = keyAad(row.id, row.scope);
      const key = await keys.unwrap(row.kek_id, row.wrapped, aad);
      const { wrapped, kekId } = await keys.wrap(key, aad).finally(() => key.fill(0));
      const { numUpdatedRows } = await db
        .updateTable("content_keys")
        .set({ wrapped, kek_id: kekId })
        .where("id", "=", row.id)
        .where("destroyed_at", "is", null)
        .executeTakeFirst();
      rewrapped += Number(numUpdatedRows);
    }
    const last = rows.at(-1);
    if (!last) return rewrapped;
    after = last.id;
  }
}
