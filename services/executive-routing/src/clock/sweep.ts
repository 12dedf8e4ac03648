import type { Database } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { triageLate } from "../session/arrival.ts";
import { endRobot } from "../session/conversation.ts";
import type { Rule } from "../session/decision.ts";
import { appendToSession, lockSession } from "../store/session-store.ts";
import { tellTriageIsBehind } from "./triage-behind.ts";

/** How long a message may wait for triage before its session counts as not assessed. Assessing takes milliseconds. */
export const triagePatienceMs = 5_000;

/**
 * What happens because time passes: late assessments and lapsed delegations. Any number of replicas may
 * sweep at once; each session is decided under its own lock, so the second finds nothing to do.
 */
export async function sweep(db: Database<RoutingTables>, clock: Clock): Promise<number> {
  const now = clock.now();
  const since = new Date(Date.parse(now) - triagePatienceMs).toISOString();
  const late = await db
    .selectFrom("sessions")
    .select("id")
    .where("unassessed_since", "<=", new Date(since))
    .where("status", "<>", "closed")
    .where((is) => is.or([is("tier_rank", ">", 1), is("status", "=", "delegated")]))
    .execute();
  const lapsed = await db
    .selectFrom("sessions")
    .select(["id", "state"])
    .where("delegation_expires_at", "<=", new Date(now))
    .execute();
  for (const { id } of late) await decide(db, id, triageLate({ now, since }));
  for (const { id, state } of lapsed) {
    if (!state.delegation) continue;
    await decide(db, id, endRobot({ delegationId: state.delegation.id, reason: "expired", now }));
  }
  const waiting = await db
    .selectFrom("sessions")
    .select(({ fn }) => fn.countAll<string>().as("sessions"))
    .where("unassessed_since", "<=", new Date(since))
    .where("status", "<>", "closed")
    .executeTakeFirstOrThrow();
  const sessions = Number(waiting.sessions);
  const told = sessions > 0 && (await tellTriageIsBehind(db, clock, sessions));
  return late.length + lapsed.length + (told ? 1 : 0);
}

async function decide(db: Database<RoutingTables>, sessionId: string, rule: Rule): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await lockSession(tx, sessionId);
    if (!before) return;
    const decision = rule(before.session);
    if (!decision.accepted || decision.events.length === 0) return;
    await appendToSession(tx, before, decision.events, { kind: "service", name: "executive-routing" });
  });
}

/** Sweeps every second until stopped. A failed sweep is told and tried again. */
export function startSweeping(options: {
  db: Database<RoutingTables>;
  clock: Clock;
  logger: Logger;
  changed: () => void;
}): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let current = Promise.resolve();
  const tick = async () => {
    try {
      if ((await sweep(options.db, options.clock)) > 0) options.changed();
    } catch (error) {
      options.logger.warn({ err: error }, "sweep failed; trying again");
    }
    if (!stopped) schedule();
  };
  const schedule = () => {
    timer = setTimeout(() => {
      current = tick();
    }, 1_000);
  };
  schedule();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
