import type { Database } from "@liss/database";
import type { Person } from "@liss/identity";
import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { writeBundle } from "../bundle/write-bundle.ts";
import type { AuditTables } from "../database/tables.ts";
import { logSource } from "../ledger/log-source.ts";
import { concat, toBase64, toHex } from "../proof/bytes.ts";
import { HASH_SIZE } from "../proof/hash.ts";
import type { VerifierKey } from "../proof/note.ts";
import { reportTables, tableOf } from "../report/csv.ts";
import { foldReport } from "../report/fold.ts";
import { MARGIN_MS, placesInPeriod, reportOf } from "../report/of-period.ts";
import { publishable } from "../report/publishable.ts";
import { entryTile } from "./log-routes.ts";
import type { Look, Looks } from "./looks.ts";
import { Refused } from "./problems.ts";
import type { PeriodReport, PublishableReport, Stretch, StretchPart } from "./schema.ts";

export type ReportDependencies = {
  db: Database<AuditTables>;
  looks: Looks;
  checkpointFile: string;
  keys: readonly VerifierKey[];
  witnesses: readonly VerifierKey[];
  origin: string;
  now: () => Date;
};

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const Period = z.object({ from: instant, to: instant }).refine(({ from, to }) => from < to);
const Table = Period.and(z.object({ table: z.enum(reportTables) }));
const MOST_PLACES = 4_096;
const Places = z
  .object({ first: z.coerce.number().int().min(0), end: z.coerce.number().int().min(1) })
  .refine(({ first, end }) => first < end && end - first <= MOST_PLACES);

/** The report of a period, its tables, and what proves it: read from the record, streamed, and stopped when nobody waits. */
export function reportRoutes(dependencies: ReportDependencies): Router {
  const { db, looks, checkpointFile, keys, witnesses, origin, now } = dependencies;
  const router = express.Router();
  const source = logSource(db, checkpointFile);
  const record = (response: Response, look: Look) => looks.look(response.locals.person as Person, look);

  async function reportFor(request: Request, response: Response) {
    const period = Period.parse(request.query);
    const report = await reportOf({ db, source }, period, untilGone(response));
    await record(response, { what: "report", entries: report.messages.accepted });
    return report;
  }

  router.get("/report", async (request, response) => {
    response.json((await reportFor(request, response)) satisfies PeriodReport);
  });

  router.get("/report/publishable", async (request, response) => {
    response.json({ cells: publishable(await reportFor(request, response)) } satisfies PublishableReport);
  });

  router.get("/report.csv", async (request, response) => {
    const { table } = Table.parse(request.query);
    const report = await reportFor(request, response);
    // With a byte order mark spreadsheets read it as UTF-8.
    response
      .attachment(`liss-${table}.csv`)
      .type("text/csv")
      .send(`\ufeff${tableOf(report, table)}`);
  });

  router.get("/entries.jsonl", async (request, response) => {
    const stretch = await stretchOf(Period.parse(request.query));
    await record(response, { what: "report", entries: stretch.end - stretch.first });
    const gone = untilGone(response);
    response.attachment("liss-asientos.jsonl").type("application/jsonl");
    for await (const { entries } of source.parts(stretch.first, stretch.end, MOST_PLACES)) {
      if (gone.aborted) return;
      if (!response.write(Buffer.concat(entries))) await drained(response);
    }
    response.end();
  });

  router.get("/bundle", async (request, response) => {
    const period = Period.parse(request.query);
    const stretch = await stretchOf(period);
    await record(response, { what: "report", entries: stretch.end - stretch.first });
    response.attachment("liss-registro.tar.gz").type("application/gzip");
    const gone = untilGone(response);
    await writeBundle({
      source,
      stretch,
      period: { ...period, marginMs: MARGIN_MS },
      keys,
      witnesses,
      origin,
      now: now(),
      out: response,
      report: foldReport(period),
      signal: gone,
    }).catch((error: unknown) => {
      if (!gone.aborted) throw error;
    });
  });

  router.get("/stretch", async (request, response) => {
    const stretch = await stretchOf(Period.parse(request.query));
    const milestones = await source.milestones(stretch.first, stretch.end);
    await record(response, { what: "proof", entries: stretch.end - stretch.first });
    response.json({
      ...stretch,
      milestones: milestones.map(({ size, note, frontier }) => ({
        size,
        note,
        frontier: toBase64(concat(...frontier)),
      })),
    } satisfies Stretch);
  });

  // The look was recorded with the stretch that these are parts of.
  router.get("/stretch/part", async (request, response) => {
    const { first, end } = Places.parse(request.query);
    for await (const part of source.parts(first, end, MOST_PLACES)) {
      const recorded = Array.from({ length: end - first }, (_, place) =>
        toHex(part.hashes.subarray(place * HASH_SIZE, (place + 1) * HASH_SIZE)),
      );
      const text = Buffer.concat(part.entries).toString("utf8");
      response.json({ recorded, entries: text.split("\n").slice(0, -1) } satisfies StretchPart);
    }
  });

  const readEntryTile = entryTile(db);
  router.get("/tile/entries/{*path}", async (request, response) => {
    const tile = await readEntryTile(request.params.path as unknown as string[]);
    if (!tile) throw new Refused("not-found");
    await record(response, { what: "entry", entries: tile.entries });
    response.type("application/octet-stream").send(tile.bytes);
  });

  async function stretchOf(period: { from: string; to: string }) {
    const places = await placesInPeriod(db, period, MARGIN_MS);
    if (!places) throw new Refused("not-found");
    return source.around(places.from, places.to);
  }
  return router;
}

/** Ten years are many; whoever closes the page need not have them read to the end. */
function untilGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort(new Error("nobody waits for the answer any more")));
  return gone.signal;
}

function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
}
