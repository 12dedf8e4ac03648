import { type FreshDatabase, freshDatabase } from "@liss/testing";
import { sql } from "kysely";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { type Database, MigrationFailed, type Migrations, migrate, openDatabase } from "./index.ts";

type Tables = { letters: { id: number }; seals: { id: number } };

const letters: Migrations = {
  "2026-11-01-letters": { up: (db) => db.schema.createTable("letters").addColumn("id", "integer").execute() },
};
const seals: Migrations = {
  "2026-10-01-seals": { up: (db) => db.schema.createTable("seals").addColumn("id", "integer").execute() },
};

let place: FreshDatabase;
const open: Database<Tables>[] = [];
const connect = () => {
  const db = openDatabase<Tables>({ url: place.url, name: "test" });
  open.push(db);
  return db;
};

beforeEach(async () => {
  place = await freshDatabase();
});
afterEach(async () => {
  for (const db of open.splice(0)) await db.destroy();
  await place.drop();
});
afterAll(() => {
  expect(open).toEqual([]);
});

const tablesOf = async (db: Database<Tables>) =>
  (await db.introspection.getTables()).map((table) => table.name).sort();

test("migrations run once, and a second start changes nothing", async () => {
  const db = connect();
  await migrate(db, letters);
  await db.insertInto("letters").values({ id: 1 }).execute();
  await migrate(db, letters);
  expect(await db.selectFrom("letters").selectAll().execute()).toEqual([{ id: 1 }]);
});

test("replicas that start together wait for each other and both find the schema", async () => {
  let runs = 0;
  const slow: Migrations = {
    "2026-11-01-slow": {
      up: async (db) => {
        runs++;
        await sql`select pg_sleep(0.2)`.execute(db);
        await db.schema.createTable("letters").addColumn("id", "integer").execute();
      },
    },
  };
  await Promise.all([1, 2, 3, 4].map(() => migrate(connect(), slow)));
  expect(runs).toBe(1);
  expect(await tablesOf(connect())).toEqual(["letters"]);
});

test("a package's migration may be older than one that has already run", async () => {
  const db = connect();
  await migrate(db, letters);
  await migrate(db, { ...letters, ...seals });
  expect(await tablesOf(db)).toEqual(["letters", "seals"]);
});

test("a migration that fails is named, and leaves nothing half done", async () => {
  const db = connect();
  const broken: Migrations = {
    ...letters,
    "2026-11-02-broken": { up: (db) => sql`select 1/0`.execute(db).then(() => {}) },
  };
  const failure = await migrate(db, broken).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationFailed);
  expect((failure as MigrationFailed).migration).toBe("2026-11-02-broken");
  expect((failure as MigrationFailed).message).toContain("2026-11-02-broken");
  expect(await tablesOf(db)).toEqual([]);
});

test("a history that does not fit is a failure too, without a migration to blame", async () => {
  const db = connect();
  await migrate(db, letters);
  const failure = await migrate(db, seals).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationFailed);
  expect((failure as MigrationFailed).migration).toBeUndefined();
});

test("after a migration the connection has its limit on statements back", async () => {
  const db = openDatabase<Tables>({ url: place.url, name: "test", poolSize: 1 });
  open.push(db);
  await migrate(db, letters);
  const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db);
  expect(rows[0]?.statement_timeout).toBe("30s");
});
