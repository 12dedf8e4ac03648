import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "./fresh-database.ts";

const made: FreshDatabase[] = [];
afterAll(() => Promise.all(made.map((database) => database.drop())));

async function fresh(options?: Parameters<typeof freshDatabase>[0]) {
  const database = await freshDatabase(options);
  made.push(database);
  return database;
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("a template is migrated once and every copy is a database of its own", async () => {
  let migrations = 0;
  const options = {
    template: "shelves",
    migrate: async (db: { pool: pg.Pool }) => {
      migrations += 1;
      await db.pool.query("create table shelf (name text)");
    },
  };
  const [first, second, third] = await Promise.all([fresh(options), fresh(options), fresh(options)]);

  expect(migrations).toBe(1);
  await query(first.url, "insert into shelf values ('mine')");
  expect(await query(first.url, "select name from shelf")).toEqual([{ name: "mine" }]);
  expect(await query(second.url, "select name from shelf")).toEqual([]);
  expect(await query(third.url, "select name from shelf")).toEqual([]);
});

test("a failed migration leaves no template behind", async () => {
  const failing = { template: "broken", migrate: () => Promise.reject(new Error("no such column")) };
  await expect(freshDatabase(failing)).rejects.toThrow("no such column");
  await expect(freshDatabase(failing)).rejects.toThrow("no such column");
});

test("without a template the migration runs for this database alone", async () => {
  const { url } = await fresh({
    migrate: async (db) => {
      await db.schema.createTable("note").addColumn("text", "text").execute();
    },
  });
  expect(await query(url, "select * from note")).toEqual([]);
});

test("a dropped database is gone even while somebody is connected", async () => {
  const database = await freshDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();
  await database.drop();
  await expect(query(database.url, "select 1")).rejects.toMatchObject({ code: "3D000" });
});
