import { createSecretKey, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@liss/database";
import { type Kysely, type Selectable, type SqlBool, sql } from "kysely";
import { aadOf } from "./box.ts";
import { KeyDestroyed, SealBroken } from "./errors.ts";
import { keyCache } from "./key-cache.ts";
import type { KeyProvider } from "./key-provider.ts";
import type { VaultTables } from "./tables.ts";

const cacheLifeMs = 60_000;
/** More than there are conversations at a time: otherwise each message asks for its key again. */
const cacheBound = 5_000;
/** Beside the seal window: how far the clocks and timers of two processes may disagree. */
const marginMs = 200;
const attempts = 5; // against losing every race to create a key; one is enough in practice
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What is done with a key happens synchronously, inside `use`: nobody keeps one beyond its life in the cache. */
type Use<T> = (key: KeyObject, keyId: string) => T;

interface ContentKeys {
  toSeal<T>(scope: string, use: Use<T>): Promise<T>;
  toOpen<T>(keyId: string, use: Use<T>): Promise<T>;
  retire(scope: string): Promise<string[]>;
  destroyKeys(ids: readonly string[]): Promise<string[]>;
  describe(ids: readonly string[]): Promise<KeyDescription[]>;
  forgetAll(): void;
}

/** What may be known of a key without unwrapping it. */
export type KeyDescription = { id: string; scope: string; destroyed: boolean };

/**
 * One key per scope and calendar month (UTC): short enough that a leaked key opens little and that retention by
 * month is possible, long enough that a conversation has one or two keys.
 *
 * Destruction has two steps, for a process that sealed with a key already destroyed elsewhere would lose a
 * message that was accepted. First the keys are retired: whoever looks for the scope's key finds none and makes a
 * new one. Nobody seals without having looked within the last `sealWindowMs`, so after waiting that long no box
 * can still be made with them, and they are overwritten.
 */
export function contentKeys(options: {
  db: Database<VaultTables>;
  provider: KeyProvider;
  sealWindowMs: number;
  now: () => number;
}): ContentKeys {
  const { db, provider, sealWindowMs, now } = options;
  const cache = keyCache({ lifeMs: cacheLifeMs, bound: cacheBound, now });
  const inUse = new Map<string, { id: string; checkedAt: number }>();
  const looking = new Map<string, Promise<void>>();

  /** Unwraps into the cache, unless it is there, and uses it there and then. */
  async function unwrap<T>(row: WrappedKey, use: Use<T>): Promise<T> {
    const cached = cache.get(row.id);
    if (cached) return use(cached, row.id);
    const key = secretOf(await provider.unwrap(row.kek_id, row.wrapped, keyAad(row.id, row.scope)));
    cache.put(row.id, key);
    return use(key, row.id);
  }

  async function findInUse(on: Connection, scope: string, period: string): Promise<string | undefined> {
    const row = await on
      .selectFrom("content_keys")
      .select(["id", "scope", "kek_id", "wrapped"])
      .where("scope", "=", scope)
      .where("period", "=", period)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (!row) return undefined;
    return unwrap(row, (_key, id) => id);
  }

  async function create(on: Connection, scope: string, period: string): Promise<string | undefined> {
    const id = randomUUID();
    const key = randomBytes(32);
    const { wrapped, kekId } = await provider.wrap(key, keyAad(id, scope));
    const created = await on
      .insertInto("content_keys")
      .values({ id, scope, period, wrapped, kek_id: kekId })
      .onConflict((conflict) =>
        conflict.columns(["scope", "period"]).where("retired_at", "is", null).doNothing(),
      )
      .returning("id")
      .executeTakeFirst();
    if (!created) {
      key.fill(0); // another process was first: its key counts
      return undefined;
    }
    cache.put(id, secretOf(key));
    return id;
  }

  async function look(scope: string, period: string, place: string): Promise<void> {
    await db.connection().execute(async (on) => {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const checkedAt = now(); // after waiting for a connection, which under load takes longest
        const id = (await findInUse(on, scope, period)) ?? (await create(on, scope, period));
        if (id) return remember(place, { id, checkedAt });
      }
      throw new Error("no content key could be agreed on for the scope");
    });
  }

  function remember(place: string, found: { id: string; checkedAt: number }) {
    inUse.delete(place);
    inUse.set(place, found);
    const oldest = inUse.keys().next().value;
    if (inUse.size > cacheBound && oldest !== undefined) inUse.delete(oldest);
  }

  async function toSeal<T>(scope: string, use: Use<T>): Promise<T> {
    const period = new Date(now()).toISOString().slice(0, 7);
    const place = `${period} ${scope}`;
    for (let attempt = 0; attempt <= attempts; attempt++) {
      const known = inUse.get(place);
      const key = known && now() - known.checkedAt < sealWindowMs ? cache.get(known.id) : undefined;
      if (known && key) return use(key, known.id);
      // Concurrent seals of one scope share one look at the database.
      const search = looking.get(place) ?? look(scope, period, place).finally(() => looking.delete(place));
      looking.set(place, search);
      await search;
    }
    throw new Error("the vault's database or key provider is too slow to seal safely");
  }

  async function toOpen<T>(keyId: string, use: Use<T>): Promise<T> {
    const cached = cache.get(keyId);
    if (cached) return use(cached, keyId);
    if (!uuidPattern.test(keyId)) throw new SealBroken();
    const row = await db
      .selectFrom("content_keys")
      .select(["id", "scope", "kek_id", "wrapped", "destroyed_at"])
      .where("id", "=", keyId)
      .executeTakeFirst();
    if (!row) throw new SealBroken();
    if (row.destroyed_at) throw new KeyDestroyed();
    return unwrap(row, use);
  }

  async function retire(scope: string): Promise<string[]> {
    await db
      .updateTable("content_keys")
      .set({ retired_at: sql<Date>`now()` })
      .where(isWithin(scope))
      .where("retired_at", "is", null)
      .execute();
    await sleep(sealWindowMs + marginMs);
    // Only what was retired above or before: a key made meanwhile holds what she wrote afterwards.
    const retired = await db
      .selectFrom("content_keys")
      .select("id")
      .where(isWithin(scope))
      .where("retired_at", "is not", null)
      .where("destroyed_at", "is", null)
      .execute();
    return retired.map(({ id }) => id);
  }

  async function destroyKeys(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const destroyed = await db
      .updateTable("content_keys")
      .set({
        wrapped: Buffer.alloc(0),
        retired_at: sql<Date>`coalesce(retired_at, now())`,
        destroyed_at: sql<Date>`now()`,
      })
      .where("id", "in", [...ids])
      .where("destroyed_at", "is", null)
      .returning("id")
      .execute();
    for (const { id } of destroyed) cache.forget(id);
    return destroyed.map(({ id }) => id);
  }

  async function describe(ids: readonly string[]): Promise<KeyDescription[]> {
    if (ids.length === 0) return [];
    const rows = await db
      .selectFrom("content_keys")
      .select(["id", "scope", "destroyed_at"])
      .where("id", "in", [...ids])
      .execute();
    return rows.map(({ id, scope, destroyed_at }) => ({ id, scope, destroyed: destroyed_at !== null }));
  }

  return { toSeal, toOpen, retire, destroyKeys, describe, forgetAll: () => cache.clear() };
}

/** The scope itself and everything beneath it: whoever destroys `contact:1` destroys `contact:1/session:2` with it. */
function isWithin(scope: string) {
  return sql<SqlBool>`(scope = ${scope} or starts_with(scope, ${`${scope}/`}))`;
}

type Connection = Kysely<VaultTables>;
type WrappedKey = Pick<Selectable<VaultTables["content_keys"]>, "id" | "scope" | "kek_id" | "wrapped">;

/** The key as Node holds it; its bytes are overwritten here. */
function secretOf(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Binds a wrapped key to its row, so that swapping two rows' keys is noticed. */
export function keyAad(id: string, scope: string): Buffer {
  return aadOf("liss content key", id, scope);
}
