import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { interpretNext } from "../interpret/interpreter.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { deliver, fixture, her, phoneNumberId, textFrom } from "../testing/payloads.test-support.ts";
import { replay, type Selection } from "./replay.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const again = (
  selection: Selection = {},
  more: { dryRun?: boolean; onProgress?: (done: number, of: number) => void } = {},
) => replay({ tools: bench, selection, ...more });
const counts = async () => ({
  events: (await bench.events()).length,
  contacts: (await bench.db.selectFrom("contacts").select("id").execute()).length,
  keys: await bench.keyCount(),
});
const variety = () => [
  textFrom(her, "uno"),
  textFrom({ phone: "56900000002", bsuid: "CL.2" }, "dos"),
  fixture("system_message") as object,
  fixture("reaction_message") as object,
  fixture("group_settings_update") as object,
  {
    object: "whatsapp_business_account",
    entry: [{ changes: [{ field: "account_update", value: { event: "ACCOUNT_VIOLATION" } }] }],
  },
];

test("everything interpreted again, twice, adds nothing", async () => {
  await bench.receive(...variety(), "no es json");
  const before = await counts();
  const seen: number[] = [];
  const first = await again({}, { onProgress: (done) => void seen.push(done) });
  expect(await again()).toEqual(first);
  expect(await counts()).toEqual(before);
  expect(first).toEqual({
    deliveries: 7,
    interpreted: 6,
    notUnderstood: 1,
    failed: 0,
    busy: 0,
    outcomes: { "message.repeated": 3, identity: 1, notice: 1, account: 1, "not-understood": 1 },
  });
  expect(seen).toEqual([0, 7]);
});

test("a message from a number that she has left since makes no second contact", async () => {
  await bench.receive(textFrom({ phone: "16505551234" }, "antes"), fixture("system_message") as object);
  const before = await counts();
  await again();
  expect(await counts()).toEqual(before);
});

test("what the parser understands now: only the failed ones are taken, and they leave the engineer's list", async () => {
  await bench.receive(textFrom(her, "uno"));
  for (const state of ["failed", "not-understood"] as const) {
    await deliver(bench.url, textFrom(her, state));
    const { id } = await bench.db
      .selectFrom("raw_deliveries")
      .select("id")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();
    await bench.db.updateTable("raw_deliveries").set({ state, attempts: 12 }).where("id", "=", id).execute();
    const problem = {
      delivery_id: id,
      path: "",
      reason: "malformed",
      received_at: bench.now(),
      size: 1,
    } as const;
    await bench.db.insertInto("not_understood_items").values(problem).execute();
  }
  expect(await again({ failed: true })).toMatchObject({
    deliveries: 2,
    interpreted: 2,
    outcomes: { "message.new": 2 },
  });
  expect(await bench.events("channel.message-received")).toHaveLength(3);
  expect(await bench.db.selectFrom("not_understood_items").select("path").execute()).toEqual([]);
  expect(await again({ failed: true })).toMatchObject({ deliveries: 0 });
});

test("a dry run tells what would happen and keeps nothing, not even a key", async () => {
  for (const body of variety()) await deliver(bench.url, body);
  const before = await counts();
  const dry = await again({}, { dryRun: true });
  expect(dry).toMatchObject({ deliveries: 6, interpreted: 6, outcomes: { "message.new": 3 } });
  expect(await counts()).toEqual(before);
  const states = await bench.db.selectFrom("raw_deliveries").select("state").execute();
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["pending"]));
  expect(await again()).toEqual(dry);
});

test("a span of time takes what was received in it", async () => {
  await bench.receive(textFrom(her, "uno"));
  const from = bench.now();
  bench.clock.advance(60_000);
  const to = bench.now();
  await bench.receive(textFrom(her, "dos"));
  expect(await again({ from, to })).toMatchObject({ deliveries: 1 });
  expect(await again({ from: to })).toMatchObject({ deliveries: 1 });
  expect(await again({ to: from })).toMatchObject({ deliveries: 0 });
});

test("beside the running service nothing is lost and nothing doubled", async () => {
  await Promise.all(
    Array.from({ length: 120 }, (_, n) =>
      deliver(bench.url, textFrom({ phone: `5690000${1000 + (n % 7)}` }, `n.º ${n}`)),
    ),
  );
  const service = async () => {
    while (await interpretNext(bench));
  };
  await Promise.all([service(), again(), service(), again()]);
  await bench.interpretAll();
  expect(await bench.events("channel.message-received")).toHaveLength(120);
  expect(await bench.events("channel.contact-created")).toHaveLength(7);
});

test("the command says how it went in one JSON line, and how to use it when asked for nothing", async () => {
  await bench.receive(textFrom(her, "uno"));
  const program = fileURLToPath(new URL("../cli/replay.ts", import.meta.url));
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: bench.databaseUrl,
    VAULT_DATABASE_URL: bench.vaultUrl,
    LISS_KEY_ENCRYPTION_KEY: bench.keyEncryptionKey.toString("base64"),
    LISS_BLIND_INDEX_KEY: bench.blindIndexKey.toString("base64"),
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
  };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { env, encoding: "utf8" });
  const { status, stdout, stderr } = run("--all");
  expect(stderr).toContain("1 of 1 deliveries (100 %)");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    deliveries: 1,
    outcomes: { "message.repeated": 1 },
    dryRun: false,
  });
  for (const wrong of [[], ["--all", "--failed"], ["--from", "ayer"], ["--nonsense"]]) {
    expect(run(...wrong).status).toBe(64);
  }
});
