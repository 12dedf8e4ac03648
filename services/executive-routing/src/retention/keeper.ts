import type { Database } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import { raiseAlert } from "../store/alerts.ts";
import { recordChanges } from "../store/feed.ts";
import { type Destroying, type Destruction, destroy } from "./destroy.ts";
import { eraseAgain } from "./journal.ts";
import { beginDue, type Schedule } from "./schedule.ts";
import { forgetStaffTraces } from "./staff-traces.ts";
import { settleTakenBack } from "./taken-back.ts";

/** Named paces (ms). */
export const keeperPaces = {
  /** Plans are in hours. */
  look: 60_000,
  /** Destroying takes seconds; whoever died over it is succeeded after this. */
  claim: 60_000,
} as const;

/** So that one slow key provider does not hold up fifty. */
const together = 8;

export type Keeper = {
  /** Something is to be destroyed now: a person asked for it. */
  wake(): void;
  stop(): Promise<void>;
};

/**
 * Begins what is due and finishes whatever is begun, by whichever replica. Returns how many were finished. Any number
 * of replicas may do it at once, and each may be killed at any moment.
 */
export async function keepSchedule(deps: Destroying, schedule: Schedule): Promise<number> {
  const { db, clock } = deps;
  await db.transaction().execute((tx) => beginDue(tx, schedule, clock.now()));
  await settleTakenBack(deps, schedule.takenBack);
  await forgetStaffTraces(db, clock.now());
  await tellOverdueReviews(db, clock.now());
  await tellOverdueRights(db, clock.now());
  let finished = 0;
  for (let mine = await claim(deps); mine.length > 0; mine = await claim(deps)) {
    await Promise.all(mine.map((destruction) => destroy(deps, destruction)));
    finished += mine.length;
  }
  return finished;
}

async function claim({ db, clock }: Destroying): Promise<Destruction[]> {
  const now = Date.parse(clock.now());
  const { rows } = await sql<Destruction>`
    update destructions set claimed_until = ${new Date(now + keeperPaces.claim)}
    where id in (
      select id from destructions
      where done_at is null and (claimed_until is null or claimed_until <= ${new Date(now)})
      order by begun_at limit ${together} for update skip locked)
    returning *`.execute(db);
  return rows;
}

/** A hold that nobody reviews is not a decision any more: it stays, and the supervisors hear of it, once. */
async function tellOverdueReviews(db: Database<RoutingTables>, now: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const overdue = await tx
      .updateTable("legal_holds")
      .set({ told_overdue_at: now })
      .where("lifted_at", "is", null)
      .where("told_overdue_at", "is", null)
      .where("review_at", "<=", new Date(now))
      .returning(["session_id", "reviewer_id"])
      .execute();
    for (const { session_id: sessionId, reviewer_id: reviewerId } of overdue) {
      const alert = { code: "legal-hold-not-reviewed" as const, severity: "warning" as const, at: now };
      await recordChanges(tx, [await raiseAlert(tx, { ...alert, detail: { sessionId, reviewerId } })]);
    }
  });
}

/** The law gives her an answer by a day: a supervisor hears when it has passed, once. */
async function tellOverdueRights(db: Database<RoutingTables>, now: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const overdue = await tx
      .updateTable("rights_requests")
      .set({ told_overdue_at: now })
      .where("answered_at", "is", null)
      .where("told_overdue_at", "is", null)
      .where("due_at", "<=", new Date(now))
      .returning(["id", "session_id", "kind"])
      .execute();
    for (const { id: requestId, session_id: sessionId, kind } of overdue) {
      const alert = { code: "rights-overdue" as const, severity: "critical" as const, at: now };
      await recordChanges(tx, [await raiseAlert(tx, { ...alert, detail: { sessionId, requestId, kind } })]);
    }
  });
}

/** Keeps the schedule until stopped; first of all, what a restored backup brought back goes again. */
export function startKeeper(
  deps: Destroying & { schedule: Schedule; logger: Logger; changed: () => void },
): Keeper {
  const { logger, changed, schedule } = deps;
  let stopped = false;
  let again = true;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const turn = async () => {
    if (stopped) return;
    try {
      if (again) {
        const back = await eraseAgain(deps, deps.clock.now());
        if (back.length > 0) logger.warn({ keys: back.length }, "destroyed keys were there again");
        again = false;
      }
      if ((await keepSchedule(deps, schedule)) > 0) changed();
    } catch (error) {
      logger.warn({ err: error }, "what is due could not be destroyed yet");
    }
  };
  const next = (afterMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      current = current.then(turn).then(() => {
        if (!stopped) next(keeperPaces.look);
      });
    }, afterMs);
  };
  next(0);
  return {
    wake: () => {
      if (!stopped) next(0);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
