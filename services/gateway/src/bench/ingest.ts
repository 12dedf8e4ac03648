import { setTimeout as sleep } from "node:timers/promises";
import { type Loader, memoryOf, startLoader } from "./children.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import { type Counts, type Surroundings, startSurroundings } from "./surroundings.ts";

/** `npm run bench:ingest`: see the service's README. About three minutes; BENCH_SHORT=1 for a quick look. */
const short = process.env.BENCH_SHORT === "1";
const plan = {
  rounds: short ? 1 : 3,
  /** Of the gateway and of the grouped reference, in turn, so that the machine's moods meet both. */
  roundSeconds: short ? 2 : 5,
  singleSeconds: short ? 1 : 3,
  connections: 64,
  women: 300,
  steady: { perSecond: 500, seconds: short ? 5 : 60, connections: 128 },
  /** For what was accepted to be interpreted and published. */
  drainSeconds: 60,
};

const say = (text = "") => process.stdout.write(`${text}\n`);
const rate = ({ ok, seconds }: LoadResult) => ok / seconds;
const rounded = (value: number) => Math.round(value * 10) / 10;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const began = performance.now();
say("Starting Postgres (durable), NATS, the gateway and two references…");
const surroundings = await startSurroundings();
const loader = startLoader();
try {
  process.exitCode = (await measure(surroundings, loader)) ? 0 : 1;
} finally {
  loader.stop();
  await surroundings.stop();
}

async function measure(
  { gateway, grouped, single, secret, counts }: Surroundings,
  client: Loader,
): Promise<boolean> {
  const gatewayPort = Number(new URL(gateway.url).port);
  const common = { secret, connections: plan.connections, women: plan.women };
  let accepted = 0;
  const toGateway = async (order: Pick<LoadOrder, "seconds" | "run"> & Partial<LoadOrder>) => {
    const result = await client.run({ ...common, port: gatewayPort, ...order });
    accepted += result.ok;
    return result;
  };
  const drained = async () => {
    const from = performance.now();
    for (;;) {
      const now = await counts();
      if (
        (now.waiting === 0 && now.unpublished === 0) ||
        performance.now() - from > plan.drainSeconds * 1_000
      ) {
        return { seconds: (performance.now() - from) / 1_000, counts: now };
      }
      await sleep(100);
    }
  };

  // Every woman writes once: their contacts and keys are made before anything is measured.
  await toGateway({ seconds: 3, run: "warm", perSecond: plan.women / 3 + 50 });
  await client.run({ ...common, port: grouped.port, seconds: 1, run: "warm" });
  await client.run({ ...common, port: single.port, seconds: 1, run: "warm" });
  await drained();

  const rounds: { gateway: LoadResult; grouped: LoadResult; interpreted: number }[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    const reference = await client.run({
      ...common,
      port: grouped.port,
      seconds: plan.roundSeconds,
      run: `b${round}`,
    });
    const before = await counts();
    const own = await toGateway({ seconds: plan.roundSeconds, run: `g${round}` });
    const { seconds, counts: after } = await drained();
    const interpreted = (after.messages - before.messages) / (seconds + own.seconds);
    rounds.push({ gateway: own, grouped: reference, interpreted });
    say(
      `round ${round}: gateway ${Math.round(rate(own))}/s (p50 ${rounded(own.p50)} ms, p99 ${rounded(own.p99)} ms) · bare, grouped ${Math.round(rate(reference))}/s (p99 ${rounded(reference.p99)} ms) · ratio ${(rate(own) / rate(reference)).toFixed(2)} · interpreted meanwhile and after ${Math.round(interpreted)}/s`,
    );
  }
  const alone = await client.run({ ...common, port: single.port, seconds: plan.singleSeconds, run: "s" });
  say(`bare, one insert per request: ${Math.round(rate(alone))}/s (p99 ${rounded(alone.p99)} ms)`);

  const { steady, memory, lag } = await steadily(gateway.pid, counts, () =>
    toGateway({ ...plan.steady, run: "steady" }),
  );
  const { counts: last } = await drained();

  const figures = {
    durablePerSecond: Math.round(median(rounds.map((one) => rate(one.gateway)))),
    p50: rounded(median(rounds.map((one) => one.gateway.p50))),
    p99: rounded(median(rounds.map((one) => one.gateway.p99))),
    referenceGroupedPerSecond: Math.round(median(rounds.map((one) => rate(one.grouped)))),
    referenceSinglePerSecond: Math.round(rate(alone)),
    ratio: Math.round(median(rounds.map((one) => rate(one.gateway) / rate(one.grouped))) * 100) / 100,
    interpretedPerSecond: Math.round(median(rounds.map((one) => one.interpreted))),
    steady: {
      perSecond: plan.steady.perSecond,
      seconds: Math.round(steady.seconds),
      accepted: steady.ok,
      errors: steady.errors,
      p50: rounded(steady.p50),
      p99: rounded(steady.p99),
      max: rounded(steady.max),
      mostWaiting: lag,
      memoryMb: memory,
    },
    seconds: Math.round((performance.now() - began) / 1_000),
  };
  const growth = memory.last - memory.first;
  const mostGrowth = Math.round(Math.max(30, memory.first * 0.2));
  const invariants = invariantsOf(last, accepted);
  const goals = [
    {
      name: "durable accepts, of the grouped reference",
      value: figures.ratio,
      goal: ">= 0.8",
      met: figures.ratio >= 0.8,
    },
    {
      name: "p99 at 500 webhooks/s (ms)",
      value: rounded(steady.p99),
      goal: "<= 250",
      met: steady.p99 <= 250,
    },
    { name: "errors at 500 webhooks/s", value: steady.errors, goal: "0", met: steady.errors === 0 },
    { name: "growth of memory (MB)", value: growth, goal: `<= ${mostGrowth}`, met: growth <= mostGrowth },
    ...invariants,
  ];
  for (const { name, value, goal, met } of goals)
    say(`  ${met ? "✓" : "✗"} ${name}: ${value} (goal ${goal})`);
  say(JSON.stringify({ command: "bench:ingest", figures, goals }));
  return invariants.every(({ met }) => met);
}

/** What must be so however fast the machine is. */
function invariantsOf({ stored, waiting, notRead, messages, unpublished }: Counts, accepted: number) {
  const none = (name: string, value: number) => ({ name, value, goal: "0", met: value === 0 });
  return [
    // A request that was answered late or not at all may have been stored; one that was answered 200 has been.
    none("answered 200 and not stored", Math.max(0, accepted - stored)),
    none("stored and not interpreted", waiting + notRead),
    none("messages lost or doubled", Math.abs(messages - stored)),
    none("events not published", unpublished),
  ];
}

/** The minute at a steady pace, with the gateway's memory in three parts of it and the most that waited. */
async function steadily(pid: number, counts: () => Promise<Counts>, run: () => Promise<LoadResult>) {
  say(`${plan.steady.perSecond} webhooks/s for ${plan.steady.seconds} s…`);
  const samples: number[] = [];
  let lag = 0;
  let over = false;
  const watching = (async () => {
    while (!over) {
      await sleep(1_000);
      samples.push(memoryOf(pid));
      lag = Math.max(lag, (await counts()).waiting);
    }
  })();
  const steady = await run();
  over = true;
  await watching;
  const third = Math.max(1, Math.floor(samples.length / 3));
  const mean = (part: number[]) =>
    Math.round(part.reduce((sum, mb) => sum + mb, 0) / Math.max(1, part.length));
  const memory = {
    first: mean(samples.slice(0, third)),
    last: mean(samples.slice(-third)),
    most: Math.max(0, ...samples),
  };
  say(
    `  ${steady.ok} accepted, ${steady.errors} errors, p50 ${rounded(steady.p50)} ms, p99 ${rounded(steady.p99)} ms, max ${rounded(steady.max)} ms; at most ${lag} waited for interpretation; memory ${memory.first} → ${memory.last} MB`,
  );
  return { steady, memory, lag };
}
