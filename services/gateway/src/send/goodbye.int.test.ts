import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";
import { noteGoodbye } from "./goodbye.ts";

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
  const at = bench.now();
  const goodbye = { contactId: her, saidAt: at, heardAt: at };
  await bench.db
    .transaction()
    .execute((tx) => noteGoodbye(tx, goodbye, { tracking: bench.tracking, now: at }));
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
