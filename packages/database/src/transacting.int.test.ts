import { type FreshDatabase, freshDatabase } from "@liss/testing";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase, type Transaction, withCommit } from "./index.ts";

type Tables = { letters: { id: number } };

let place: FreshDatabase;
let db: Database<Tables>;

beforeAll(async () => {
  place = await freshDatabase();
  // One connection, so that each transaction finds what the one before left.
  db = openDatabase<Tables>({ url: place.url, name: "test", poolSize: 1 });
  await sql`create table letters (id integer primary key)`.execute(db);
  await db.transaction().execute(async (tx) => void (await insert(tx, 0)));
});
beforeEach(() => sql`delete from letters`.execute(db));
afterAll(async () => {
  await db.destroy();
  await place.drop();
});

const insert = (on: Pick<Database<Tables>, "insertInto">, id: number) =>
  on.insertInto("letters").values({ id }).execute();
const kept = async () =>
  (await db.selectFrom("letters").select("id").orderBy("id").execute()).map(({ id }) => id);

test("the first statement of a transaction is in it: a rollback takes it back with the others", async () => {
  const failure = await db
    .transaction()
    .execute(async (tx) => {
      await insert(tx, 1);
      await insert(tx, 2);
      throw new Error("no");
    })
    .catch((error: Error) => error.message);
  expect(failure).toBe("no");
  expect(await kept()).toEqual([]);
});

test("its results are its own, rows and counts", async () => {
  const { rows, changed } = await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ n: number }>`select ${7}::integer as n`.execute(tx);
    await insert(tx, 3);
    return { rows, changed: await tx.deleteFrom("letters").where("id", "=", 3).executeTakeFirst() };
  });
  expect(rows).toEqual([{ n: 7 }]);
  expect(changed.numDeletedRows).toBe(1n);
  const deleted = await db
    .transaction()
    .execute((tx) => tx.deleteFrom("letters").where("id", "=", 99).executeTakeFirst());
  expect(deleted.numDeletedRows).toBe(0n);
});

test("a first statement that fails leaves a transaction that ends, and a connection that goes on", async () => {
  await insert(db, 4);
  const failure = await db
    .transaction()
    .execute((tx) => insert(tx, 4))
    .catch((error: { code?: string }) => error.code);
  expect(failure).toBe("23505");
  await db.transaction().execute((tx) => insert(tx, 5));
  expect(await kept()).toEqual([4, 5]);
});

test("a first statement that cannot be parsed ends the same way", async () => {
  const failure = await db
    .transaction()
    .execute((tx) => sql`select nowhere from letters where id = ${1}`.execute(tx))
    .catch((error: { code?: string }) => error.code);
  expect(failure).toBe("42703");
  const { rows } = await sql<{ open: boolean }>`
    select pg_current_xact_id_if_assigned() is not null as open`.execute(db);
  expect(rows).toEqual([{ open: false }]);
});

test("a transaction that begins with a statement without values, or with several at once, is one too", async () => {
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`insert into letters values (6)`.execute(tx);
      await Promise.all([insert(tx, 7), insert(tx, 8)]);
      throw new Error("no");
    })
    .catch(() => {});
  await db
    .transaction()
    .execute(async (tx) => {
      await Promise.all([insert(tx, 9), insert(tx, 10)]);
      throw new Error("no");
    })
    .catch(() => {});
  expect(await kept()).toEqual([]);
});

test("a transaction that asks nothing asks nothing, whether it ends well or not", async () => {
  await db.transaction().execute(async () => {});
  await db
    .transaction()
    .execute(async () => {
      throw new Error("no");
    })
    .catch(() => {});
  await insert(db, 11);
  expect(await kept()).toEqual([11]);
});

const later = <Row>(tx: Transaction<Tables>, statement: RawBuilder<Row>) => withCommit(tx, statement);
const insertLater = (tx: Transaction<Tables>, id: number) =>
  later(tx, sql<{ id: number }>`insert into letters (id) values (${id}) returning id`);

test("what is left for the commit happens with it, in its order, and its rows are there afterwards", async () => {
  // Often enough that the connection has it prepared.
  for (let round = 0; round < 12; round += 1) {
    await sql`delete from letters`.execute(db);
    const { before, rows, count } = await db.transaction().execute(async (tx) => {
      await insert(tx, 20);
      const rows = await insertLater(tx, 21);
      const count = await later(
        tx,
        sql<{ n: number }>`select count(*)::integer + ${0}::integer as n from letters`,
      );
      const before = await tx.selectFrom("letters").select("id").execute();
      return { before, rows, count };
    });
    expect(before).toEqual([{ id: 20 }]);
    expect(rows).toEqual([{ id: 21 }]);
    expect(count).toEqual([{ n: 2 }]);
    expect(await kept()).toEqual([20, 21]);
  }
});

test("a transaction that only leaves things for its commit is one too", async () => {
  for (let round = 0; round < 12; round += 1)
    await db.transaction().execute(async (tx) => void (await insertLater(tx, 30 + round)));
  expect(await kept()).toHaveLength(12);
});

test("if it fails, nothing of the transaction is kept, the failure is told, and the connection goes on", async () => {
  for (let round = 0; round < 12; round += 1) {
    await sql`delete from letters`.execute(db);
    await insert(db, 40);
    const failure = await db
      .transaction()
      .execute(async (tx) => {
        await insert(tx, 41);
        await insertLater(tx, 42);
        await insertLater(tx, 40);
      })
      .catch((error: { code?: string }) => error.code);
    expect(failure).toBe("23505");
    expect(await kept()).toEqual([40]);
  }
});

test("a rollback forgets what was left for the commit", async () => {
  await db
    .transaction()
    .execute(async (tx) => {
      await insertLater(tx, 50);
      throw new Error("no");
    })
    .catch(() => {});
  await db.transaction().execute((tx) => insert(tx, 51));
  expect(await kept()).toEqual([51]);
});

test("after a change of its table, what is left for the commit fails once and then goes on", async () => {
  const read = (tx: Transaction<Tables>) => later(tx, sql`select * from letters where id > ${0}`);
  for (let round = 0; round < 12; round += 1) await db.transaction().execute(read);
  await sql`alter table letters add column note text`.execute(db);
  const outcomes = [];
  for (let round = 0; round < 3; round += 1)
    outcomes.push(
      await db
        .transaction()
        .execute(read)
        .then(
          () => "done",
          (error: { code?: string }) => error.code,
        ),
    );
  expect(outcomes).toEqual(["0A000", "done", "done"]);
  await sql`alter table letters drop column note`.execute(db);
});
