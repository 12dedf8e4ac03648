import { type Simulator, startSimulator } from "@liss/simulator";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { deliver, phoneNumberId, textFrom } from "../testing/payloads.test-support.ts";
import { lookAtLine, type WatchOptions } from "./line-watch.ts";
import { rateDefaults, webhookRates } from "./webhook-rates.ts";

const minute = 60_000;
let bench: Bench;
let simulator: Simulator;
let options: WatchOptions;

beforeAll(async () => {
  bench = await startBench();
  simulator = await startSimulator({ webhookUrl: `${bench.url}/webhook`, phoneNumberId });
});
beforeEach(async () => {
  await bench.clear();
  await control("DELETE", "/faults");
  const { db, logger, now } = bench;
  const rates = webhookRates(now);
  const access = { url: simulator.url, version: "v25.0", phoneNumberId, accessToken: "local-access-token" };
  options = { db, logger, now, rates, graph: { ...access, timeoutMs: 2_000 }, onEvents: () => {} };
});
afterAll(async () => {
  await simulator.stop();
  await bench.stop();
});

async function control(method: string, path: string, body?: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${simulator.url}/control${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the simulator answered ${response.status}`);
}
const alerts = async () =>
  (await bench.events("operations.alert-raised")).map(({ data }) => {
    const { code, detail } = data as { code: string; detail: { alarm?: string } };
    return detail.alarm ? `${code}: ${detail.alarm}` : code;
  });
const codes = ({ alarms }: { alarms: { code: string }[] }) => alarms.map(({ code }) => code);

test("a line that WhatsApp calls connected and available is green", async () => {
  const report = await lookAtLine(options);
  expect(report).toMatchObject({
    state: "ok",
    check: {
      answer: { outcome: "answered", status: "CONNECTED", quality: "GREEN", canSendMessage: "AVAILABLE" },
    },
    traffic: { state: "learning" },
  });
  expect(await alerts()).toEqual([]);
});

test("a revoked token is found within a minute and is never shown green; when it works again a person is told", async () => {
  await lookAtLine(options);
  await control("POST", "/faults", { kind: "revoked-token", times: null });
  bench.clock.advance(minute);
  const report = await lookAtLine(options);
  expect(report).toMatchObject({
    state: "down",
    check: { answer: { outcome: "refused", whatsappCode: 190 } },
  });
  expect(codes(report)).toEqual(["token-revoked"]);
  bench.clock.advance(minute);
  await lookAtLine(options);
  expect(await alerts()).toEqual(["token-revoked"]);
  await control("DELETE", "/faults");
  for (let times = 0; times < 5; times += 1) {
    bench.clock.advance(minute);
    await lookAtLine(options);
  }
  expect((await lookAtLine(options)).state).toBe("ok");
  expect(await alerts()).toEqual(["token-revoked", "line-alarm-over: token-revoked"]);
});

test("WhatsApp out of reach: not green at once, an alarm after three minutes", async () => {
  options = { ...options, graph: { ...options.graph, url: "http://127.0.0.1:9" } };
  for (const expected of [[], [], ["channel-not-reached"]]) {
    const report = await lookAtLine(options);
    expect(report.state).not.toBe("ok");
    expect(codes(report)).toEqual(expected);
    bench.clock.advance(minute);
  }
});

test("two replicas ask WhatsApp once a minute between them, and raise each alarm once", async () => {
  await control("POST", "/faults", { kind: "revoked-token", times: null });
  for (let round = 0; round < 3; round += 1) {
    await Promise.all([lookAtLine(options), lookAtLine({ ...options, rates: webhookRates(bench.now) })]);
    bench.clock.advance(minute);
  }
  expect(await alerts()).toEqual(["token-revoked"]);
});

test("before WhatsApp has answered the state is unknown, not green", async () => {
  const report = await lookAtLine({ ...options, graph: { ...options.graph, url: "http://127.0.0.1:9" } });
  expect(report).toMatchObject({ state: "unknown", alarms: [] });
});

test("a silent line is an alarm: where messages came every few minutes for weeks, an hour without any", async () => {
  const hour = new Date("2026-11-23T21:00:00.000Z").getTime();
  const hours = Array.from({ length: 21 * 24 }, (_, back) => ({
    hour: new Date(hour - (back + 1) * 3_600_000),
    messages: 20,
  }));
  await bench.db.insertInto("traffic_hours").values(hours).execute();
  await bench.receive(textFrom({ phone: "56900000001" }, "hola"));
  bench.clock.advance(10 * minute);
  expect(await lookAtLine(options)).toMatchObject({ state: "ok", traffic: { state: "normal" } });
  bench.clock.advance(30 * minute);
  const report = await lookAtLine(options);
  expect(report).toMatchObject({ state: "down", traffic: { state: "silent" } });
  expect(await alerts()).toEqual(["line-silent"]);
  await bench.receive(textFrom({ phone: "56900000001" }, "sigo aquí"));
  bench.clock.advance(4 * minute);
  expect(codes(await lookAtLine(options))).toEqual([]);
  expect(await alerts()).toEqual(["line-silent", "line-alarm-over: line-silent"]);
});

test("messages are counted by the hour, also those that are interpreted late", async () => {
  await bench.receive(textFrom({ phone: "56900000001" }, "uno"), textFrom({ phone: "56900000002" }, "dos"));
  bench.clock.advance(60 * minute);
  await lookAtLine(options);
  await bench.receive(textFrom({ phone: "56900000003" }, "tres"));
  bench.clock.advance(60 * minute);
  await lookAtLine(options);
  const hours = await bench.db.selectFrom("traffic_hours").select("messages").orderBy("hour").execute();
  expect(hours.map(({ messages }) => messages)).toEqual([2, 1]);
});

test("webhooks that are all refused, and deliveries that nobody interprets, are alarms", async () => {
  for (let times = 0; times < rateDefaults.wrongSignaturesAlone; times += 1)
    options.rates.record("wrong-signature");
  await deliver(bench.url, textFrom({ phone: "56900000001" }, "hola"));
  bench.clock.advance(2 * minute);
  expect(codes(await lookAtLine(options))).toEqual(["interpretation-behind", "webhooks-all-refused"]);
});
