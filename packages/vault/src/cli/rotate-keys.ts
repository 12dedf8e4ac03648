import { openDatabase } from "@liss/database";
import { z } from "zod";
import { KeySettings, keyProviderOf } from "../key-settings.ts";
import { type Rotated, rotateEnvironment, rotateFile, rotateTransit } from "../rotate.ts";
import type { VaultTables } from "../tables.ts";

/**
 * Changes the key-encryption key while the services run: a new one, every living content key under it, the former one
 * forgotten. Afterwards no backup of the keys taken before opens anything. See docs/adr/0025.
 */
const Settings = KeySettings.extend({
  VAULT_OWNER_DATABASE_URL: z.string().min(1).describe("Database `vault` as the role that owns it"),
  SETTLE_SECONDS: z.coerce
    .number()
    .min(1)
    .default(5)
    .describe("How long a change of the file takes to arrive"),
});
const settings = Settings.safeParse(process.env);
if (!settings.success) {
  console.error(z.prettifyError(settings.error));
  process.exit(2);
}
const { VAULT_OWNER_DATABASE_URL: url, SETTLE_SECONDS: seconds, ...keys } = settings.data;
const db = openDatabase<VaultTables>({ url, name: "keys:rotate", poolSize: 1 });
try {
  const { rewrapped, forgotten, currentId } = await rotated();
  const living = await db
    .selectFrom("content_keys")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("destroyed_at", "is", null)
    .executeTakeFirstOrThrow();
  console.log(
    `${rewrapped} of ${living.count} living keys wrapped anew under ${currentId}. ` +
      (forgotten
        ? "The former key-encryption key is gone, and with it every older backup of the keys."
        : "Now take the former key out of LISS_FORMER_KEY_ENCRYPTION_KEYS of every service, and destroy it."),
  );
} finally {
  await db.destroy();
}

async function rotated(): Promise<Rotated> {
  const options = { db, settleMs: seconds * 1_000 };
  if (keys.LISS_KEY_FILE !== undefined) return rotateFile(options, keys.LISS_KEY_FILE);
  const provider = keyProviderOf(keys);
  return "rotate" in provider ? rotateTransit(options, provider) : rotateEnvironment(options, provider);
}
