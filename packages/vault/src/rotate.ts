import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@liss/database";
import { addKeyTo, fileKeyProvider, keepFirstKeyOf } from "./file-keys.ts";
import type { KeyProvider } from "./key-provider.ts";
import { rewrapKeys } from "./rewrap.ts";
import type { VaultTables } from "./tables.ts";
import type { TransitKeys } from "./transit-keys.ts";

/** Longer than any process wraps with a KEK after another has become the first: it looks once a second. */
const defaultSettleMs = 5_000;

export type Rotated = { rewrapped: number; forgotten: boolean; currentId: string };
type Options = { db: Database<VaultTables>; settleMs?: number };

/**
 * Another KEK in the file, every living key under it, and the former ones forgotten. Services go on meanwhile; where
 * their file is a copy of this one, `settleMs` must be longer than the copying takes.
 */
export async function rotateFile({ db, settleMs }: Options, path: string): Promise<Rotated> {
  await addKeyTo(path);
  const keys = fileKeyProvider(path);
  const rewrapped = await rewrapUntilSettled({ db, settleMs }, keys);
  await keepFirstKeyOf(path);
  return { rewrapped, forgotten: true, currentId: await keys.currentId() };
}

/** The same in HashiCorp Vault: a new version of its key, and the former versions destroyed there. */
export async function rotateTransit(options: Options, keys: TransitKeys): Promise<Rotated> {
  await keys.rotate();
  const rewrapped = await rewrapUntilSettled(options, keys);
  await keys.forgetFormer();
  return { rewrapped, forgotten: true, currentId: await keys.currentId() };
}

/** With keys in the environment a person changes them; here only what is still under a former one is wrapped anew. */
export async function rotateEnvironment({ db }: Options, keys: KeyProvider): Promise<Rotated> {
  return { rewrapped: await rewrapKeys(db, keys), forgotten: false, currentId: await keys.currentId() };
}

/** Nobody wraps with a former KEK once the settling time is over; what somebody had begun is found by the last pass. */
async function rewrapUntilSettled(
  { db, settleMs = defaultSettleMs }: { db: Database<VaultTables>; settleMs?: number | undefined },
  keys: KeyProvider,
): Promise<number> {
  let rewrapped = await rewrapKeys(db, keys);
  for (let found = 1; found > 0; rewrapped += found) {
    await sleep(settleMs);
    found = await rewrapKeys(db, keys);
  }
  return rewrapped;
}
