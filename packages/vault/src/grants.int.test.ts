import { randomBytes } from "node:crypto";
import { type Database, migrate, openDatabase } from "@liss/database";
import { freshDatabase } from "@liss/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVault, type VaultTables, vaultGrants, vaultMigrations } from "./index.ts";

const suffix = randomBytes(4).toString("hex");
const role = (name: string) => `${name}_${suffix}`;
const services = ["gateway", "triage", "bot", "routing"];
const kek = randomBytes(32);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Database<VaultTables>;
const open: Database<VaultTables>[] = [];

function as(name: string): Database<VaultTables> {
  const url = new URL(database.url);
  url.username = role(name);
  url.password = "prueba";
  const db = openDatabase<VaultTables>({ url: url.href, name: "grants test", poolSize: 2 });
  open.push(db);
  return db;
}

beforeAll(async () => {
  database = await freshDatabase();
  owner = openDatabase<VaultTables>({ url: database.url, name: "grants test" });
  await migrate(owner, vaultMigrations);
  for (const name of [...services, "audit"])
    await sql.raw(`create role ${role(name)} login password 'prueba'`).execute(owner);
  const grants = vaultGrants({
    users: services.map(role),
    destroyers: { [role("routing")]: "contact:", [role("gateway")]: "raw:" },
  });
  for (const statement of [...grants, ...grants]) await sql.raw(statement).execute(owner); // they may be repeated
});
afterAll(async () => {
  for (const db of open) await db.destroy();
  await owner?.destroy();
  await database?.drop();
  const server = openDatabase({ url: process.env.LISS_TEST_POSTGRES_URL ?? "", name: "grants test" });
  for (const name of [...services, "audit"])
    await sql.raw(`drop role if exists ${role(name)}`).execute(server);
  await server.destroy();
});

describe("the roles of the vault database", () => {
  test.each(services)("%s may seal and open", async (name) => {
    const vault = openVault({ db: as(name), keyEncryptionKey: kek });
    const sealed = await vault.seal("contact:shared", "a", "hola");
    expect((await vault.open(sealed, "a")).toString()).toBe("hola");
  });

  test("audit cannot even connect", async () => {
    await expect(sql`select 1`.execute(as("audit"))).rejects.toMatchObject({ code: "42501" });
  });

  test.each(["triage", "bot"])("%s may not destroy, alter or delete keys", async (name) => {
    const db = as(name);
    for (const statement of [
      "update content_keys set wrapped = '', destroyed_at = now(), retired_at = now()",
      "update content_keys set kek_id = 'x'",
      "delete from content_keys",
      "truncate content_keys",
      "drop table content_keys",
    ])
      await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: "42501" });
  });

  test("routing may destroy, and neither rewrite a key's identity nor delete its row", async () => {
    const db = as("routing");
    const vault = openVault({ db, keyEncryptionKey: kek, sealWindowMs: 250 });
    await vault.seal("contact:erased", "a", "hola");
    expect(await vault.destroy("contact:erased")).toBe(1);
    for (const statement of [
      "update content_keys set scope = 'x'",
      "delete from content_keys",
      "truncate content_keys",
    ])
      await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: "42501" });
  });

  test("gateway ends the raw deliveries of a day, and nothing of a woman's", async () => {
    const db = as("gateway");
    const vault = openVault({ db, keyEncryptionKey: kek, sealWindowMs: 250 });
    await vault.seal("raw:2026-11-20", "a", "{}");
    const hers = await vault.seal("contact:kept/session:1", "a", "hola");
    expect(await vault.destroy("raw:2026-11-20")).toBe(1);
    expect(await vault.destroy("contact:kept")).toBe(0);
    expect(await vault.destroyKeys([hers.keyId])).toEqual([]);
    expect((await vault.open(hers, "a")).toString()).toBe("hola");
    const routing = openVault({ db: as("routing"), keyEncryptionKey: kek, sealWindowMs: 250 });
    await vault.seal("raw:2026-11-21", "a", "{}");
    expect(await routing.destroy("raw:2026-11-21")).toBe(0);
  });
});
