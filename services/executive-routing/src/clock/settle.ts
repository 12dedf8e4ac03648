import type { Database } from "@liss/database";
import type { RoutingTables } from "../database/tables.ts";
import type { Rule } from "../session/decision.ts";
import type { Session } from "../session/session.ts";
import { appendToSession, lockSession } from "../store/session-store.ts";

/** Whether a rule would do anything to a session as it was read: saves a lock when it would not. */
export function wouldChange(session: Session, rule: Rule): boolean {
  const decision = rule(session);
  return decision.accepted && decision.events.length > 0;
}

/** Decides about one session because time has passed, under its lock. True when something happened. */
export async function settle(db: Database<RoutingTables>, sessionId: string, rule: Rule): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const before = await lockSession(tx, sessionId);
    if (!before) return false;
    const decision = rule(before.session);
    if (!decision.accepted || decision.events.length === 0) return false;
    await appendToSession(tx, before, decision.events, { kind: "service", name: "executive-routing" });
    return true;
  });
}
