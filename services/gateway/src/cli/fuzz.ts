import { parseArgs } from "node:util";
import { fuzzWebhooks } from "../testing/webhook-fuzz.test-support.ts";

/** `npm run -s fuzz:webhook -- [--cases 100000] [--seed N]`: exit code 1 and the smallest case when one fails. */
const { values } = parseArgs({
  options: { cases: { type: "string", default: "100000" }, seed: { type: "string" } },
});
const cases = Number(values.cases);
const seed = values.seed === undefined ? undefined : Number(values.seed);
if (!Number.isSafeInteger(cases) || cases < 1 || (seed !== undefined && !Number.isSafeInteger(seed))) {
  process.stderr.write("usage: npm run -s fuzz:webhook -- [--cases 100000] [--seed N]\n");
  process.exit(64);
}
try {
  const result = fuzzWebhooks(cases, seed);
  process.stderr.write(
    `${result.cases} webhooks in ${result.seconds} s: nothing thrown, no neighbour lost\n`,
  );
  process.stdout.write(
    `${JSON.stringify({
      command: "fuzz:webhook",
      figures: result,
      goals: [{ name: "webhooks that threw or lost a neighbour", value: 0, goal: "0", met: true }],
    })}\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
