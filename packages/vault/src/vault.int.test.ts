import { randomBytes, randomUUID } from "node:crypto";
import { type Database, migrate, openDatabase } from "@liss/database";
import { freshDatabase, testClock } from "@liss/testing";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  KeyDestroyed,
  KeyUnavailable,
  localKeyProvider,
  openVault,
  SealBroken,
  type Vault,
  type VaultTables,
  vaultMigrations,
} from "./index.ts";

const kek = randomBytes(32);
const contact = () => `contact:${randomUUID()}`;
const words = "tengo miedo, está afuera con un cuchillo";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database<VaultTables>;
const opened: (Vault | Database<VaultTables>)[] = [];

/** Another process as far as the vault can tell: its own pool, its own caches. */
function anotherProcess(options: { now?: () => number; kek?: Buffer; sealWindowMs?: number } = {}): Vault {
  const own = openDatabase<VaultTables>({ url: database.url, name: "vault test" });
  const vault = openVault({
    db: own,
    keyEncryptionKey: options.kek ?? kek,
    sealWindowMs: options.sealWindowMs ?? 50,
    ...(options.now && { now: options.now }),
  });
  opened.push(own, vault);
  return vault;
}

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase<VaultTables>({ url: database.url, name: "vault test" });
  await migrate(db, vaultMigrations);
});
afterEach(async () => {
  for (const one of opened.splice(0)) await ("destroy" in one && "pool" in one ? one.destroy() : undefined);
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

describe("sealing", () => {
  test("what was sealed opens in the same place, in another process", async () => {
    const sealed = await anotherProcess().seal(contact(), "message:1", words);
    expect((await anotherProcess().open(sealed, "message:1")).toString()).toBe(words);
  });

  test("any bytes survive, the empty ones and emoji included", async () => {
    const vault = anotherProcess();
    const scope = contact();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5_000 }),
        fc.string({ unit: "binary" }),
        async (bytes, context) => {
          const sealed = await vault.seal(scope, context, bytes);
          expect(Buffer.compare(await vault.open(sealed, context), Buffer.from(bytes))).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("a box is version, 12 bytes of iv, 16 of tag and the ciphertext", async () => {
    const { box } = await anotherProcess().seal(contact(), "message:1", words);
    const bytes = Buffer.from(box, "base64");
    expect(bytes[0]).toBe(1);
    expect(bytes.length).toBe(1 + 12 + 16 + Buffer.byteLength(words));
    expect(bytes.includes("cuchillo")).toBe(false);
  });

  test("no tampered bit, no other context and no other key id goes unnoticed", async () => {
    const vault = anotherProcess();
    const scope = contact();
    const sealed = await vault.seal(scope, "message:1", words);
    const other = await vault.seal(contact(), "message:1", words);
    const bytes = Buffer.from(sealed.box, "base64");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      await expect(vault.open({ ...sealed, box: altered.toString("base64") }, "message:1")).rejects.toThrow(
        SealBroken,
      );
    }
    for (const context of ["message:2", "", "message:1\0", "Message:1"])
      await expect(vault.open(sealed, context)).rejects.toThrow(SealBroken);
    for (const keyId of [other.keyId, randomUUID(), "x", "' or true --", sealed.keyId.toUpperCase()])
      await expect(vault.open({ ...sealed, keyId }, "message:1")).rejects.toThrow(SealBroken);
  });

  test("a box altered, cut, grown or spelled otherwise in base64 never opens", async () => {
    const vault = anotherProcess();
    const sealed = await vault.seal(contact(), "message:1", words);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sealed.box.length),
        fc.nat(3),
        fc.string({ maxLength: 4 }),
        async (at, cut, put) => {
          const box = sealed.box.slice(0, at) + put + sealed.box.slice(at + cut);
          fc.pre(box !== sealed.box);
          await expect(vault.open({ ...sealed, box }, "message:1")).rejects.toThrow(SealBroken);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("the last character of base64 has spare bits, and changing them counts as tampering", async () => {
    const vault = anotherProcess();
    const sealed = await vault.seal(contact(), "c", Buffer.alloc(2)); // 31 bytes: one character of padding's worth of spare bits
    const spelled = sealed.box.replace(/(.)(=+)$/, (_all, last: string, pad: string) => {
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      return `${alphabet[alphabet.indexOf(last) | 1]}${pad}`;
    });
    expect(Buffer.from(spelled, "base64").equals(Buffer.from(sealed.box, "base64"))).toBe(true);
    await expect(vault.open({ ...sealed, box: spelled }, "c")).rejects.toThrow(SealBroken);
  });
});

describe("content keys", () => {
  test("64 concurrent seals of two processes on an empty scope agree on one key", async () => {
    const scope = contact();
    const processes = [anotherProcess(), anotherProcess()];
    const sealed = await Promise.all(
      Array.from({ length: 64 }, (_, n) => processes[n % 2]!.seal(scope, `message:${n}`, `${words} ${n}`)),
    );
    expect(new Set(sealed.map((one) => one.keyId)).size).toBe(1);
    const third = anotherProcess();
    for (const [n, one] of sealed.entries())
      expect((await third.open(one, `message:${n}`)).toString()).toBe(`${words} ${n}`);
  });

  test("a month has one key per scope, and the next month (UTC) another", async () => {
    const clock = testClock(new Date("2026-11-30T23:59:58Z"));
    const vault = anotherProcess({ now: () => Number(clock.now()) });
    const scope = contact();
    const november = await vault.seal(scope, "a", words);
    expect((await vault.seal(scope, "b", words)).keyId).toBe(november.keyId);
    clock.advance(3_000);
    const december = await vault.seal(scope, "c", words);
    expect(december.keyId).not.toBe(november.keyId);
    expect((await vault.open(november, "a")).toString()).toBe(words);
  });

  test("scopes do not share keys", async () => {
    const vault = anotherProcess();
    expect((await vault.seal(contact(), "a", words)).keyId).not.toBe(
      (await vault.seal(contact(), "a", words)).keyId,
    );
  });

  test("more contacts at once than the cache holds are all sealed with their own key", async () => {
    const vault = anotherProcess({ sealWindowMs: 2_000 });
    const sealed = await Promise.all(
      Array.from({ length: 1_100 }, (_, n) => vault.seal(contact(), "a", `${n}`)),
    );
    const reader = anotherProcess();
    const opened = await Promise.all(sealed.map(async (one) => (await reader.open(one, "a")).toString()));
    expect(opened).toEqual(sealed.map((_, n) => `${n}`));
  });

  test("the database holds keys only wrapped, each bound to its own row", async () => {
    const vault = anotherProcess();
    const [first, second] = [
      await vault.seal(contact(), "a", words),
      await vault.seal(contact(), "a", words),
    ];
    const row = await db
      .selectFrom("content_keys")
      .select(["wrapped", "kek_id"])
      .where("id", "=", first.keyId)
      .executeTakeFirstOrThrow();
    expect(row.wrapped.length).toBe(1 + 12 + 16 + 32);
    await db
      .updateTable("content_keys")
      .set({ wrapped: row.wrapped })
      .where("id", "=", second.keyId)
      .execute();
    await expect(anotherProcess().open(second, "a")).rejects.toThrow(KeyUnavailable);
  });

  test("a key-encryption key can be rotated: the old one still unwraps, and without it nothing opens", async () => {
    const old = await anotherProcess().seal(contact(), "a", words);
    const next = randomBytes(32);
    const rotated = openVault({ db, keys: localKeyProvider({ current: next, previous: [kek] }) });
    expect((await rotated.open(old, "a")).toString()).toBe(words);
    const fresh = await rotated.seal(contact(), "a", words);
    await expect(anotherProcess().open(fresh, "a")).rejects.toThrow(KeyUnavailable);
    await expect(anotherProcess({ kek: next }).open(old, "a")).rejects.toThrow(KeyUnavailable);
  });
});

describe("destroying a scope", () => {
  test("makes all its keys unreadable, of every month, and says how many", async () => {
    const clock = testClock(new Date("2026-10-15T00:00:00Z"));
    const vault = anotherProcess({ now: () => Number(clock.now()) });
    const scope = contact();
    const october = await vault.seal(scope, "a", words);
    clock.advance(31 * 86_400_000);
    const november = await vault.seal(scope, "b", words);
    expect(await vault.destroy(scope)).toBe(2);
    await expect(vault.open(october, "a")).rejects.toThrow(KeyDestroyed);
    await expect(anotherProcess().open(november, "b")).rejects.toThrow(KeyDestroyed);
    expect(await vault.destroy(scope)).toBe(0);
    const rows = await db.selectFrom("content_keys").selectAll().where("scope", "=", scope).execute();
    expect(rows.map((row) => row.wrapped.length)).toEqual([0, 0]);
    expect(rows.every((row) => row.destroyed_at instanceof Date)).toBe(true);
  });

  test("leaves other scopes alone", async () => {
    const vault = anotherProcess();
    const kept = await vault.seal(contact(), "a", words);
    await vault.seal("raw:2026-11-23", "r", words);
    await vault.destroy("raw:2026-11-23");
    expect((await vault.open(kept, "a")).toString()).toBe(words);
  });

  test("what she writes afterwards gets a new key and can be read", async () => {
    const vault = anotherProcess();
    const scope = contact();
    const before = await vault.seal(scope, "a", words);
    await vault.destroy(scope);
    const after = await vault.seal(scope, "b", words);
    expect(after.keyId).not.toBe(before.keyId);
    expect((await anotherProcess().open(after, "b")).toString()).toBe(words);
  });

  test("nothing sealed by another process while it happens is lost", async () => {
    const scope = contact();
    const [eraser, writer] = [anotherProcess(), anotherProcess()];
    await writer.seal(scope, "before", words);
    let destroyed = false;
    const destruction = eraser.destroy(scope).then(() => {
      destroyed = true;
    });
    const written: { sealed: Awaited<ReturnType<Vault["seal"]>>; after: boolean }[] = [];
    while (!destroyed) {
      written.push({ sealed: await writer.seal(scope, "during", words), after: false });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (let n = 0; n < 20; n++)
      written.push({ sealed: await writer.seal(scope, "during", words), after: true });
    await destruction;
    const reader = anotherProcess();
    for (const { sealed } of written.filter((one) => one.after))
      expect((await reader.open(sealed, "during")).toString()).toBe(words);
    // Those with the old key were made before the destruction took effect: destroyed with it, never half-way.
    const outcomes = await Promise.allSettled(written.map(({ sealed }) => reader.open(sealed, "during")));
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(KeyDestroyed);
  });

  test("another process forgets an unwrapped key within 60 s", async () => {
    const clock = testClock(new Date("2026-11-23T00:00:00Z"));
    const reader = anotherProcess({ now: () => Number(clock.now()) });
    const scope = contact();
    const sealed = await reader.seal(scope, "a", words);
    await anotherProcess().destroy(scope);
    expect((await reader.open(sealed, "a")).toString()).toBe(words); // still in its memory
    clock.advance(60_000);
    await expect(reader.open(sealed, "a")).rejects.toThrow(KeyDestroyed);
  });
});
