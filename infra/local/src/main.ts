import { parseArgs } from "node:util";
import { demoPeople } from "@liss/identity";
import { killEverything, lissFolder } from "@liss/servers";
import { explain } from "../prepare.mjs";
import { createProgress, seconds } from "../progress.mjs";
import { startBuildWatch } from "./build-watch.ts";
import { portsFrom } from "./stack/ports.ts";
import { type Stack, startStack } from "./stack.ts";
import { onStopRequest } from "./stop-request.ts";
import { summary } from "./summary.ts";

const begun = Date.now();
const progress = createProgress();
const starting = new AbortController();
let stack: Stack | undefined;

onStopRequest({
  stop: async () => {
    starting.abort();
    if (stack === undefined) return; // the start under way undoes itself and ends below
    const step = progress.step("Stopping");
    await stack.stop().then(() => step.done(), giveUp);
    process.exit(0);
  },
  force: () => {
    killEverything();
    process.exit(1);
  },
});

try {
  const { values } = parseArgs({ options: { fresh: { type: "boolean" }, watch: { type: "boolean" } } });
  stack = await startStack({
    dataDir: lissFolder,
    ports: portsFrom(process.env),
    fresh: values.fresh ?? false,
    watch: values.watch ?? false,
    progress,
    signal: starting.signal,
  });
  if (values.watch) await startBuildWatch(stack.logsDir);
  progress.line(summary(stack, demoPeople));
  progress.line(`  Ready in ${seconds(Date.now() - begun)}.`);
} catch (error) {
  if (starting.signal.aborted) process.exit(0);
  giveUp(error);
}

function giveUp(error: unknown): never {
  process.stderr.write(explain(error));
  process.exit(1);
}
