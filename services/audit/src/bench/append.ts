import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@liss/database";
import { connectBus, declareTopology } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { freshDatabase, freshNats, temporaryFolder } from "@liss/testing";
import { type Kysely, sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { openCheckpointFile } from "../ledger/checkpoint-file.ts";
import { MOST_IN_COMMIT } from "../ledger/intake.ts";
import { startLedger } from "../ledger/ledger.ts";
import { sessions } from "./events.ts";

export type AppendFigures = {
  entries: number;
  endToEndPerSecond: number;
  /** The same bytes, as many rows a commit as the ledger writes of a backlog. */
  bareGroupedPerSecond: number;
  /** The same bytes, one row a commit, eight connections. */
  barePerSecond: number;
};

/** Enough for the engine to have compiled what runs for months: starting is no part of a rate. */
const WARM_UP = 4_000;

/**
 * Events wait on the stream; the ledger starts, and the clock runs until a checkpoint covers the last of them. Then the
 * same bytes go into a bare table of the same server.
 */
export async function measureAppend(count: number): Promise<AppendFigures> {
  const [nats, audit, signer] = await Promise.all([freshNats(), auditDatabase(), testSigner()]);
  const folder = temporaryFolder();
  const logger = createLogger("audit-bench");
  logger.level = "warn";
  const admin = await connectBus({ ...nats.users.admin, url: nats.url, service: "admin", logger });
  await declareTopology(admin);
  const file = await openCheckpointFile(`${folder.path}/checkpoints.jsonl`);

  /** How long the ledger takes to have all that is on the stream under a checkpoint. */
  async function takeIn(): Promise<{ seconds: number; taken: number }> {
    const manager = await admin.jetstream.jetstreamManager();
    const last = (await manager.streams.info("liss")).state.last_seq;
    const before = await covered(audit.superuser);
    const bus = await connectBus({ ...nats.users.audit, url: nats.url, service: "audit", logger });
    const settings = { bus, signer, file, logger, now: () => new Date() };
    const began = performance.now();
    const ledger = await startLedger({
      ...settings,
      db: audit.db,
      limits: { queueMs: 600_000, seenMs: {} },
    });
    while ((await newest(audit.superuser)) < last) await sleep(20);
    const seconds = (performance.now() - began) / 1_000;
    const taken = (await covered(audit.superuser)) - before;
    await ledger.stop();
    await bus.drain();
    return { seconds, taken };
  }
  await publish(admin, WARM_UP);
  await takeIn();
  await publish(admin, count);
  const { seconds, taken } = await takeIn();
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from entries order by index desc limit ${taken}`.execute(audit.superuser);
  const bodies = rows.map(({ bytes }) => bytes);

  const database = await freshDatabase();
  const bare = openDatabase<object>({ url: database.url, name: "bench", poolSize: 8 });
  await sql`create table grouped (index bigint primary key, bytes bytea not null)`.execute(bare);
  await sql`create table single (index bigint primary key, bytes bytea not null)`.execute(bare);
  const grouped = await timed(async () => {
    for (let start = 0; start < bodies.length; start += MOST_IN_COMMIT) {
      const part = bodies.slice(start, start + MOST_IN_COMMIT);
      await sql`insert into grouped
        select ${start}::bigint + nth - 1, bytes from unnest(${part}::bytea[]) with ordinality as row (bytes, nth)`.execute(
        bare,
      );
    }
  });
  const some = bodies.slice(0, 4_000);
  let next = 0;
  const single = await timed(async () => {
    const one = async () => {
      for (let index = next++; index < some.length; index = next++) {
        await sql`insert into single values (${index}, ${some[index]})`.execute(bare);
      }
    };
    await Promise.all(Array.from({ length: 8 }, one));
  });
  await bare.destroy();
  await database.drop();
  await admin.drain();
  await nats.stop();
  await audit.drop();
  folder.remove();
  return {
    entries: taken,
    endToEndPerSecond: Math.round(taken / seconds),
    bareGroupedPerSecond: Math.round(bodies.length / grouped),
    barePerSecond: Math.round(some.length / single),
  };
}

/** The place on the stream of the newest entry that is under a checkpoint. */
async function newest(db: Kysely<AuditTables>): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select stream_sequence as last from entries
    where index = (select max(size) - 1 from checkpoints)`.execute(db);
  return rows[0]?.last ?? 0;
}

async function covered(db: Kysely<AuditTables>): Promise<number> {
  const { rows } = await sql<{
    size: number;
  }>`select coalesce(max(size), 0) as size from checkpoints`.execute(db);
  return rows[0]?.size ?? 0;
}

async function publish(admin: Awaited<ReturnType<typeof connectBus>>, count: number): Promise<void> {
  let underWay: Promise<unknown>[] = [];
  for (const events of sessions(Math.ceil(count / 15), new Date(), 3_600_000)) {
    for (const event of events) {
      const subject = `${event.type}.v${event.version}`;
      underWay.push(admin.jetstream.publish(subject, JSON.stringify(event), { msgID: event.id }));
    }
    if (underWay.length < 500) continue;
    await Promise.all(underWay);
    underWay = [];
  }
  await Promise.all(underWay);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
