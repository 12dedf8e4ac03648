import { afterEach, beforeEach, expect, test } from "vitest";
import { startSimulator } from "./index.ts";
import { type Bench, startBench } from "./testing/bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

test("the handshake is verified with the right token only", async () => {
  expect(await bench.control("POST", "/verify")).toEqual({ verified: true, status: 200 });
  const stranger = await startSimulator({ webhookUrl: bench.gateway.url, verifyToken: "other" });
  const answer = await fetch(`${stranger.url}/control/verify`, { method: "POST" });
  expect(await answer.json()).toEqual({ verified: false, status: 403 });
  await stranger.stop();
});

test("health, the line's state and a bad control request have their answers", async () => {
  expect((await fetch(`${bench.simulator.url}/healthz`)).status).toBe(200);
  const fields = await fetch(`${bench.simulator.url}/v25.0/100000000000001?fields=status,health_status`, {
    headers: { authorization: "Bearer local-access-token" },
  });
  expect(await fields.json()).toMatchObject({
    status: "CONNECTED",
    health_status: { can_send_message: "AVAILABLE" },
  });
  expect(await bench.control("POST", "/faults", { kind: "delay", ms: -1 })).toMatchObject({ status: 400 });
});
