/** Seals and opens per second: `VAULT_DATABASE_URL=… pnpm --filter @liss/vault bench` on an empty database. */
import { randomBytes, randomUUID } from "node:crypto";
import { migrate, openDatabase } from "@liss/database";
import { openVault, type VaultTables, vaultMigrations } from "../src/index.ts";

const rounds = 20_000;
const scopes = 500;

const db = openDatabase<VaultTables>({ url: process.env.VAULT_DATABASE_URL ?? "", name: "vault bench" });
await migrate(db, vaultMigrations);
const keyEncryptionKey = randomBytes(32);
const vault = openVault({ db, keyEncryptionKey });
const words = JSON.stringify({ kind: "text", text: "a".repeat(300) });
const people = Array.from({ length: scopes }, () => `contact:${randomUUID()}`);

async function measure(name: string, times: number, work: (n: number) => Promise<unknown>) {
  const started = performance.now();
  for (let n = 0; n < times; n += 16) await Promise.all(Array.from({ length: 16 }, (_, k) => work(n + k)));
  console.log(`${name}: ${Math.round(times / ((performance.now() - started) / 1_000))}/s`);
}

await measure("seal, a new key each time", scopes, (n) =>
  vault.seal(people[n % scopes] ?? "", "bench", words),
);
await measure("seal, 300 characters, key known", rounds, (n) =>
  vault.seal(people[n % 16] ?? "", "bench", words),
);
const sealed = await Promise.all(people.map((scope) => vault.seal(scope, "bench", words)));
const open = (n: number, own = vault) => {
  const one = sealed[n % scopes];
  return one ? own.open(one, "bench") : Promise.resolve();
};
await measure("open, key in memory", rounds, (n) => open(n));
const cold = openVault({ db, keyEncryptionKey });
await measure("open, key fetched and unwrapped", scopes, (n) => open(n, cold));
const webhook = randomBytes(3_000);
await measure("seal, 3 kB delivery, one scope", rounds, () => vault.seal("raw:2026-11-23", "bench", webhook));
await db.destroy();
