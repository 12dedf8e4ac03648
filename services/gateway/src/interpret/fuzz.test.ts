import { expect, test } from "vitest";
import { fuzzWebhooks } from "../testing/webhook-fuzz.test-support.ts";

/** A hundred thousand: `npm run fuzz:webhook -- --cases 100000`, or LISS_FUZZ_CASES here. */
const cases = Number(process.env.LISS_FUZZ_CASES ?? 4_000);

test("mutated real webhooks, broken bytes, any JSON: nothing throws and no good neighbour is lost", () => {
  expect(fuzzWebhooks(cases).cases).toBeGreaterThanOrEqual(cases);
}, 600_000);
