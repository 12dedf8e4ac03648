import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startNats } from "./nats/start-nats.ts";
import { isAlive } from "./server-process.ts";

function dataDir(): string {
  const path = mkdtempSync(join(tmpdir(), "liss-nats-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("it starts, is killed, starts again on the same port and data, and stops without a trace", async () => {
  const options = { dataDir: dataDir() };
  const first = await startNats(options);
  await first.kill();
  const second = await startNats({ ...options, port: first.port });
  expect(second.url).toBe(first.url);
  await second.stop();
  expect([first.pid, second.pid].filter(isAlive)).toEqual([]);
});

test("a configuration it does not understand is told in one sentence", async () => {
  await expect(startNats({ dataDir: dataDir(), config: "authorization { nonsense" })).rejects.toThrow(
    /^NATS did not start: .*Parse error on line 1/,
  );
});

test("a taken port is named", async () => {
  const server = await startNats({ dataDir: dataDir() });
  onTestFinished(() => server.stop());
  await expect(startNats({ dataDir: dataDir(), port: server.port })).rejects.toThrow(
    `Port ${server.port}, which NATS needs, is already taken`,
  );
});
