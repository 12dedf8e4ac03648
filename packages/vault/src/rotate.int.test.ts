import { randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Database, migrate, openDatabase } from "@liss/database";
import { freshDatabase, temporaryFolder } from "@liss/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  fileKeyProvider,
  KeyDestroyed,
  type KeyProvider,
  KeySettings,
  KeyUnavailable,
  keyProviderOf,
  openVault,
  transitKeyProvider,
  type VaultTables,
  vaultMigrations,
} from "./index.ts";
import { rotateEnvironment, rotateFile, rotateTransit } from "./rotate.ts";
import { standInTransit } from "./stand-in-transit.test-support.ts";

const contact = () => `contact:${randomUUID()}`;
const key = () => randomBytes(32).toString("base64");
const token = "un-token-de-prueba";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database<VaultTables>;
let keyFile: string;
const open: { destroy(): Promise<unknown> }[] = [];

function aProcess(keys: KeyProvider) {
  const own = openDatabase<VaultTables>({ url: database.url, name: "rotation test", poolSize: 3 });
  open.push(own);
  return openVault({ db: own, keys, sealWindowMs: 50 });
}

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase<VaultTables>({ url: database.url, name: "rotation test" });
  await migrate(db, vaultMigrations);
});
beforeEach(async () => {
  await db.deleteFrom("content_keys").execute();
  const folder = temporaryFolder();
  open.push({ destroy: async () => folder.remove() });
  keyFile = join(folder.path, "keys");
  await writeFile(keyFile, `${key()}\n`, { mode: 0o600 });
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.destroy();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

describe("the file of keys", () => {
  test("two processes seal, open and destroy while the key-encryption key changes, and nothing fails", async () => {
    const processes = [aProcess(fileKeyProvider(keyFile)), aProcess(fileKeyProvider(keyFile))] as const;
    const kept: { sealed: Awaited<ReturnType<(typeof processes)[0]["seal"]>>; text: string }[] = [];
    const erased: (typeof kept)[number]["sealed"][] = [];
    let rotated = false;
    const write = async (from: number) => {
      for (let n = 0; !rotated; n += 1) {
        const [writer, reader] = from === 0 ? processes : ([processes[1], processes[0]] as const);
        const text = `mensaje ${from}.${n}`;
        const scope = contact();
        const sealed = await writer.seal(scope, "a", text);
        expect((await reader.open(sealed, "a")).toString()).toBe(text);
        if (n % 20 === 7) {
          await writer.destroy(scope);
          erased.push(sealed);
        } else kept.push({ sealed, text });
      }
    };
    const load = [write(0), write(1)];
    const before = await db.selectFrom("content_keys").selectAll().execute();
    const outcome = await rotateFile({ db, settleMs: 1_500 }, keyFile);
    rotated = true;
    await Promise.all(load);

    expect(outcome).toMatchObject({ forgotten: true });
    expect(kept.length).toBeGreaterThan(50);
    const later = aProcess(fileKeyProvider(keyFile));
    for (const { sealed, text } of kept) expect((await later.open(sealed, "a")).toString()).toBe(text);
    for (const sealed of erased) await expect(later.open(sealed, "a")).rejects.toThrow(KeyDestroyed);
    const keks = await db
      .selectFrom("content_keys")
      .select("kek_id")
      .distinct()
      .where("destroyed_at", "is", null)
      .execute();
    expect(keks).toEqual([{ kek_id: outcome.currentId }]);
    expect(before.every(({ kek_id }) => kek_id !== outcome.currentId)).toBe(true);
  });

  test("a backup of the keys from before opens nothing afterwards, even with the file of today", async () => {
    const hers = await aProcess(fileKeyProvider(keyFile)).seal(contact(), "a", "hola");
    const backup = await db.selectFrom("content_keys").selectAll().execute();
    await rotateFile({ db, settleMs: 20 }, keyFile);
    expect((await aProcess(fileKeyProvider(keyFile)).open(hers, "a")).toString()).toBe("hola");
    await db.deleteFrom("content_keys").execute();
    await db.insertInto("content_keys").values(backup).execute();
    await expect(aProcess(fileKeyProvider(keyFile)).open(hers, "a")).rejects.toThrow(KeyUnavailable);
  });

  test("a rotation that was killed is finished by the next one", async () => {
    const hers = await aProcess(fileKeyProvider(keyFile)).seal(contact(), "a", "hola");
    const { addKeyTo } = await import("./file-keys.ts");
    await addKeyTo(keyFile); // and then the process died
    expect(await rotateFile({ db, settleMs: 20 }, keyFile)).toMatchObject({ rewrapped: 1 });
    expect((await aProcess(fileKeyProvider(keyFile)).open(hers, "a")).toString()).toBe("hola");
  });
});

describe("HashiCorp Vault's transit engine (a stand-in of its HTTP API)", () => {
  async function transit() {
    const engine = await standInTransit("liss", token);
    open.push({ destroy: engine.stop });
    const keys = () =>
      transitKeyProvider({
        address: engine.address,
        mount: "transit",
        key: "liss",
        token: async () => token,
      });
    return { engine, keys };
  }

  test("wraps and unwraps, bound to the row; the key-encryption key never comes out", async () => {
    const { keys } = await transit();
    const [one, other] = [contact(), contact()];
    const hers = await aProcess(keys()).seal(one, "a", "hola");
    const another = await aProcess(keys()).seal(other, "a", "chao");
    expect((await aProcess(keys()).open(hers, "a")).toString()).toBe("hola");
    const { wrapped } = await db
      .selectFrom("content_keys")
      .select("wrapped")
      .where("id", "=", hers.keyId)
      .executeTakeFirstOrThrow();
    expect(wrapped.toString()).toMatch(/^vault:v1:/);
    await db.updateTable("content_keys").set({ wrapped }).where("id", "=", another.keyId).execute();
    await expect(aProcess(keys()).open(another, "a")).rejects.toThrow(KeyUnavailable);
  });

  test("rotates without an interruption, and its former versions are destroyed there", async () => {
    const { engine, keys } = await transit();
    const running = aProcess(keys());
    const hers = await running.seal(contact(), "a", "hola");
    const backup = await db.selectFrom("content_keys").selectAll().execute();
    const outcome = await rotateTransit({ db, settleMs: 20 }, keys());
    expect(outcome).toEqual({ rewrapped: 1, forgotten: true, currentId: "transit:transit/liss:v2" });
    expect((await aProcess(keys()).open(hers, "a")).toString()).toBe("hola");
    await running.seal(contact(), "a", "después");
    expect([...engine.versions.keys()]).toEqual([2]);
    await db.deleteFrom("content_keys").execute();
    await db.insertInto("content_keys").values(backup).execute();
    await expect(aProcess(keys()).open(hers, "a")).rejects.toThrow(KeyUnavailable);
  });

  test("while it is sealed nothing opens that is not in memory, and nothing is lost", async () => {
    const { engine, keys } = await transit();
    const running = aProcess(keys());
    const hers = await running.seal(contact(), "a", "hola");
    engine.state.sealed = true;
    expect((await running.open(hers, "a")).toString()).toBe("hola");
    await expect(aProcess(keys()).open(hers, "a")).rejects.toThrow(KeyUnavailable);
    engine.state.sealed = false;
    expect((await aProcess(keys()).open(hers, "a")).toString()).toBe("hola");
  });
});

describe("the environment", () => {
  test("names one source of keys, and only one", () => {
    const settings = (env: Record<string, string>) => keyProviderOf(KeySettings.parse(env));
    expect(() => settings({})).toThrow(/exactly one of/);
    expect(() => settings({ LISS_KEY_ENCRYPTION_KEY: key(), LISS_KEY_FILE: keyFile })).toThrow(/exactly one/);
    expect(() => settings({ LISS_TRANSIT_URL: "http://127.0.0.1:1" })).toThrow(/LISS_TRANSIT_TOKEN/);
    expect(settings({ LISS_KEY_FILE: keyFile })).toBeDefined();
  });

  test("a former key still opens, and a pass wraps what it had wrapped under the new one", async () => {
    const [old, next] = [key(), key()];
    const hers = await aProcess(keyProviderOf(KeySettings.parse({ LISS_KEY_ENCRYPTION_KEY: old }))).seal(
      contact(),
      "a",
      "hola",
    );
    const both = { LISS_KEY_ENCRYPTION_KEY: next, LISS_FORMER_KEY_ENCRYPTION_KEYS: old };
    const keys = keyProviderOf(KeySettings.parse(both));
    expect(await rotateEnvironment({ db }, keys)).toMatchObject({ rewrapped: 1, forgotten: false });
    const alone = aProcess(keyProviderOf(KeySettings.parse({ LISS_KEY_ENCRYPTION_KEY: next })));
    expect((await alone.open(hers, "a")).toString()).toBe("hola");
  });
});
