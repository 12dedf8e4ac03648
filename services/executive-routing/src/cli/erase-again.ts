import { RestoreChecked } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { appendEvents, operatorId } from "@liss/messaging";
import { erasureJournal, KeySettings, keyProviderOf, openVault, type VaultTables } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { eraseAgain } from "../retention/journal.ts";

/**
 * After a backup was put back and before any service starts: whatever had been destroyed since is destroyed again, by
 * the journal that lies outside of the databases. Ends with the number of keys; who ran it goes on the record, also when
 * nothing had come back. See docs/adr/0025.
 */
const Settings = KeySettings.extend({
  DATABASE_URL: z.string().min(1).describe("Postgres database `routing`"),
  VAULT_DATABASE_URL: z.string().min(1).describe("Postgres database `vault`"),
  ERASURE_JOURNAL: z.string().min(1).describe("The file with the ids of destroyed keys"),
});
const parsed = Settings.safeParse(process.env);
if (!parsed.success) {
  console.error(z.prettifyError(parsed.error));
  process.exit(2);
}
const settings = parsed.data;
const db = openDatabase<RoutingTables>({ url: settings.DATABASE_URL, name: "erase again", poolSize: 1 });
const keys = openDatabase<VaultTables>({
  url: settings.VAULT_DATABASE_URL,
  name: "erase again",
  poolSize: 1,
});
const vault = openVault({ db: keys, keys: keyProviderOf(settings) });
try {
  const journal = erasureJournal(settings.ERASURE_JOURNAL);
  const now = new Date().toISOString();
  const again = await eraseAgain({ db, vault, journal }, now);
  const checked = RestoreChecked.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: now,
    actor: { kind: "service", name: "executive-routing" },
    data: { personId: operatorId(), cameBack: again.length },
  });
  await db.transaction().execute((tx) => appendEvents(tx, [checked]));
  console.log(`${again.length} destroyed keys were there again, and are destroyed again.`);
} finally {
  await Promise.all([db.destroy(), keys.destroy()]);
}
