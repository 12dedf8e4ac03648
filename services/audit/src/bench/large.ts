import { createReadStream, createWriteStream } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@liss/testing";
import { sql } from "kysely";
import { proveInclusion } from "../api/proofs.ts";
import { verifyBundle } from "../bundle/verify-bundle.ts";
import { writeBundle } from "../bundle/write-bundle.ts";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { appendArrivals } from "../ledger/append.ts";
import { BATCH } from "../ledger/checkpoint.ts";
import { logSource } from "../ledger/log-source.ts";
import { foldReport } from "../report/fold.ts";
import { bareHashing } from "./bare-hashing.ts";
import { fill, manyEvents } from "./fill.ts";

const seconds = (from: number) => (performance.now() - from) / 1_000;
/** Of all threads: on a machine with other work it says more than the clock does. */
const cpuSeconds = (from: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
};

/** One record, first of `small` entries and then of `large`: what grows with it, and how long its verification takes. */
export async function measureLarge(small: number, large: number, say: (text: string) => void) {
  const [audit, signer] = await Promise.all([auditDatabase(), testSigner()]);
  const folder = temporaryFolder();
  const settings = { signer, now: () => new Date() };
  const arrivals = manyEvents();
  const costs = [];
  for (const size of [small, large]) {
    const began = performance.now();
    await fill(audit.db, settings, arrivals, size);
    say(`${size} entries on the record (${Math.round(seconds(began))} s)`);
    await audit.superuser.pool.query("vacuum analyze entries, tiles, checkpoints");
    costs.push({ size, ...(await costAt(audit.db, settings, arrivals, size)) });
  }
  const source = logSource(audit.superuser, join(folder.path, "none"));
  const { end } = await source.around(0, Number.MAX_SAFE_INTEGER);
  const path = join(folder.path, "bundle.tar.gz");
  const period = { from: new Date(0).toISOString(), to: "2100-01-01T00:00:00.000Z", marginMs: 0 };
  const exporting = performance.now();
  await writeBundle({
    source,
    stretch: { first: 0, end },
    period,
    keys: [signer],
    origin: signer.name,
    now: new Date(),
    out: createWriteStream(path),
    report: foldReport(period),
  });
  const exportSeconds = seconds(exporting);
  say(`${end} entries exported in ${exportSeconds.toFixed(1)} s`);
  const rows = await audit.superuser
    .selectFrom("entries")
    .select("bytes")
    .orderBy("index")
    .limit(20_000)
    .execute();
  const entries = rows.map(({ bytes }) => bytes);
  const verifying = async (threads: number) => {
    const cpu = process.cpuUsage();
    const began = performance.now();
    const { findings, proven } = await verifyBundle(createReadStream(path, { highWaterMark: 1 << 20 }), {
      keys: [signer],
      report: false,
      threads,
    });
    return {
      seconds: seconds(began),
      cpu: cpuSeconds(cpu),
      findings: findings.length,
      proven: proven.to,
    };
  };
  const threads = availableParallelism();
  const rounds = [];
  for (let round = 0; round < 3; round += 1) {
    const one = {
      bareOne: await bareHashing(entries, end, 1),
      bareMany: await bareHashing(entries, end, threads),
      verifyOne: await verifying(1),
      verifyMany: await verifying(threads),
    };
    rounds.push(one);
    const said = (of: { seconds: number }) => `${of.seconds.toFixed(2)} s`;
    say(
      `  bare hashing ${said(one.bareOne)} alone, ${said(one.bareMany)} by ${threads}; verification ${said(one.verifyOne)} alone, ${said(one.verifyMany)} by ${threads}`,
    );
  }
  const began = performance.now();
  const whole = await verifyBundle(createReadStream(path, { highWaterMark: 1 << 20 }), { keys: [signer] });
  const withReport = seconds(began);
  await audit.drop();
  folder.remove();
  return { costs, end, exportSeconds, threads, rounds, withReport, findings: whole.findings.length };
}

async function costAt(
  db: Parameters<typeof proveInclusion>[0],
  settings: Parameters<typeof appendArrivals>[2],
  arrivals: ReturnType<typeof manyEvents>,
  size: number,
) {
  const trips = [];
  for (let nth = 0; nth < 2_000; nth += 1) {
    const began = performance.now();
    await sql`select 1`.execute(db);
    trips.push(performance.now() - began);
  }
  trips.sort((a, b) => a - b);
  const proofs = [];
  for (let nth = 0; nth < 2_000; nth += 1) {
    const began = performance.now();
    await proveInclusion(db, Math.floor(Math.random() * size));
    proofs.push(performance.now() - began);
  }
  proofs.sort((a, b) => a - b);
  const batches = [];
  for (let nth = 0; nth < 20; nth += 1) {
    const batch = Array.from({ length: BATCH }, () => arrivals.next().value);
    const began = performance.now();
    await appendArrivals(db, batch, settings);
    batches.push(performance.now() - began);
  }
  batches.sort((a, b) => a - b);
  return {
    /** Of the least that one can ask: what the machine's other work costs, a proof pays three times. */
    tripP99: trips[1_980] ?? 0,
    proofP50: proofs[1_000] ?? 0,
    proofP99: proofs[1_980] ?? 0,
    batchMs: batches[10] ?? 0,
  };
}
