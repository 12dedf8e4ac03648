import { freshPostgres } from "@liss/testing";
import { measureAppend } from "./append.ts";
import { measureLarge } from "./large.ts";
import { measureReport } from "./report.ts";

/** `npm run bench:audit`: some six minutes on two cores; BENCH_SHORT=1 for a quick look with a tenth of everything. */
const short = process.env.BENCH_SHORT === "1";
const plan = {
  rounds: short ? 1 : 3,
  events: short ? 8_000 : 25_000,
  small: short ? 10_000 : 100_000,
  large: short ? 100_000 : 1_000_000,
  sessions: 4_000,
};

const say = (text: string) => process.stdout.write(`${text}\n`);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));

const began = performance.now();
say("Starting Postgres (durable)…");
const postgres = await freshPostgres({ durable: true });
process.env.LISS_TEST_POSTGRES_URL = postgres.url;
try {
  process.exitCode = (await measure()) ? 0 : 1;
} finally {
  await postgres.stop();
}

async function measure(): Promise<boolean> {
  const appends = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    const one = await measureAppend(plan.events);
    appends.push(one);
    say(
      `round ${round}: ${one.entries} entries, ${one.endToEndPerSecond}/s from the stream to under a checkpoint · bare insert ${one.barePerSecond}/s, ${one.bareGroupedPerSecond}/s with as many rows a commit`,
    );
  }
  const month = await measureReport(plan.sessions);
  say(`report of ${month.sessions} sessions: ${month.seconds.toFixed(2)} s`);
  const large = await measureLarge(plan.small, plan.large, say);
  const [small, big] = large.costs;
  say("entries      proof p50   proof p99   batch of 256");
  for (const { size, proofP50, proofP99, batchMs } of large.costs) {
    say(
      `${String(size).padStart(9)} ${proofP50.toFixed(2).padStart(9)} ms ${proofP99.toFixed(2).padStart(8)} ms ${batchMs.toFixed(1).padStart(9)} ms`,
    );
  }

  const ratioBare = median(appends.map((one) => one.endToEndPerSecond / one.barePerSecond));
  const ratioGrouped = median(appends.map((one) => one.endToEndPerSecond / one.bareGroupedPerSecond));
  const ratioOne = median(
    large.rounds.map(({ bareOne, verifyMany }) => bareOne.seconds / verifyMany.seconds),
  );
  const ratioMany = median(
    large.rounds.map(({ bareMany, verifyMany }) => bareMany.seconds / verifyMany.seconds),
  );
  const medianOf = (what: "bareOne" | "bareMany" | "verifyOne" | "verifyMany", of: "seconds" | "cpu") =>
    rounded(median(large.rounds.map((round) => round[what][of])));
  const figures = {
    endToEndPerSecond: median(appends.map((one) => one.endToEndPerSecond)),
    barePerSecond: median(appends.map((one) => one.barePerSecond)),
    bareGroupedPerSecond: median(appends.map((one) => one.bareGroupedPerSecond)),
    verified: large.end,
    threads: large.threads,
    verifySeconds: medianOf("verifyMany", "seconds"),
    verifyCpuSeconds: medianOf("verifyMany", "cpu"),
    verifyOneThreadSeconds: medianOf("verifyOne", "seconds"),
    verifyOneThreadCpuSeconds: medianOf("verifyOne", "cpu"),
    bareHashingSeconds: medianOf("bareMany", "seconds"),
    bareHashingOneThreadSeconds: medianOf("bareOne", "seconds"),
    bareHashingCpuSeconds: medianOf("bareOne", "cpu"),
    processorRatio: rounded(median(large.rounds.map((one) => one.bareOne.cpu / one.verifyMany.cpu))),
    verifyWithReportSeconds: rounded(large.withReport),
    exportSeconds: rounded(large.exportSeconds),
    proofP50: rounded(big?.proofP50 ?? 0),
    proofP99: rounded(big?.proofP99 ?? 0),
    bareRoundTripP99: rounded(big?.tripP99 ?? 0),
    reportSeconds: rounded(month.seconds),
    growth: {
      from: small?.size,
      to: big?.size,
      proofP50: rounded((big?.proofP50 ?? 0) / (small?.proofP50 ?? 1)),
      proofP99: rounded((big?.proofP99 ?? 0) / (small?.proofP99 ?? 1)),
      batch: rounded((big?.batchMs ?? 0) / (small?.batchMs ?? 1)),
    },
    seconds: Math.round((performance.now() - began) / 1_000),
  };
  const goal = (name: string, value: number, bound: number, met: boolean) => ({
    name,
    value,
    goal: bound,
    met,
  });
  const verdicts = large.rounds.flatMap(({ verifyOne, verifyMany }) => [verifyOne, verifyMany]);
  const wrong = large.findings + verdicts.reduce((sum, { findings }) => sum + findings, 0);
  const proven = verdicts.every(({ proven: to }) => to === large.end);
  const goals = [
    goal("end to end / bare insert", rounded(ratioBare), 0.6, ratioBare >= 0.6),
    goal("end to end / bare insert of whole batches", rounded(ratioGrouped), 0.6, ratioGrouped >= 0.6),
    goal("verification / bare hashing in one thread", rounded(ratioOne), 0.5, ratioOne >= 0.5),
    goal("verification / bare hashing by as many threads", rounded(ratioMany), 0.5, ratioMany >= 0.5),
    goal("inclusion proof p99 ms", figures.proofP99, 10, figures.proofP99 <= 10),
    goal("report of a month s", figures.reportSeconds, 5, figures.reportSeconds <= 5),
    goal("findings in an untouched record", wrong, 0, wrong === 0 && proven),
  ];
  for (const { name, value, met } of goals) say(`  ${met ? "✓" : "✗"} ${name}: ${value}`);
  say(JSON.stringify({ command: "bench:audit", figures, goals }));
  return wrong === 0 && proven;
}
