import express from "express";
import { afterEach, expect, test } from "vitest";
import { type Check, healthRouter, type Listening, listen } from "./index.ts";

const open: Listening[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function get(path: string, ready: Record<string, Check> = {}) {
  const app = express().use(healthRouter({ ready, timeoutMs: 50 }));
  const listening = await listen(app, 0);
  open.push(listening);
  return fetch(`http://127.0.0.1:${listening.port}${path}`);
}

test("healthz answers as long as the process does, whatever its dependencies", async () => {
  const response = await get("/healthz", { postgres: () => Promise.reject(new Error("down")) });
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
});

test("readyz is 200 when every check passes", async () => {
  const response = await get("/readyz", { postgres: async () => {}, nats: async () => "connected" });
  expect([response.status, await response.json()]).toEqual([
    200,
    { status: "ready", checks: { postgres: "ok", nats: "ok" } },
  ]);
});

test("readyz says which check failed or hangs, and not why", async () => {
  const response = await get("/readyz", {
    postgres: () => {
      throw new Error("clave secreta");
    },
    nats: () => new Promise(() => {}),
    vault: async () => {},
  });
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: "not-ready", checks: { postgres: "failed", nats: "timed-out", vault: "ok" } },
  ]);
});

test("a taken port is one clear sentence", async () => {
  const first = await listen(express(), 0);
  open.push(first);
  await expect(listen(express(), first.port)).rejects.toThrow(
    `port ${first.port} is taken by another program`,
  );
});

test("closing lets a request in flight finish", async () => {
  const app = express();
  let arrived: () => void;
  const inFlight = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  app.get("/slow", (_request, response) => {
    arrived();
    setTimeout(() => response.send("done"), 100);
  });
  const { port, close } = await listen(app, 0);
  const answer = fetch(`http://127.0.0.1:${port}/slow`);
  await inFlight;
  await close();
  expect(await (await answer).text()).toBe("done");
  await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow();
});
