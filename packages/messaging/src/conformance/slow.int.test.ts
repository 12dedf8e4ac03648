import { afterAll, expect, test } from "vitest";
import { attempt } from "../inbox/attempt.ts";
import { messageReceived, sleep } from "./effects.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
afterAll(() => world.destroy());

test("a handler that dawdles in its transaction is at fault, and does not pass for an outage", async () => {
  world = await createWorld();
  const event = messageReceived(1);
  const task = {
    key: event.id,
    run: async (context: {
      tx: { selectFrom(table: "inbox"): { selectAll(): { execute(): Promise<unknown> } } };
    }) => {
      await sleep(10_500);
      await context.tx.selectFrom("inbox").selectAll().execute();
    },
  };
  const failure = attempt(world.triage as never, "triage", task as never, {
    eventId: event.id,
    deliveries: 1,
  });
  await expect(failure).rejects.toMatchObject({ name: "HandlerTooSlow" });
  expect(await world.triage.selectFrom("inbox").selectAll().execute()).toEqual([]);
});
