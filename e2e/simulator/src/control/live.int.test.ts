import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Bench, eventually, her, startBench, text } from "../testing/bench.ts";
import type { LiveUpdate } from "../view.ts";

let bench: Bench;
let page: WebSocket;
let pushed: LiveUpdate[];

beforeEach(async () => {
  bench = await startBench();
  pushed = [];
  page = new WebSocket(`${bench.simulator.url.replace("http", "ws")}/control/live`);
  page.on("message", (data) => pushed.push(JSON.parse(String(data)) as LiveUpdate));
  await once(page, "open");
});
afterEach(async () => {
  page.terminate();
  await bench.stop();
});

const visible = (yes: boolean) => page.send(JSON.stringify({ type: "visibility", visible: yes }));

test("a page gets everything at once, and then what changes", async () => {
  await eventually(() => expect(pushed[0]).toMatchObject({ type: "snapshot", phones: [{ id: her }, {}] }));
  const { id } = await bench.says({ type: "text", text: "hola" });
  await eventually(() =>
    expect(pushed).toContainEqual(
      expect.objectContaining({
        type: "messages",
        phoneId: her,
        messages: [expect.objectContaining({ id, status: "delivered" })],
      }),
    ),
  );
});

test("a message is not read while the page that shows its phone is hidden", async () => {
  await bench.says({ type: "text", text: "hola" });
  visible(false);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await bench.graph(text("te leo"));
  await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered"]));
  visible(true);
  await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered", "read"]));
});

test("a fresh start forgets everything, and everything works again", async () => {
  await bench.says({ type: "text", text: "hola" });
  await bench.inject({ kind: "revoked-token" });
  await bench.control("POST", "/reset");
  expect(await bench.conversation()).toEqual([]);
  await bench.says({ type: "text", text: "otra vez" });
  await eventually(() =>
    expect(bench.gateway.messages().at(-1)).toMatchObject({ text: { body: "otra vez" } }),
  );
  expect((await bench.graph(text("te leo"))).status).toBe(200);
});
