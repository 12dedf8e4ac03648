import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@liss/local/stack";
import { type Trial, trial } from "@liss/local/trial";
import { auditTally, isComplete, type Tally } from "./audit-tally.ts";
import { newPhones, type Phones } from "./phones.ts";
import { runProgram } from "./run-program.ts";
import { startTraffic } from "./traffic.ts";
import { startWitness } from "./witness.ts";

/**
 * Kills the audit, NATS and Postgres in turn while messages come in, and then compares the record with what each service
 * counted: no gap, no double, and one tree under every checkpoint that anybody was ever shown. Ends with code 1 when not.
 */
const plan = {
  phones: 16,
  perSecond: 20,
  victims: ["audit", "nats", "audit", "postgres"] as const,
  rounds: 2,
  calmMs: 4_000,
  downMs: 800,
  settleMs: 180_000,
} as const;

const begun = performance.now();

await trial({ durable: true }, async (house) => {
  const { stack, say } = house;
  const phones = await newPhones(stack, plan.phones);
  const witness = startWitness(stack.addresses.audit);
  const traffic = startTraffic(phones, plan.perSecond);
  const kills = await killInTurn(stack, phones, say);
  await traffic.stop();
  say(`${traffic.written.length} messages written, ${kills} kills; waiting until everything has arrived…`);
  const tally = await settled(stack, phones);
  const shown = await witness.stop();
  const proofs = await judge(house, shown);

  const doubled = tally.sources.reduce((sum, one) => sum + one.doubled, 0) + tally.doubledEvents;
  const missing = tally.sources.reduce((sum, one) => sum + one.missing, 0);
  const figures = {
    written: traffic.written.length,
    kills,
    entries: tally.entries,
    checkpointsShown: shown.length,
    missing,
    doubled,
    fsck: proofs.fsck,
    verify: proofs.verify,
    seconds: Math.round((performance.now() - begun) / 1_000),
  };
  for (const { source, counted, missing: lost, doubled: twice } of tally.sources) {
    process.stdout.write(
      `${source.padEnd(20)} counted ${String(counted).padStart(6)}  missing ${lost}  doubled ${twice}\n`,
    );
  }
  const zero = (name: string, value: number) => ({ name, value, goal: 0, met: value === 0 });
  const goals = [
    zero("missing", missing),
    zero("doubled", doubled),
    zero("holes in the index", tally.holes),
    zero("fsck's exit code", proofs.fsck),
    zero("the verifier's exit code, under every checkpoint shown", proofs.verify),
  ];
  process.stdout.write(`${JSON.stringify({ command: "chaos:audit", figures, goals })}\n`);
  return goals.every(({ met }) => met) && shown.length > 0;
});

async function killInTurn(house: Stack, phones: Phones, say: Trial["say"]): Promise<number> {
  let kills = 0;
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const victim of plan.victims) {
      await sleep(plan.calmMs * (0.7 + 0.6 * Math.random()));
      say(`  round ${round}: kill -9 ${victim}`);
      await house.kill(victim);
      kills += 1;
      await sleep(plan.downMs);
      await house.restart(victim);
      await phones.retryNow();
    }
  }
  await sleep(plan.calmMs);
  return kills;
}

/** Reads until what every service counted is on the record, twice the same, or time is over. */
async function settled(house: Stack, phones: Phones): Promise<Tally> {
  const until = performance.now() + plan.settleMs;
  let before = -1;
  for (;;) {
    await phones.retryNow();
    await sleep(2_000);
    const tally = await auditTally(house);
    if ((isComplete(tally) && tally.entries === before) || performance.now() > until) return tally;
    before = tally.entries;
  }
}

/** The record where it is kept, and a bundle of it under every checkpoint that was shown on the way. */
async function judge({ stack, place, dataDir }: Trial, shown: readonly { size: number; note: string }[]) {
  const env = {
    DATABASE_URL: stack.postgresUrl("audit"),
    CHECKPOINT_FILE: join(dataDir, "checkpoints", "checkpoints.jsonl"),
    LISS_CHECKPOINT_KEY: stack.secrets.checkpointKey,
    LISS_LOG_ORIGIN: "liss.local/audit",
  };
  const notes = place("shown.jsonl");
  await writeFile(notes, shown.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const bundle = place("bundle.tar.gz");
  const key = (await (await fetch(`${stack.addresses.audit}/log-key`)).text()).trim();
  const fsck = await runProgram("services/audit/src/cli/fsck.ts", [], env);
  const period = ["--from", "2000-01-01T00:00:00Z", "--to", "2100-01-01T00:00:00Z"];
  await runProgram("services/audit/src/cli/export.ts", [...period, "--out", bundle], env);
  const verify = await runProgram(
    "services/audit/src/cli/verify.ts",
    [bundle, "--key", key, "--checkpoints", notes],
    {},
  );
  return { fsck, verify };
}
