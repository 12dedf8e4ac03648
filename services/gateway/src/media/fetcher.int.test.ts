import { openMedia } from "@liss/media";
import { type Simulator, startSimulator } from "@liss/simulator";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { interpretNext } from "../interpret/interpreter.ts";
import { graphClient } from "../send/graph-client.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { startMediaStore } from "../testing/media-store.test-support.ts";
import { appSecret, phoneNumberId } from "../testing/payloads.test-support.ts";
import { type FetcherOptions, fetchNext } from "./fetcher.ts";
import { keepFiles } from "./jobs.ts";

const her = "56900000001";
const picture = Buffer.concat([Buffer.from("ffd8ffe000104a464946", "hex"), Buffer.alloc(300_000, 7)]);

let bench: Bench;
let simulator: Simulator;
let files: Awaited<ReturnType<typeof startMediaStore>>;
let options: FetcherOptions;

beforeAll(async () => {
  [bench, files] = await Promise.all([startBench(), startMediaStore()]);
  simulator = await startSimulator({
    webhookUrl: `${bench.url}/webhook`,
    appSecret,
    phoneNumberId,
    now: bench.now,
    retryDelaysMs: [0, 20],
  });
  const accessToken = simulator.line.accessToken;
  options = {
    ...bench,
    store: files.store,
    graph: graphClient({
      url: simulator.url,
      version: "v25.0",
      phoneNumberId,
      accessToken,
      timeoutMs: 2_000,
    }),
    accessToken,
    hosts: { allowed: ["lookaside.fbsbx.com"], alsoOrigin: new URL(simulator.url).origin },
    maxBytes: 1_000_000,
    onEvents: () => {},
  };
});
afterEach(async () => {
  await control("DELETE", "/faults");
  await bench.clear();
  bench.clock.set("2026-11-23T21:00:00.000Z");
});
afterAll(async () => {
  await simulator.stop();
  await bench.stop();
  await files.stop();
});

async function control(method: string, path: string, body?: object): Promise<void> {
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** What she sent arrives in its own time, and is interpreted. */
async function interpreted(): Promise<void> {
  const received = async () => (await bench.events("channel.message-received")).length;
  const before = await received();
  const look = async () => {
    await interpretNext({ ...bench, keepFiles });
    return await received();
  };
  await expect.poll(look).toBeGreaterThan(before);
}

/** She sends a file, and it is interpreted. */
async function sends(file: object): Promise<string> {
  await control("POST", `/phones/${her}/messages`, { type: "image", mimeType: "image/jpeg", ...file });
  await interpreted();
  const { data } = (await bench.events("channel.message-received")).at(-1)!;
  return (data as { messageId: string }).messageId;
}
const trouble = (what: string, times = 1) =>
  control("POST", "/faults", { kind: "file-trouble", trouble: what, times });
const settled = async () =>
  (await bench.events("channel.media-settled")).map(
    ({ data }) => data as { messageId: string; outcome: Record<string, unknown> },
  );
const failed = (reason: string) => [{ outcome: { state: "failed", reason } }];
const waiting = async () => await bench.db.selectFrom("media_jobs").selectAll().execute();
async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("her picture is fetched on receipt, checked, sealed, and opens again as it was", async () => {
  const messageId = await sends({ data: picture.toString("base64"), caption: "mira" });
  expect(await fetchNext(options)).toBe(true);
  const [done] = await settled();
  expect(done).toEqual({
    messageId,
    outcome: {
      state: "stored",
      object: expect.any(String),
      keyId: expect.any(String),
      mimeType: "image/jpeg",
      bytes: picture.length,
    },
  });
  const place = { object: String(done!.outcome.object), messageId };
  expect(
    (await whole(await openMedia({ store: files.store, vault: bench.vault }, place))).equals(picture),
  ).toBe(true);
  expect(await waiting()).toEqual([]);
  expect(await fetchNext(options)).toBe(false);
});

test("media that fails: an address that is gone is asked for again, as often as it takes", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("address-gone", 2);
  await fetchNext(options);
  expect(await settled()).toMatchObject([{ outcome: { state: "stored" } }]);
});

test("the token is not carried to where a redirect leads", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("redirected");
  await fetchNext(options);
  expect(await settled()).toMatchObject([{ outcome: { state: "stored" } }]);
});

test("a redirect, or an address, to an unexpected host is not followed at all", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("redirected-away");
  await fetchNext(options);
  expect(await settled()).toMatchObject(failed("not-downloadable"));
  await bench.clear();
  await sends({ data: picture.toString("base64") });
  await fetchNext({ ...options, hosts: { allowed: ["lookaside.fbsbx.com"] } });
  expect(await settled()).toMatchObject(failed("not-downloadable"));
});

test("a file that arrives altered is fetched once more, and refused if it stays so", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("altered");
  await fetchNext(options);
  expect(await settled()).toEqual([]);
  bench.clock.advance(2_000);
  await fetchNext(options);
  expect(await settled()).toMatchObject([{ outcome: { state: "stored" } }]);

  await bench.clear();
  await sends({ data: picture.toString("base64") });
  await trouble("altered", 2);
  await fetchNext(options);
  bench.clock.advance(2_000);
  await fetchNext(options);
  expect(await settled()).toMatchObject(failed("wrong-hash"));
  const alert = (await bench.events("operations.alert-raised")).at(-1);
  expect(alert?.data).toMatchObject({ code: "media-not-fetched", detail: { reason: "wrong-hash" } });
});

test("a file that is larger than may be is stopped on its way, whatever it says of itself", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("larger-than-said");
  await fetchNext(options);
  expect(await settled()).toMatchObject(failed("too-large"));
  await bench.clear();
  await sends({ data: Buffer.alloc(1_000_001).toString("base64") });
  await fetchNext(options);
  expect(await settled()).toMatchObject(failed("too-large"));
});

test("a program that calls itself a picture is refused, and its caption stays", async () => {
  await sends({ data: Buffer.from(`MZ${"\0".repeat(200)}`).toString("base64"), caption: "¿puedes abrirlo?" });
  await fetchNext(options);
  expect(await settled()).toMatchObject(failed("refused-type"));
  const received = (await bench.events("channel.message-received")).at(-1)!;
  expect(await bench.contentOf(received)).toMatchObject({ kind: "image", caption: "¿puedes abrirlo?" });
});

test("the line breaks off, the server fails, the token is revoked: later, with growing waits", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("broken-off");
  await fetchNext(options);
  await trouble("server-error");
  bench.clock.advance(1_000);
  await fetchNext(options);
  await control("POST", "/faults", { kind: "revoked-token", times: 1 });
  bench.clock.advance(2_000);
  await fetchNext(options);
  expect(await settled()).toEqual([]);
  expect(await waiting()).toMatchObject([{ attempts: 3 }]);
  bench.clock.advance(3_999);
  expect(await fetchNext(options)).toBe(false);
  bench.clock.advance(1);
  await fetchNext(options);
  expect(await settled()).toMatchObject([{ outcome: { state: "stored" } }]);
});

test("a file that WhatsApp does not know is asked for a few times and then given up", async () => {
  await sends({ data: picture.toString("base64") });
  await trouble("unknown", 10);
  for (let attempt = 0; attempt < 4; attempt += 1) {
    expect(await settled()).toEqual([]);
    await fetchNext(options);
    bench.clock.advance(60_000);
  }
  expect(await settled()).toMatchObject(failed("not-downloadable"));
});

test("one that could not be had in a day, or in the seven that WhatsApp keeps it, says so", async () => {
  for (const [days, reason] of [
    [2, "given-up"],
    [8, "expired"],
  ] as const) {
    await sends({ data: picture.toString("base64") });
    bench.clock.advance(days * 86_400_000);
    await fetchNext(options);
    expect(await settled()).toMatchObject(failed(reason));
    await bench.clear();
    bench.clock.set("2026-11-23T21:00:00.000Z");
  }
});

test("what WhatsApp itself could not fetch fails at once, and its message is there", async () => {
  await control("POST", `/phones/${her}/messages`, {
    type: "raw",
    message: { type: "image", image: { caption: "era grande" }, errors: [{ code: 131052 }] },
  });
  await interpreted();
  await fetchNext(options);
  expect(await settled()).toMatchObject(failed("not-downloadable"));
});

test("two replicas fetch a file once, and what a dead one left is taken up by another", async () => {
  await sends({ data: picture.toString("base64") });
  await Promise.all([fetchNext(options), fetchNext(options)]);
  expect(await settled()).toHaveLength(1);
  await bench.clear();
  await sends({ data: picture.toString("base64") });
  await bench.db
    .updateTable("media_jobs")
    .set({ attempts: 1, next_attempt_at: new Date(bench.now().getTime() + 60_000) })
    .execute();
  expect(await fetchNext(options)).toBe(false);
  bench.clock.advance(60_000);
  expect(await fetchNext(options)).toBe(true);
  expect(await settled()).toMatchObject([{ outcome: { state: "stored" } }]);
});
