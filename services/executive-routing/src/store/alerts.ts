import { type AlertCode, AlertRaised } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionEvent } from "../session/events.ts";
import type { Session } from "../session/session.ts";
import { isMoreUrgent } from "../session/tier.ts";
import type { Change } from "./feed.ts";

export type Alert = {
  code: AlertCode;
  severity: "warning" | "critical";
  detail: Record<string, string | number | boolean>;
  at: string;
  about?: Pick<Session, "id" | "contactId">;
};

/**
 * An alarm for the supervisors, on their desks at once and on the record. Our own table first: it must not wait for
 * the broker; the event that comes back finds it there.
 */
export async function raiseAlert(tx: Transaction<RoutingTables>, alert: Alert): Promise<Change> {
  const id = uuidv7();
  const { code, severity, detail, at, about } = alert;
  await tx
    .insertInto("alerts")
    .values({ id, source: "executive-routing", code, severity, detail: JSON.stringify(detail), at })
    .execute();
  await appendEvents(tx, [
    AlertRaised.create({
      id,
      source: "executive-routing",
      occurredAt: at,
      actor: { kind: "service", name: "executive-routing" },
      contactId: about?.contactId,
      sessionId: about?.id,
      data: { code, severity, detail },
    }),
  ]);
  return { kind: "alert", sessionId: null, refId: id };
}

/** What of a session's life a supervisor must hear of. Ids and codes, never content. */
export function alertOf(event: SessionEvent, session: Session): Alert | null {
  const alert = (code: AlertCode, severity: Alert["severity"], detail: Alert["detail"] = {}): Alert => ({
    code,
    severity,
    detail: { ...detail, sessionId: session.id },
    at: event.at,
    about: session,
  });
  switch (event.type) {
    case "help-called":
      if (event.circle === "everybody") return alert("emergency-unanswered", "critical");
      return event.people.length === 0
        ? alert("emergency-nobody-on-call", "critical")
        : alert("emergency-on-call", "critical", { people: event.people.length });
    case "answer-overdue":
      return event.stage === "supervisor"
        ? alert("answer-overdue", "warning", { executiveId: event.executiveId })
        : null;
    case "silence-noticed":
      return alert("silence-in-danger", "critical", { executiveId: event.executiveId });
    case "care-limit-yielded":
      return alert("care-limit-yielded", "warning", { executiveId: event.executiveId });
    case "session-released":
      if (event.reason === "by-executive" || !isMoreUrgent(session.tier, "support")) return null;
      return alert("danger-returned", "critical", { executiveId: event.executiveId });
    default:
      return null;
  }
}
