import { erasureJournal } from "@liss/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { deliver, her, textFrom } from "../testing/payloads.test-support.ts";
import { expireDeliveries } from "./expire.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

test("raw deliveries go after seven days; what was never interpreted stays", async () => {
  const day = 24 * 3_600_000;
  await bench.receive(textFrom(her, "vieja"), "no es json");
  bench.clock.advance(6 * day);
  await bench.receive(textFrom(her, "nueva"));
  expect(await expireDeliveries({ ...bench, journal: erasureJournal(undefined) }, bench.now())).toBe(0);
  bench.clock.advance(day + 1);
  expect(await expireDeliveries({ ...bench, journal: erasureJournal(undefined) }, bench.now())).toBe(2);
  const proofs = await bench.events("channel.deliveries-expired");
  expect(proofs.map(({ data }) => data)).toMatchObject([{ deliveries: 2, keyIds: [expect.any(String)] }]);
  const keyIds = proofs.flatMap(({ data }) => (data as { keyIds: string[] }).keyIds);
  expect(await bench.vault.describe(keyIds)).toMatchObject([
    { scope: expect.stringMatching(/^raw:/), destroyed: true },
  ]);
  await deliver(bench.url, textFrom(her, "sin interpretar"));
  bench.clock.advance(30 * day);
  await expireDeliveries({ ...bench, journal: erasureJournal(undefined) }, bench.now());
  const left = await bench.db.selectFrom("raw_deliveries").select("state").execute();
  expect(left).toEqual([{ state: "pending" }]);
  const said = await bench.db.selectFrom("not_understood_items").select("reason").execute();
  expect(said).toEqual([{ reason: "not-json" }]);
});
