import { openDatabase } from "@liss/database";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { GatewayDatabase, GatewayTables } from "../database/tables.ts";
import { openDelivery, type RawDelivery, rawDelivery, storeDeliveries } from "../receive/raw-delivery.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { her, messageOf, messagesValue, textFrom, webhook } from "../testing/payloads.test-support.ts";
import { type Interpreter, startInterpreter } from "./interpreter.ts";

let bench: Bench;
let receiving: GatewayDatabase;
let interpreter: Interpreter;
beforeAll(async () => {
  bench = await startBench();
  receiving = openDatabase<GatewayTables>({
    url: bench.databaseUrl,
    name: "test receive",
    planOnce: true,
    lockTimeout: 50,
  });
});
beforeEach(async () => {
  interpreter = startInterpreter({ ...bench, receiving });
  await untilReady();
  await bench.clear();
});
afterEach(() => interpreter.stop());
afterAll(async () => {
  await receiving.destroy();
  await bench.stop();
});

const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const arriving = (payload: object | string, receivedAt = bench.now()): RawDelivery =>
  rawDelivery(Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)), {
    receivedAt,
    trace,
  });
/** It looks first whether a predecessor left something. */
const untilReady = () => expect.poll(() => interpreter.atOnce([arriving("{}")])).toBe(true);
const stored = () => bench.db.selectFrom("raw_deliveries").selectAll().orderBy("id").execute();
const texts = async () =>
  Promise.all(
    (await bench.events("channel.message-received")).map(
      async (event) => ((await bench.contentOf(event)) as { text?: string }).text,
    ),
  );

test("what has just come is stored, sealed, and acted on in one transaction", async () => {
  const some = [
    arriving(textFrom(her, "me tiene encerrada")),
    arriving(textFrom({ phone: "56900000002" }, "hola")),
  ];
  expect(await interpreter.atOnce(some)).toBe(true);
  const rows = await stored();
  expect(rows.map(({ id, state }) => [id, state])).toEqual(some.map(({ id }) => [id, "interpreted"]));
  const { rows: transactions } = await sql`
    select xmin::text from raw_deliveries union select xmin::text from inbound_messages
    union select xmin::text from outbox`.execute(bench.db);
  expect(transactions).toHaveLength(1);
  for (const [at, row] of rows.entries()) {
    expect(row.box.includes("encerrada")).toBe(false);
    expect(await openDelivery(bench.vault, row)).toEqual(some[at]!.body);
  }
  expect(await texts()).toEqual(["me tiene encerrada", "hola"]);
});

test("what cannot be read is stored and on the engineer's list, and its neighbour is read", async () => {
  expect(await interpreter.atOnce([arriving("esto no es json"), arriving(textFrom(her, "hola"))])).toBe(true);
  expect((await stored()).map(({ state }) => state)).toEqual(["not-understood", "interpreted"]);
  expect(await bench.db.selectFrom("not_understood_items").select("reason").execute()).toEqual([
    { reason: "not-json" },
  ]);
  expect(await texts()).toEqual(["hola"]);
});

test("nobody overtakes what waits, here or stored by somebody else", async () => {
  const [first, second, third] = ["uno", "dos", "tres"].map((text) => arriving(textFrom(her, text)));
  // Another replica stored it, and this one does not know.
  await storeDeliveries(bench.db, bench.vault, [first!]);
  expect(await interpreter.atOnce([second!])).toBe(false);
  expect(await texts()).toEqual([]);
  await storeDeliveries(bench.db, bench.vault, [second!]);
  // From then on it does.
  expect(await interpreter.atOnce([third!])).toBe(false);
  interpreter.wake();
  await expect.poll(texts).toEqual(["uno", "dos"]);
  await expect.poll(() => interpreter.atOnce([third!])).toBe(true);
  expect(await texts()).toEqual(["uno", "dos", "tres"]);
});

test("her row in other hands keeps no webhook waiting: nothing is done, and later all of it once", async () => {
  expect(await interpreter.atOnce([arriving(textFrom(her, "uno"))])).toBe(true);
  const next = arriving(textFrom(her, "dos"));
  await bench.db.transaction().execute(async (tx) => {
    await sql`select from contacts for update`.execute(tx);
    const began = performance.now();
    expect(await interpreter.atOnce([next])).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await stored()).toHaveLength(1);
  });
  await storeDeliveries(bench.db, bench.vault, [next]);
  interpreter.wake();
  await expect.poll(texts).toEqual(["uno", "dos"]);
});

test("two batches at once are not acted on side by side", async () => {
  const [one, other] = await Promise.all([
    interpreter.atOnce([arriving(textFrom(her, "uno"))]),
    interpreter.atOnce([arriving(textFrom(her, "dos"))]),
  ]);
  expect([one, other]).toEqual([true, false]);
});

test("the same webhook again, and a repetition within one batch, change nothing", async () => {
  const payload = textFrom(her, "hola");
  expect(await interpreter.atOnce([arriving(payload), arriving(payload)])).toBe(true);
  expect(await interpreter.atOnce([arriving(payload)])).toBe(true);
  expect(await stored()).toHaveLength(3);
  expect(await texts()).toEqual(["hola"]);
  expect(await bench.events("channel.contact-created")).toHaveLength(1);
});

test("many, large ones and those of two days are stored first", async () => {
  const many = Array.from({ length: 30 }, (_, n) => arriving(textFrom(her, `${n}`)));
  const long = messagesValue(her, messageOf(her, { text: { body: "a".repeat(300_000) } }));
  const midnight = new Date("2026-11-24T00:00:00.000Z");
  for (const some of [
    many,
    [arriving(webhook(long))],
    [arriving(textFrom(her, "ayer")), arriving(textFrom(her, "hoy"), midnight)],
  ]) {
    expect(await interpreter.atOnce(some)).toBe(false);
    interpreter.wake();
    await untilReady();
  }
  expect(await texts()).toEqual([]);
});
