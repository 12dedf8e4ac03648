import { freshDatabase, freshPostgres } from "@liss/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { isUnavailable, openDatabase } from "./index.ts";

test("bigints come as numbers, and one that does not fit is refused rather than rounded", async () => {
  const place = await freshDatabase();
  const db = openDatabase({ url: place.url, name: "test" });
  const { rows } = await sql<{ n: number }>`select 9007199254740991::bigint as n`.execute(db);
  expect(rows[0]?.n).toBe(Number.MAX_SAFE_INTEGER);
  await expect(sql`select 9007199254740993::bigint as n`.execute(db)).rejects.toThrow(RangeError);
  await db.destroy();
  await place.drop();
});

test("every limit is set on the server, and the name is seen there", async () => {
  const place = await freshDatabase();
  const db = openDatabase({ url: place.url, name: "liss-test" });
  const { rows } = await sql<Record<string, string>>`
    select current_setting('statement_timeout') as statement,
           current_setting('idle_in_transaction_session_timeout') as idle,
           current_setting('application_name') as name`.execute(db);
  expect(rows[0]).toEqual({ statement: "30s", idle: "10s", name: "liss-test" });
  await db.destroy();
  await place.drop();
});

test("plans are made once where that is asked for, and as Postgres thinks best elsewhere", async () => {
  const place = await freshDatabase();
  const modes = [];
  for (const planOnce of [true, false]) {
    const db = openDatabase({ url: place.url, name: "test", planOnce });
    const { rows } = await sql`select current_setting('plan_cache_mode') as mode,
      current_setting('enable_seqscan') as scans, current_setting('jit') as jit`.execute(db);
    modes.push(rows[0]);
    await db.destroy();
  }
  expect(modes).toMatchObject([
    { mode: "force_generic_plan", scans: "off", jit: "off" },
    { mode: "auto", scans: "on" },
  ]);
  await place.drop();
});

test("a Postgres that is killed counts as unavailable until it is back, and the pool survives it", async () => {
  const server = await freshPostgres();
  const db = openDatabase({ url: server.url, name: "test" });
  await sql`select 1`.execute(db);

  const sleeping = sql`select pg_sleep(20)`.execute(db).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await server.kill();
  expect(isUnavailable(await sleeping)).toBe(true);
  expect(isUnavailable(await sql`select 1`.execute(db).catch((error: unknown) => error))).toBe(true);

  await server.restart();
  const { rows } = await sql<{ alive: boolean }>`select true as alive`.execute(db);
  expect(rows).toEqual([{ alive: true }]);
  await db.destroy();
  await server.stop();
});

test("a transaction cut off by the server counts as unavailable, also when the rollback fails", async () => {
  const place = await freshDatabase();
  const db = openDatabase({ url: place.url, name: "test" });
  const failure = await db
    .transaction()
    .execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
      await sql`select 1`.execute(tx);
    })
    .catch((error: unknown) => error);
  expect(isUnavailable(failure)).toBe(true);
  await db.destroy();
  await place.drop();
});

test("a statement that is wrong is not an outage", async () => {
  const place = await freshDatabase();
  const db = openDatabase({ url: place.url, name: "test" });
  const failure = await sql`select * from nowhere`.execute(db).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(isUnavailable(failure)).toBe(false);
  await db.destroy();
  await place.drop();
});

test("a session of its own holds a lock that goes when it goes", async () => {
  const place = await freshDatabase();
  const db = openDatabase({ url: place.url, name: "test" });
  const session = await db.openSession("lock");
  await session.query("select pg_advisory_lock(7)");
  const held = async () =>
    (await sql<{ free: boolean }>`select pg_try_advisory_lock(7) as free`.execute(db)).rows[0]?.free ===
    false;
  expect(await held()).toBe(true);
  await session.end();
  await expect.poll(held).toBe(false);
  await db.destroy();
  await place.drop();
});

test("destroying a database closes its pool even if Kysely never queried", async () => {
  const place = await freshDatabase();
  const db = openDatabase({ url: place.url, name: "test" });
  await db.pool.query("select 1");
  await db.destroy();
  expect(db.pool.ended).toBe(true);
  await place.drop();
});
