import { afterAll, beforeAll, expect, test } from "vitest";
import { startSenderProcess } from "../testing/dispatcher-process.test-support.ts";
import { startSendersBench } from "../testing/senders.test-support.ts";

const messages = 400;
let bench: Awaited<ReturnType<typeof startSendersBench>>;
beforeAll(async () => {
  bench = await startSendersBench(50);
});
afterAll(() => bench.stop());

test("three replicas at full speed: WhatsApp never has to say slower, and every text arrives once and in order", async () => {
  for (let count = 0; count < messages; count += 1) await bench.ask();
  const settings = { ...bench.settings, timeoutMs: 5_000, abandonedAfterMs: 10_000 };
  const senders = await Promise.all([1, 2, 3].map(() => startSenderProcess(settings)));
  const begun = performance.now();
  for (const sender of senders) sender.go();
  const accepted = async () => (await bench.rows()).filter(({ state }) => state === "accepted").length;
  await expect.poll(accepted, { timeout: 90_000, interval: 100 }).toBe(messages);
  const perSecond = messages / ((performance.now() - begun) / 1_000);
  await Promise.all(senders.map((sender) => sender.kill()));

  const { messages: counted } = await bench.control<{ messages: { accepted: number; refused: number } }>(
    "GET",
    "/counters",
  );
  expect(counted).toMatchObject({ accepted: messages, refused: 0 });
  expect((await bench.rows()).every(({ attempts }) => attempts === 1)).toBe(true);
  for (const [woman, phone] of bench.phones.entries()) {
    const hers = Array.from({ length: messages / 50 }, (_, round) => `texto ${round * 50 + woman}`);
    await expect.poll(() => bench.textsOn(phone)).toEqual(hers);
  }
  expect(perSecond).toBeLessThan(82);
}, 120_000);
