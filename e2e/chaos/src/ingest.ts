import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@liss/local/stack";
import { type Trial, trial } from "@liss/local/trial";
import { newPhones, type Phones } from "./phones.ts";
import { isWhole, type Reconciliation, reconcile } from "./reconcile.ts";
import { recordReader } from "./record.ts";
import { table } from "./table.ts";
import { startTraffic } from "./traffic.ts";

/**
 * Kills the gateway, Postgres and NATS in turn while numbered messages come in, repeated and in batches, and then
 * counts: accepted = interpreted = on the timeline = in the audit, none lost, none doubled. Ends with code 1 when not.
 */
const plan = {
  phones: 16,
  perSecond: 40,
  victims: ["gateway", "postgres", "nats"] as const,
  rounds: 3,
  /** Between two kills: long enough to be at full speed again. */
  calmMs: 4_000,
  /** How long each stays down. */
  downMs: 800,
  /** After the last kill, as long as something still arrives; given up when nothing has for so long. */
  standstillMs: 45_000,
} as const;

const begun = performance.now();

await trial({ durable: true }, async ({ stack, say }) => {
  const phones = await newPhones(stack, plan.phones);
  const traffic = startTraffic(phones, plan.perSecond);
  const kills = await killInTurn(stack, phones, say);
  await traffic.stop();
  say(`${traffic.written.length} messages written, ${kills} kills; waiting until everything has arrived…`);
  const result = await settled(stack, phones, traffic.written);
  const { webhooks } = await phones.counters();

  const seconds = Math.round((performance.now() - begun) / 1_000);
  process.stdout.write(`${table(result)}\n`);
  const { stages, ...others } = result;
  const lost = Math.max(...Object.values(stages).map((stage) => stage.lost));
  const doubled = Math.max(...Object.values(stages).map((stage) => stage.doubled));
  const figures = {
    written: others.written,
    accepted: stages.accepted.count,
    interpreted: stages.interpreted.count,
    timeline: stages.timeline.count,
    audited: stages.audited.count,
    lost,
    doubled,
    deadLetters: others.deadLetters,
    notInterpreted: others.notInterpreted,
    kills,
    webhooksPosted: webhooks.sent,
    webhooksRefused: webhooks.failed,
    duplicates: webhooks.duplicated,
    seconds,
  };
  const none = (name: string, value: number) => ({ name, value, goal: "0", met: value === 0 });
  const goals = [
    none("messages lost", lost),
    none("messages doubled", doubled),
    none("dead letters", others.deadLetters),
    none("deliveries not interpreted", others.notInterpreted),
    {
      name: "accepted = interpreted = on the timeline = in the audit",
      value: stages.audited.count,
      goal: String(others.written),
      met: isWhole(result),
    },
  ];
  process.stdout.write(`${JSON.stringify({ command: "chaos:ingest", figures, goals })}\n`);
  return isWhole(result);
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

/** Reads until everything is there, or nothing has moved for a while. */
async function settled(house: Stack, phones: Phones, written: readonly string[]): Promise<Reconciliation> {
  const reader = recordReader(house);
  let arrived = -1;
  let movedAt = performance.now();
  try {
    for (;;) {
      await phones.retryNow();
      await sleep(1_500);
      const result = reconcile(written, await phones.acknowledged(), await reader.read());
      const { accepted, interpreted, timeline, audited } = result.stages;
      const now = accepted.count + interpreted.count + timeline.count + audited.count;
      if (now !== arrived) movedAt = performance.now();
      arrived = now;
      if (isWhole(result) || performance.now() - movedAt > plan.standstillMs) return result;
    }
  } finally {
    await reader.close();
  }
}
