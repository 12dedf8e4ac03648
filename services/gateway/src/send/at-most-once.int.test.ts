import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { AcceptedMessage } from "@liss/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SenderProcess, startSenderProcess } from "../testing/dispatcher-process.test-support.ts";
import { startSendersBench } from "../testing/senders.test-support.ts";

const kills = 50;

let bench: Awaited<ReturnType<typeof startSendersBench>>;
let proxy: Server;
/** Called at three points of every POST: it came, WhatsApp accepted it, the answer left. */
let at: (moment: "came" | "accepted" | "answered") => Promise<void> | void = () => {};

beforeAll(async () => {
  bench = await startSendersBench(10);
  proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await at("came");
    if (request.socket.destroyed) return;
    const answer = await fetch(`${bench.simulator.url}${request.url}`, {
      method: "POST",
      headers: { authorization: request.headers.authorization ?? "", "content-type": "application/json" },
      body: Buffer.concat(chunks),
    });
    const text = await answer.text();
    await at("accepted");
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
    await at("answered");
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await bench.stop();
});

test(`${kills} times kill -9 between the POST and the commit: no text reaches her twice, and none is lost in silence`, async () => {
  const graphUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const start = () => startSenderProcess({ ...bench.settings, graphUrl });
  let sender: SenderProcess = await start();
  let spare = start();
  const fellAt = { came: 0, accepted: 0, answered: 0 };
  sender.go();
  for (let kill = 0; kill < kills; kill += 1) {
    const moment = (["came", "accepted", "answered"] as const)[kill % 3]!;
    const killed = new Promise<void>((resolve) => {
      at = async (now) => {
        if (now !== moment) return;
        at = () => {};
        fellAt[moment] += 1;
        // After the answer left: somewhere between its arrival and the end of the commit.
        if (moment === "answered") await sleep(Math.random() * 4);
        await sender.kill();
        resolve();
      };
    });
    for (let count = 0; count < 3; count += 1) await bench.ask();
    await killed;
    sender = await spare;
    sender.go();
    spare = start();
  }
  at = () => {};
  const unfinished = async () => (await bench.rows()).filter(({ dispatch }) => dispatch !== "done").length;
  await expect.poll(unfinished, { timeout: 30_000 }).toBe(0);
  await sender.kill();
  await (await spare).kill();

  expect(fellAt.came + fellAt.accepted + fellAt.answered).toBe(kills);
  const { accepted } = await bench.control<{ accepted: AcceptedMessage[] }>("GET", "/accepted");
  const times = new Map<string, number>();
  for (const { callbackData = "" } of accepted) times.set(callbackData, (times.get(callbackData) ?? 0) + 1);
  expect([...times.values()].filter((count) => count > 1)).toEqual([]);
  for (const phone of bench.phones) {
    const texts = await bench.textsOn(phone);
    expect(new Set(texts).size).toBe(texts.length);
  }
  // Whatever is not known to have been accepted is shown as unknown: nobody believes that it arrived.
  const rows = await bench.rows();
  expect(rows).toHaveLength(3 * kills);
  for (const { message_id, state } of rows) {
    expect(["accepted", "unknown"]).toContain(state);
    if (state === "accepted") expect(times.get(message_id)).toBe(1);
  }
}, 180_000);
