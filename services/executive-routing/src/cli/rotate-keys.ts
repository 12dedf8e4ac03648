import { openDatabase } from "@liss/database";
import { operatorId } from "@liss/messaging";
import {
  KeySettings,
  keyProviderOf,
  rotateEnvironment,
  rotateFile,
  rotateTransit,
  type VaultTables,
} from "@liss/vault";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { type Rotation, recordedRotation } from "../retention/rotation-record.ts";

/**
 * Changes the key-encryption key while the services run: a new one, every living content key under it, the former one
 * forgotten. Afterwards no backup of the keys taken before opens anything. Who did it goes on the record, by routing's
 * outbox. See docs/adr/0025 and 0037.
 */
const Settings = KeySettings.extend({
  VAULT_OWNER_DATABASE_URL: z.string().min(1).describe("Database `vault` as the role that owns it"),
  DATABASE_URL: z
    .string()
    .min(1)
    .describe("Database `routing`, as any role that may insert into its outbox: it tells the record"),
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
const { VAULT_OWNER_DATABASE_URL, DATABASE_URL, SETTLE_SECONDS: seconds, ...source } = settings.data;
const name = "keys:rotate";
const keys = openDatabase<VaultTables>({ url: VAULT_OWNER_DATABASE_URL, name, poolSize: 1 });
const routing = openDatabase<RoutingTables>({ url: DATABASE_URL, name, poolSize: 1 });
try {
  const { rewrapped, living, forgotten, currentId } = await recordedRotation({
    routing,
    keys,
    personId: operatorId(),
    ...changeOf(),
  });
  console.log(
    `${rewrapped} of ${living} living keys wrapped anew under ${currentId}. ` +
      (forgotten
        ? "The former key-encryption key is gone, and with it every older backup of the keys."
        : "Now take the former key out of LISS_FORMER_KEY_ENCRYPTION_KEYS of every service, and destroy it."),
  );
} finally {
  await Promise.all([keys.destroy(), routing.destroy()]);
}

/** How it is done depends on where the key is. */
function changeOf(): Pick<Rotation, "place" | "provider" | "rotate"> {
  const options = { db: keys, settleMs: seconds * 1_000 };
  const provider = keyProviderOf(source);
  const { LISS_KEY_FILE: file } = source;
  if (file !== undefined) return { place: "file", provider, rotate: () => rotateFile(options, file) };
  if ("rotate" in provider)
    return { place: "transit", provider, rotate: () => rotateTransit(options, provider) };
  return { place: "environment", provider, rotate: () => rotateEnvironment(options, provider) };
}
