import { AlertRaised } from "@liss/contracts";
import { connectBus, declareTopology } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { freshNats, testClock } from "@liss/testing";
import { expect, test } from "vitest";
import { writeAlarm } from "./write-alarm.ts";

test("a record that cannot be written cries past the database, after five seconds and every minute", async () => {
  const nats = await freshNats();
  const logger = createLogger("audit-test");
  logger.level = "fatal";
  const admin = await connectBus({ ...nats.users.admin, url: nats.url, service: "admin", logger });
  await declareTopology(admin);
  const bus = await connectBus({ ...nats.users.audit, url: nats.url, service: "audit", logger });
  const clock = testClock();
  const alarm = writeAlarm({ bus, logger, now: clock.now });
  const full = Object.assign(new Error("no space"), { code: "53100" });
  const alerts = async () => {
    await bus.connection.flush();
    const manager = await admin.jetstream.jetstreamManager();
    return (await manager.streams.info("liss", { subjects_filter: AlertRaised.subject })).state.messages;
  };

  alarm.failed(full);
  clock.advance(4_999);
  alarm.failed(full);
  expect(await alerts()).toBe(0);
  clock.advance(1);
  for (let again = 0; again < 3; again += 1) alarm.failed(full);
  await expect.poll(alerts).toBe(1);
  clock.advance(60_000);
  alarm.failed(full);
  await expect.poll(alerts).toBe(2);
  alarm.wrote();
  alarm.failed(full);
  expect(await alerts()).toBe(2);

  const manager = await admin.jetstream.jetstreamManager();
  const stored = await manager.streams.getMessage("liss", { last_by_subj: AlertRaised.subject });
  expect(stored?.json()).toMatchObject({
    data: { code: "record-not-written", detail: { reason: "disk-full" } },
  });
  await bus.drain();
  await admin.drain();
  await nats.stop();
});
