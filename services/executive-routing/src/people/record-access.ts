import { FactorChanged, LoggedIn, LoggedOut, LoginFailed } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { AccessEvent } from "@liss/identity";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";

const application = "console";

/** Logins, failed ones too, are events like any other. */
export async function recordAccess(
  db: Database<RoutingTables>,
  access: AccessEvent,
  clock: Clock,
): Promise<void> {
  await db.transaction().execute((tx) => appendEvents(tx, [eventOf(access, clock)]));
}

function eventOf(access: AccessEvent, clock: Clock) {
  const facts = { id: uuidv7(), source: "executive-routing" as const, occurredAt: clock.now() };
  if (access.type === "login-failed") {
    const actor = { kind: "service" as const, name: "executive-routing" as const };
    const { personId, reason } = access;
    return LoginFailed.create({ ...facts, actor, data: { personId, application, reason } });
  }
  const { personId, role } = access;
  const by = { ...facts, actor: { kind: "person" as const, id: personId, role } };
  switch (access.type) {
    case "login-succeeded":
      return LoggedIn.create({ ...by, data: { personId, role, application, method: access.method } });
    case "logout":
      return LoggedOut.create({ ...by, data: { personId, application, reason: access.reason } });
    case "factor-changed":
      return FactorChanged.create({ ...by, data: { personId, application, what: access.what } });
  }
}
