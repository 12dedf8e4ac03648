import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type EventContract, KeysRotated, RestoreChecked } from "@liss/contracts";
import { type Database, migrate, openDatabase } from "@liss/database";
import { freshDatabase, temporaryFolder } from "@liss/testing";
import { KeySettings, keyProviderOf, openVault, type VaultTables, vaultMigrations } from "@liss/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type House, startHouse } from "../routing.test-support.ts";

const key = () => randomBytes(32).toString("base64");
const me = `system:${userInfo().username}`;
const folder = temporaryFolder();
const keyFile = join(folder.path, "keys");

let house: House;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let keys: Database<VaultTables>;

beforeAll(async () => {
  house = await startHouse();
  database = await freshDatabase();
  keys = openDatabase<VaultTables>({ url: database.url, name: "test" });
  await migrate(keys, vaultMigrations);
  await house.replica(); // its relay brings the events to the stream
});
beforeEach(() => keys.deleteFrom("content_keys").execute());
afterAll(async () => {
  await keys?.destroy();
  await house?.stop();
  await database?.drop();
  folder.remove();
});

/** One of the commands, as an operator runs it; meanwhile the replica of this process goes on. */
async function run(program: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(program, import.meta.url))], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: house.databaseUrl,
      VAULT_DATABASE_URL: database.url,
      VAULT_OWNER_DATABASE_URL: database.url,
      SETTLE_SECONDS: "1",
      ...env,
    },
  });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  return { status, stderr };
}
const rotate = (env: Record<string, string>) => run("rotate-keys.ts", env);

/** So many women whose content is sealed under the keys that these settings name. */
async function seal(settings: Record<string, string>, count: number): Promise<string> {
  const provider = keyProviderOf(KeySettings.parse(settings));
  const vault = openVault({ db: keys, keys: provider });
  for (let nth = 0; nth < count; nth += 1) await vault.seal(`contact:${randomUUID()}`, "a", "hola");
  return provider.currentId();
}

/** The facts of the newest events of a type, once there are so many on the stream. */
async function told(contract: EventContract, count: number, last: number): Promise<unknown[]> {
  return eventually(async () => {
    const all = await house.published(contract);
    expect(all).toHaveLength(count);
    return all.slice(-last).map(({ actor, data }) => ({ actor, data }));
  });
}

const actor = { kind: "service", name: "executive-routing" };
let rotations = 0;
const rotationsTold = async () => {
  rotations += 2;
  return told(KeysRotated, rotations, 2);
};

test("a rotation in the file is on the record: who, from which key to which, how many, and no key", async () => {
  writeFileSync(keyFile, `${key()}\n`);
  const former = await seal({ LISS_KEY_FILE: keyFile }, 3);
  const secret = readFileSync(keyFile, "utf8").trim();
  expect(await rotate({ LISS_KEY_FILE: keyFile })).toMatchObject({ status: 0, stderr: "" });
  const to = await keyProviderOf(KeySettings.parse({ LISS_KEY_FILE: keyFile })).currentId();
  const facts = await rotationsTold();
  const common = { rotationId: expect.any(String), personId: me, place: "file", from: [former], living: 3 };
  expect(facts).toEqual([
    { actor, data: { ...common, stage: "begun", underFormer: 3, forgotten: false } },
    { actor, data: { ...common, stage: "done", to, rewrapped: 3, underFormer: 0, forgotten: true } },
  ]);
  expect(to).not.toBe(former);
  for (const one of [secret, readFileSync(keyFile, "utf8").trim()])
    expect(JSON.stringify(facts)).not.toContain(one);
});

test("one of keys in the environment says which was there already, and that the former one is not gone yet", async () => {
  const [old, next] = [key(), key()];
  const former = await seal({ LISS_KEY_ENCRYPTION_KEY: old }, 2);
  const to = await seal({ LISS_KEY_ENCRYPTION_KEY: next }, 1);
  await rotate({ LISS_KEY_ENCRYPTION_KEY: next, LISS_FORMER_KEY_ENCRYPTION_KEYS: old });
  expect(await rotationsTold()).toMatchObject([
    { data: { place: "environment", stage: "begun", from: [former], to, underFormer: 2 } },
    { data: { stage: "done", to, rewrapped: 2, living: 3, underFormer: 0, forgotten: false } },
  ]);
});

test("one that fails half way says so, with what is still under a former key", async () => {
  writeFileSync(keyFile, `${key()}\n`);
  const own = await seal({ LISS_KEY_FILE: keyFile }, 1);
  const unknown = await seal({ LISS_KEY_ENCRYPTION_KEY: key() }, 1);
  const failed = await rotate({ LISS_KEY_FILE: keyFile });
  expect(failed.status).not.toBe(0);
  expect(await rotationsTold()).toMatchObject([
    { data: { stage: "begun", from: expect.arrayContaining([own, unknown]) } },
    { data: { stage: "failed", forgotten: false, living: 2, underFormer: expect.any(Number) } },
  ]);
});

test("what cannot be recorded is not done: without routing's database the file stays as it is", async () => {
  writeFileSync(keyFile, `${key()}\n`);
  await seal({ LISS_KEY_FILE: keyFile }, 1);
  const before = readFileSync(keyFile, "utf8");
  const refused = await rotate({
    LISS_KEY_FILE: keyFile,
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/routing",
  });
  expect(refused.status).not.toBe(0);
  expect(readFileSync(keyFile, "utf8")).toBe(before);
});

test("who held the keys against the journal after a restore is on the record, also when nothing had come back", async () => {
  const settings = {
    LISS_KEY_ENCRYPTION_KEY: key(),
    ERASURE_JOURNAL: join(folder.path, "erasures.jsonl"),
  };
  expect(await run("erase-again.ts", settings)).toMatchObject({ status: 0, stderr: "" });
  expect(await told(RestoreChecked, 1, 1)).toEqual([{ actor, data: { personId: me, cameBack: 0 } }]);
  await seal(settings, 2);
  const [row] = await keys.selectFrom("content_keys").select("id").execute();
  writeFileSync(
    settings.ERASURE_JOURNAL,
    `${JSON.stringify({ at: new Date().toISOString(), keyIds: [row?.id] })}\n`,
  );
  expect(await run("erase-again.ts", settings)).toMatchObject({ status: 0, stderr: "" });
  expect(await told(RestoreChecked, 2, 1)).toEqual([{ actor, data: { personId: me, cameBack: 1 } }]);
});
