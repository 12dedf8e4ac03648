import { type FreshDatabase, freshDatabase } from "@liss/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "./index.ts";

type Tables = { letters: { id: number; word: string } };

let place: FreshDatabase;
let db: Database<Tables>;
beforeAll(async () => {
  place = await freshDatabase();
  db = openDatabase<Tables>({ url: place.url, name: "prepared", poolSize: 1 });
  await sql`create table letters (id integer primary key, word text not null)`.execute(db);
  await db.insertInto("letters").values({ id: 1, word: "alba" }).execute();
});
afterAll(async () => {
  await db.destroy();
  await place.drop();
});

const find = (id: number) => db.selectFrom("letters").selectAll().where("id", "=", id).executeTakeFirst();
const preparedNow = async () =>
  (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)).rows.map(
    ({ statement }) => statement,
  );

test("what is asked often is prepared, what is asked once is not", async () => {
  for (let time = 0; time < 6; time += 1) expect(await find(1)).toEqual({ id: 1, word: "alba" });
  await db.selectFrom("letters").select("word").where("id", "=", 1).execute();
  expect(await preparedNow()).toEqual(['select * from "letters" where "id" = $1']);
});

test("a table that changes under it costs one repetition, not the connection", async () => {
  for (let time = 0; time < 6; time += 1) await find(1);
  await sql`alter table letters add column said text`.execute(db);
  await expect(find(1)).rejects.toMatchObject({ code: "0A000" });
  expect(await find(1)).toEqual({ id: 1, word: "alba", said: null });
});
