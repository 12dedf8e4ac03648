import { randomBytes } from "node:crypto";
import { migrate, openDatabase } from "@liss/database";
import { listen } from "@liss/telemetry";
import { freshPostgres } from "@liss/testing";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrations } from "../database/migrations.ts";
import type { GatewayTables } from "../database/tables.ts";
import { type Bench, engineerToken, startBench } from "../testing/bench.test-support.ts";
import { appSecret, deliver, her, sign, textFrom } from "../testing/payloads.test-support.ts";
import { groupCommit } from "./group-commit.ts";
import { openDelivery, type RawDelivery, storeDeliveries } from "./raw-delivery.ts";
import { webhookRouter } from "./webhook.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const stored = async () =>
  (
    await bench.db
      .selectFrom("raw_deliveries")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow()
  ).count;

const post = (body: string | Buffer, headers: Record<string, string>) =>
  fetch(`${bench.url}/webhook`, { method: "POST", body: body as NonNullable<RequestInit["body"]>, headers });

test("the handshake answers with the challenge as plain text, and only to whoever knows the token", async () => {
  const ask = (query: Record<string, string>) => fetch(`${bench.url}/webhook?${new URLSearchParams(query)}`);
  const good = { "hub.mode": "subscribe", "hub.challenge": "<b>42</b>", "hub.verify_token": "verify-me" };
  const answer = await ask(good);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await answer.text()).toBe("<b>42</b>");
  for (const bad of [
    { "hub.verify_token": "verify-m" },
    { "hub.verify_token": "" },
    { "hub.mode": "unsubscribe" },
  ]) {
    expect((await ask({ ...good, ...bad })).status).toBe(403);
  }
  const twice = await fetch(`${bench.url}/webhook?${new URLSearchParams(good)}&hub.verify_token=verify-me`);
  expect(twice.status).toBe(403);
});

test("a forged webhook is refused with 401 and nothing is stored", async () => {
  const before = await stored();
  const body = JSON.stringify(textFrom(her, "hola"));
  expect((await post(body, {})).status).toBe(401);
  expect((await post(body, { "x-hub-signature-256": sign(body, "guess") })).status).toBe(401);
  expect((await post(body, { "x-hub-signature-256": sign(`${body} `) })).status).toBe(401);
  expect((await post(body, { "x-hub-signature-256": sign(body).slice(0, 70) })).status).toBe(401);
  expect(await stored()).toBe(before);
});

test("a signed webhook is answered 200 only when its sealed bytes are in the database", async () => {
  const body = JSON.stringify(textFrom(her, "tengo miedo"));
  expect((await deliver(bench.url, body)).status).toBe(200);
  const row = await bench.db
    .selectFrom("raw_deliveries")
    .select(["id", "key_id", "box", "size"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(row.size).toBe(Buffer.byteLength(body));
  expect(row.box.includes("miedo")).toBe(false);
  expect((await openDelivery(bench.vault, row)).toString("utf8")).toBe(body);
});

test("whatever content type it comes with, and whatever bytes: what was signed is kept", async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"x":"'),
    randomBytes(300),
    Buffer.from([0, 255]),
    Buffer.from('"}'),
  ]);
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "",
  ]) {
    const headers = { "x-hub-signature-256": sign(bytes), ...(type && { "content-type": type }) };
    expect((await post(bytes, headers)).status).toBe(200);
  }
});

test("three megabytes are accepted, more is 413 and not stored", async () => {
  const limit = 3 * 2 ** 20;
  expect((await deliver(bench.url, Buffer.alloc(limit, "a"))).status).toBe(200);
  const before = await stored();
  expect((await deliver(bench.url, Buffer.alloc(limit + 1, "a"))).status).toBe(413);
  expect(await stored()).toBe(before);
});

test("five hundred webhooks at once are all stored, each once", async () => {
  const before = await stored();
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, index) => deliver(bench.url, textFrom(her, `n.º ${index}`))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await stored()).toBe(before + 500);
});

test("the engineer sees what was not understood, without its content, and only with her token", async () => {
  const bodies = ["esto no es json, me pegó", '{"object":"page","entry":[]}', "[1,2]", '"hola"', "null"];
  for (const body of bodies) expect((await deliver(bench.url, body)).status).toBe(200);
  await bench.interpretAll();
  const ask = (headers: Record<string, string>, query = "?state=not-understood") =>
    fetch(`${bench.url}/engineer/deliveries${query}`, { headers });
  expect((await ask({})).status).toBe(401);
  expect((await ask({ authorization: "Bearer guess" })).status).toBe(401);
  const authorization = `Bearer ${engineerToken}`;
  expect((await ask({ authorization }, "?state=all")).status).toBe(400);
  const text = await (await ask({ authorization })).text();
  expect(text).not.toContain("pegó");
  const { items } = JSON.parse(text);
  expect(items[0]).toEqual({
    id: expect.any(String),
    time: expect.any(String),
    reason: expect.any(String),
    path: "",
    size: expect.any(Number),
  });
  const reasons = items.map(({ reason }: { reason: string }) => reason);
  expect(reasons).toContain("not-json");
  expect(reasons).toContain("unknown-object");
  const said = await bench.events("channel.not-understood");
  expect(said.length).toBeGreaterThanOrEqual(bodies.length);
  expect(JSON.stringify(said)).not.toContain("pegó");
});

test("messages lost after a 200: while Postgres is down the answer is 503 with Retry-After, and 200 again afterwards", async () => {
  const postgres = await freshPostgres({ databases: ["gateway"] });
  const db = openDatabase<GatewayTables>({ url: postgres.urlOf("gateway"), name: "test", poolSize: 2 });
  await migrate(db, migrations);
  const app = express();
  const { vault, metrics, logger, now } = bench;
  const deliveries = groupCommit<RawDelivery>({
    write: (rows) => storeDeliveries(db, vault, rows),
    bytesOf: () => 1,
  });
  const options = {
    appSecret,
    verifyToken: "x",
    deliveries,
    isBurst: () => false,
    metrics,
    logger,
    now,
  };
  app.use(webhookRouter(options));
  const http = await listen(app, 0);
  const url = `http://127.0.0.1:${http.port}`;
  try {
    expect((await deliver(url, textFrom(her, "uno"))).status).toBe(200);
    await postgres.kill();
    const refused = await deliver(url, textFrom(her, "dos"));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await postgres.restart();
    await expect
      .poll(async () => (await deliver(url, textFrom(her, "dos"))).status, { timeout: 10_000 })
      .toBe(200);
    const rows = await db.selectFrom("raw_deliveries").select("id").execute();
    expect(rows).toHaveLength(2);
  } finally {
    await http.close();
    await db.destroy();
    await postgres.stop();
  }
});

test("a queue without room says 503 instead of growing", async () => {
  const app = express();
  const { metrics, logger, now } = bench;
  const deliveries = groupCommit<RawDelivery>({
    write: () => new Promise(() => {}),
    bytesOf: () => 1,
    queuedItems: 1,
  });
  const options = {
    appSecret,
    verifyToken: "x",
    deliveries,
    isBurst: () => false,
    metrics,
    logger,
    now,
  };
  app.use(webhookRouter(options));
  const http = await listen(app, 0);
  const controller = new AbortController();
  const bodies = Array.from({ length: 6 }, (_, index) => JSON.stringify({ index }));
  const answers = bodies.map((body) =>
    fetch(`http://127.0.0.1:${http.port}/webhook`, {
      method: "POST",
      headers: { "x-hub-signature-256": sign(body) },
      body,
      signal: controller.signal,
    }).then(
      ({ status }) => status,
      () => "waiting",
    ),
  );
  const refused = await Promise.any(answers);
  expect(refused).toBe(503);
  controller.abort();
  await Promise.all(answers);
  await http.close();
});
