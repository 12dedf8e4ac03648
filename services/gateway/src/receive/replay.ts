import { isContended } from "@liss/database";
import type { Vault } from "@liss/vault";
import { sql } from "kysely";
import type { GatewayTransaction } from "../database/tables.ts";
import { contactBook } from "../identity/contacts.ts";
import { type DeliveryTools, type Interpreted, interpretDeliveries } from "../interpret/deliveries.ts";
import type { Outcome } from "../interpret/effects.ts";
import { type DeliveryRow, takeMany } from "../interpret/take.ts";

/** Which stored deliveries: all of them, those received in a span of time, only those that were not understood. */
export type Selection = { from?: Date | undefined; to?: Date | undefined; failed?: boolean | undefined };

export type ReplaySummary = {
  deliveries: number;
  interpreted: number;
  notUnderstood: number;
  /** Acting on them failed; they stay as they were. */
  failed: number;
  /** The running service had them at that moment. */
  busy: number;
  /** What the items in them came to. `message.repeated` was there before: nothing was added. */
  outcomes: Partial<Record<Outcome, number>>;
};

export type ReplayOptions = {
  tools: DeliveryTools;
  selection: Selection;
  /** Everything is tried and nothing stays: each transaction is rolled back, and no content key is made. */
  dryRun?: boolean;
  onProgress?: (done: number, of: number) => void;
};

/** Small enough that the service's own interpretation never waits long for rows that a replay holds. */
const atOnce = 50;

/**
 * Interprets stored deliveries again, in order of arrival. What is known is not added again, so it may run at any
 * time, twice, and beside the running service.
 */
export async function replay({
  tools,
  selection,
  dryRun = false,
  onProgress,
}: ReplayOptions): Promise<ReplaySummary> {
  const { db } = tools;
  const summary: ReplaySummary = {
    deliveries: 0,
    interpreted: 0,
    notUnderstood: 0,
    failed: 0,
    busy: 0,
    outcomes: {},
  };
  const used = dryRun ? withoutTraces(tools) : tools;
  const count = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from raw_deliveries where ${matching(selection)}`.execute(db);
    return rows[0]?.count ?? 0;
  };
  const total = await count();
  let after = "00000000-0000-0000-0000-000000000000";
  onProgress?.(0, total);
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from raw_deliveries where id > ${after} and ${matching(selection)}
      order by id limit ${atOnce}`.execute(db);
    const ids = rows.map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return summary;
    await interpretAgain(ids, used, dryRun, summary);
    after = last;
    summary.deliveries += ids.length;
    onProgress?.(summary.deliveries, Math.max(total, summary.deliveries));
  }
}

function matching({ from, to, failed = false }: Selection) {
  return sql`
    (${from ?? null}::timestamptz is null or received_at >= ${from ?? null})
    and (${to ?? null}::timestamptz is null or received_at < ${to ?? null})
    and (not ${failed} or state in ('failed', 'not-understood'))`;
}

/** Together; when that fails, each by itself and item by item. */
async function interpretAgain(
  ids: readonly string[],
  tools: DeliveryTools,
  dryRun: boolean,
  summary: ReplaySummary,
): Promise<void> {
  const all = await attempt(ids, tools, dryRun, { alone: false }).catch(() => undefined);
  if (all) return add(summary, all);
  for (const id of ids) {
    const one = await attemptAgain(id, tools, dryRun);
    if (one) add(summary, one);
    else summary.failed += 1;
  }
}

async function attemptAgain(id: string, tools: DeliveryTools, dryRun: boolean): Promise<Attempt | undefined> {
  for (let times = 0; times < 5; times += 1) {
    try {
      return await attempt([id], tools, dryRun, { alone: true });
    } catch (error) {
      if (isContended(error)) continue; // the running service got in the way
      tools.logger.error({ err: error, deliveryId: id }, "a delivery could not be interpreted again");
      return undefined;
    }
  }
  return undefined;
}

type Attempt = { rows: number; asked: number; understood: boolean[]; tally: Map<Outcome, number> };

async function attempt(
  ids: readonly string[],
  tools: DeliveryTools,
  dryRun: boolean,
  { alone }: { alone: boolean },
): Promise<Attempt> {
  const tally = new Map<Outcome, number>();
  const count = (outcome: Outcome) => void tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  let rows: DeliveryRow[] = [];
  let done: Interpreted | undefined;
  const work = async (tx: GatewayTransaction) => {
    rows = await takeMany(tx, ids);
    done = await interpretDeliveries(tx, rows, tools, { alone, tally: count, again: true });
    if (dryRun) throw new RolledBack();
  };
  await tools.db
    .transaction()
    .execute(work)
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  if (!dryRun) done?.committed();
  return { rows: rows.length, asked: ids.length, understood: [...(done?.understood.values() ?? [])], tally };
}

function add(summary: ReplaySummary, { rows, asked, understood, tally }: Attempt): void {
  const read = understood.filter(Boolean).length;
  summary.interpreted += read;
  summary.notUnderstood += understood.length - read;
  summary.busy += asked - rows;
  for (const [outcome, count] of tally) summary.outcomes[outcome] = (summary.outcomes[outcome] ?? 0) + count;
}

class RolledBack extends Error {}

/** The vault's keys are in a database of their own, which no rollback here reaches: in a dry run none is made. */
function withoutTraces(tools: DeliveryTools): DeliveryTools {
  const seal: Vault["seal"] = async () => ({ keyId: "00000000-0000-4000-8000-000000000000", box: "AA==" });
  const vault = { ...tools.vault, seal };
  return { ...tools, vault, contacts: contactBook({ vault, indexes: tools.indexes }), keepFiles: undefined };
}
