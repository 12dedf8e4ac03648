import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile, rename, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { RecordRead } from "@liss/contracts";
import { appendEvents, operatorId } from "@liss/messaging";
import { writeBundle } from "../bundle/write-bundle.ts";
import { foldReport } from "../report/fold.ts";
import { MARGIN_MS, placesInPeriod } from "../report/of-period.ts";
import { openRecord } from "./open-record.ts";
import { progressLine, stop } from "./progress.ts";

const usage = `usage: npm run -s audit:export -- --from TIME --to TIME --out bundle.tar.gz

Writes the entries of a period, what proves them and the report, as one file that can be verified anywhere.
  --from, --to   2026-11-01 (midnight in Santiago) or 2026-11-01T03:00:00Z; --to is not included
  --out          where to; nothing is there until it is complete
`;

const { from, to, out } = argumentsFrom(process.argv.slice(2));
const record = await openRecord("export");
const cancelled = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => cancelled.abort(new Error("the export was cancelled")));
}
const draft = `${out}.part`;
const began = Date.now();
try {
  const period = { from: from.toISOString(), to: to.toISOString() };
  const places = await placesInPeriod(record.db, period, MARGIN_MS);
  const stretch = places ? await record.source.around(places.from, places.to) : { first: 0, end: 0 };
  // Who takes the record away is on the record, before it is taken.
  await record.db.transaction().execute((tx) => appendEvents(tx, [exported(stretch.end - stretch.first)]));
  await writeBundle({
    ...record,
    stretch,
    period: { ...period, marginMs: MARGIN_MS },
    now: new Date(),
    out: createWriteStream(draft),
    report: foldReport(period),
    verifier: await readFile(fileURLToPath(new URL("../../dist/verificar.mjs", import.meta.url))).catch(
      () => undefined,
    ),
    progress: progressLine("asientos"),
    signal: cancelled.signal,
  });
  await rename(draft, out);
  const figures = {
    out,
    entries: stretch.end - stretch.first,
    first: stretch.first,
    end: stretch.end,
    bytes: (await stat(out)).size,
    seconds: Math.round((Date.now() - began) / 100) / 10,
  };
  process.stdout.write(`${JSON.stringify({ command: "audit:export", figures, goals: [] })}\n`);
} catch (error) {
  await rm(draft, { force: true });
  process.stderr.write(`\nNothing was exported: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await record.db.destroy();
}

function exported(entries: number) {
  return RecordRead.create({
    id: randomUUID(),
    source: "audit",
    occurredAt: new Date().toISOString(),
    actor: { kind: "service", name: "audit" },
    data: { personId: operatorId(), what: "report", entries },
  });
}

function argumentsFrom(args: string[]): { from: Date; to: Date; out: string } {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { from: text, to: text, out: text, help: { type: "boolean", default: false } },
    });
    if (values.help) stop(usage, 0);
    if (!values.from || !values.to || !values.out) stop(usage, 64);
    const [from, to] = [timeOf(values.from), timeOf(values.to)];
    if (from >= to) throw new Error("--from must be before --to");
    return { from, to, out: values.out };
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : ""}\n${usage}`, 64);
  }
}

/** A day begins at midnight where the women are; Chile's clocks are three or four hours behind UTC. */
function timeOf(text: string): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return valid(new Date(text), text);
  const candidates = [3, 4].map((hours) => new Date(`${text}T0${hours}:00:00.000Z`));
  const midnight = candidates.find(
    (date) => date.toLocaleTimeString("en-GB", { timeZone: "America/Santiago" }) === "00:00:00",
  );
  return valid(midnight ?? candidates[0] ?? new Date(Number.NaN), text);
}

function valid(date: Date, text: string): Date {
  if (Number.isNaN(date.getTime())) throw new Error(`${text} is not a time such as 2026-11-23T21:00:00Z`);
  return date;
}
