import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findChromium, findNatsServer, killEverything, lissFolder, repositoryRoot } from "@liss/servers";
import { startTestPostgres } from "@liss/testing";
import { explain } from "../prepare.mjs";
import { createProgress, seconds } from "../progress.mjs";
import { onStopRequest } from "./stop-request.ts";
import { addUp, type Count, countTests, packageResult } from "./test-run/count-tests.ts";
import { endCommands, runCommand } from "./test-run/run-command.ts";
import { tellingOutput } from "./test-run/telling-output.ts";

/** What `npm test` runs after installing and building, in this order; every step runs even if one before failed. */
type Step = { title: string; command: string; args: string[]; tests?: boolean };

const logs = join(lissFolder, "test");
const begun = Date.now();
const progress = createProgress();
const JOURNEYS = "@liss/journeys";

const steps: Step[] = [
  { title: "Format and lint", command: "biome", args: ["ci", "."] },
  { title: "Types", command: "turbo", args: ["run", "types", "--output-logs=errors-only"] },
  {
    title: "Boundaries",
    command: "depcruise",
    args: ["--config", ".dependency-cruiser.cjs", "services", "packages", "infra", "e2e"],
  },
  { title: "Dead code", command: "knip", args: [] },
  {
    title: "Unit and integration tests",
    command: "turbo",
    // Each package brings its own workers; two packages at a time keep two cores busy and memory low.
    args: ["run", "test", `--filter=!${JOURNEYS}`, "--concurrency=2", "--continue"],
    tests: true,
  },
  { title: "Journeys in Chromium", command: "turbo", args: ["run", "e2e", "--concurrency=1"], tests: true },
];

let postgres: { url: string; stop(): Promise<void> } | undefined;
onStopRequest({
  stop: async () => {
    endCommands();
    await postgres?.stop();
    process.exit(130);
  },
  force: () => {
    killEverything();
    process.exit(130);
  },
});

try {
  mkdirSync(logs, { recursive: true });
  postgres = await prepareServers();
  const outcomes = [];
  for (const step of steps) outcomes.push(await runStep(step, postgres.url));
  await postgres.stop();

  const { passed, failed } = addUp(outcomes);
  progress.line(`  ${seconds(Date.now() - begun)} in all; what each step said is in ${logs}`);
  progress.line(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
} catch (error) {
  await postgres?.stop();
  process.stderr.write(explain(error));
  process.exit(1);
}

/** What all packages share: one Postgres. NATS servers and browsers are started by those who use them. */
async function prepareServers() {
  const step = progress.step("Postgres, nats-server and Chromium");
  try {
    const onProgress = (sentence: string) => progress.line(`  ${sentence}`);
    await findNatsServer({ onProgress });
    findChromium({ onProgress });
    const server = await startTestPostgres();
    step.done();
    return server;
  } catch (error) {
    step.failed();
    throw error;
  }
}

async function runStep({ title, command, args, tests = false }: Step, postgresUrl: string): Promise<Count> {
  const shown = progress.step(title);
  const { code, output } = await runCommand({
    command,
    args,
    cwd: repositoryRoot,
    env: { ...process.env, LISS_TEST_POSTGRES_URL: postgresUrl },
    logFile: join(logs, `${title.toLowerCase().replaceAll(" ", "-")}.log`),
    onLine: (line) => {
      const result = tests ? packageResult(line) : undefined;
      if (result !== undefined) progress.line(`    ${result}`);
    },
  });
  const counted = tests ? countTests(output) : { passed: 0, failed: 0 };
  if (code === 0) {
    shown.done(tests ? `${counted.passed} passed` : undefined);
    return counted;
  }
  shown.failed();
  progress.line(tellingOutput(output));
  // A step that fails without a failing test (lint, a crash) still counts, so that the last line tells the truth.
  return { passed: counted.passed, failed: Math.max(1, counted.failed) };
}
