import { randomUUID } from "node:crypto";
import { AlertRaised, type Envelope, type ServiceName, serviceNames } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";

/** Numbers `from` to `to` (both included) of a source never arrived; `since` is when a later one did. */
export type Hole = { from: number; to: number; since: Date };
export type SourceReport = { source: ServiceName; upTo: number; holes: readonly Hole[] };

/** Redeliveries and reordering fill most holes within seconds; one that is older needs a person. */
export const HOLE_ALERT_MS = 30_000;

/** Rows read at a time when a source is far ahead of what was looked at. */
const STEP = 10_000;

/**
 * Watches that each source's own count (`Liss-Sequence`, from 1) arrives without holes. It remembers how far it has
 * looked, so each look costs what is new. After a restart it looks at everything once, and an open hole is
 * announced again: better twice than forgotten.
 */
export function watchCompleteness(db: Database<AuditTables>) {
  const sources = new Map<ServiceName, { upTo: number; holes: Hole[] }>();
  const announced = new Set<string>();
  for (const source of serviceNames) sources.set(source, { upTo: 0, holes: [] });

  let looking: Promise<SourceReport[]> | undefined;
  /** Those who ask at the same time get the same look: it moves what was seen. */
  function look(): Promise<SourceReport[]> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function lookOnce(): Promise<SourceReport[]> {
    const reports: SourceReport[] = [];
    for (const [source, seen] of sources) {
      const stillOpen = await fillHoles(db, source, seen.holes);
      const { upTo, holes } = await findHoles(db, source, seen.upTo);
      const next = { upTo, holes: [...stillOpen, ...holes] };
      sources.set(source, next);
      if (upTo > 0) reports.push({ source, ...next });
    }
    return reports;
  }

  /** One alert for each hole that has been open too long, the first time it is seen so. */
  async function alerts(now: Date): Promise<Envelope[]> {
    const overdue = (await look()).flatMap(({ source, holes }) =>
      holes
        .filter((hole) => now.getTime() - hole.since.getTime() >= HOLE_ALERT_MS)
        .map((hole) => ({ source, hole, key: `${source}/${hole.from}-${hole.to}` }))
        .filter(({ key }) => !announced.has(key)),
    );
    for (const { key } of overdue) announced.add(key);
    return overdue.map(({ source, hole }) => missingEvents(source, hole, now));
  }

  return { look, alerts };
}

async function findHoles(db: Database<AuditTables>, source: ServiceName, upTo: number) {
  const holes: Hole[] = [];
  let reached = upTo;
  for (;;) {
    const rows = await db
      .selectFrom("entries")
      .select(["source_sequence as number", "received_at as at"])
      .where("source", "=", source)
      .where("source_sequence", ">", reached)
      .orderBy("source_sequence")
      .limit(STEP)
      .execute();
    for (const { number, at } of rows) {
      if (number === null) continue;
      if (number > reached + 1) holes.push({ from: reached + 1, to: number - 1, since: at });
      reached = Math.max(reached, number);
    }
    if (rows.length < STEP) return { upTo: reached, holes };
  }
}

/** What has arrived meanwhile closes a hole, or splits it. */
async function fillHoles(
  db: Database<AuditTables>,
  source: ServiceName,
  holes: readonly Hole[],
): Promise<Hole[]> {
  const open: Hole[] = [];
  for (const hole of holes) {
    const arrived = await db
      .selectFrom("entries")
      .select("source_sequence as number")
      .where("source", "=", source)
      .where("source_sequence", ">=", hole.from)
      .where("source_sequence", "<=", hole.to)
      .orderBy("source_sequence")
      .execute();
    let from = hole.from;
    for (const { number } of arrived) {
      if (number === null) continue;
      if (number > from) open.push({ ...hole, from, to: number - 1 });
      from = number + 1;
    }
    if (from <= hole.to) open.push({ ...hole, from });
  }
  return open;
}

function missingEvents(source: ServiceName, hole: Hole, now: Date): Envelope {
  return AlertRaised.create({
    id: randomUUID(),
    source: "audit",
    occurredAt: now.toISOString(),
    actor: { kind: "service", name: "audit" },
    data: { code: "events-missing", severity: "critical", detail: { source, from: hole.from, to: hole.to } },
  });
}
