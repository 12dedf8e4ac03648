import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { phoneNumberId } from "../testing/payloads.test-support.ts";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";
import { cancelWaiting } from "./goodbye.ts";
import { createPacer } from "./pacing.ts";

let sending: SendingBench;
beforeAll(async () => {
  sending = await startSendingBench();
});
afterEach(() => sending.reset());
afterAll(() => sending.stop());

test("what waits for her when she says her exit word does not leave; what others wait for does, and what she asks later", async () => {
  const { bench } = sending;
  const [her, another] = [await sending.contact(), await sending.contact()];
  const waiting = [await sending.say(her, "uno"), await sending.say(her, "dos")];
  const others = await sending.say(another, "hola");
  const options = {
    tracking: bench.tracking,
    pacer: createPacer({ db: bench.db, phoneNumberId }),
    phoneNumberId,
    now: bench.now(),
  };
  await bench.db
    .transaction()
    .execute((tx) => cancelWaiting(tx, { contactId: her, until: bench.now() }, options));
  for (const id of waiting) expect(await bench.stateOf(id)).toMatchObject({ state: "failed" });
  expect(await sending.alerts()).toEqual([]);

  bench.clock.advance(60_000);
  const later = await sending.say(her, "tres");
  bench.clock.advance(60_000);
  sending.dispatch();
  await sending.becomes(others, "accepted");
  await sending.becomes(later, "accepted");
  expect(sending.textsPosted().sort()).toEqual(["hola", "tres"]);
});
