import type { Classification, Instant, PersonId } from "@liss/contracts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import type { EmergencyRecord, SessionEvent } from "./events.ts";
import type { Session } from "./session.ts";

export type Claimant = { id: PersonId; load: number; capacity: number };

/** An executive becomes responsible. Within her capacity, and only if nobody is. Source: invariant 4. */
export function claim({
  executive,
  weight,
  now,
}: {
  executive: Claimant;
  weight: number;
  now: Instant;
}): Rule {
  return (session) => {
    if (session.status === "closed") return refuse("closed");
    if (session.owner === executive.id) return nothing;
    if (session.status !== "waiting") return refuse("already-attended", { by: session.owner });
    if (executive.load + weight > executive.capacity) return refuse("at-capacity");
    return record({
      type: "session-claimed",
      executiveId: executive.id,
      waitedMs: Math.max(0, Date.parse(now) - Date.parse(session.waitingSince)),
      at: now,
    });
  };
}

/** She gives it back: it returns to the queue, in its place. */
export function release({ by, now }: { by: PersonId; now: Instant }): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    return record(...endDelegation(session, "executive-left", now), {
      type: "session-released",
      executiveId: by,
      reason: "by-executive",
      at: now,
    });
  };
}

/** What was done in an emergency, written by the person who did it. */
export function recordEmergency({
  by,
  record: written,
  now,
}: {
  by: PersonId;
  record: EmergencyRecord;
  now: Instant;
}): Rule {
  return (session) =>
    mustOwn(session, by) ?? record({ type: "emergency-recorded", record: written, by, at: now });
}

/** The person responsible has made sure that it is she. */
export function confirmIdentity({ by, now }: { by: PersonId; now: Instant }): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if (!session.identityDoubt) return nothing;
    return record({ type: "identity-confirmed", by, at: now });
  };
}

/** The end of the attention, said by the person responsible. An emergency needs its record first. */
export function close({
  by,
  classification,
  unseen,
  now,
}: {
  by: PersonId;
  classification: Classification;
  /** Messages of hers that nobody has had on the screen: one may have arrived while she pressed the button. */
  unseen: number;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by);
    if (barred) return barred;
    if (unseen > 0) return refuse("unread-messages");
    const emergency = session.tier === "imminent" || classification === "emergency";
    if (emergency && !session.emergency) return refuse("emergency-without-record");
    return record(...endDelegation(session, "session-closed", now), {
      type: "session-closed",
      executiveId: by,
      classification,
      at: now,
    });
  };
}

/** The refusal for somebody who is not responsible for the session; nothing when she is. */
export function mustOwn(session: Session, person: PersonId) {
  if (session.status === "closed") return refuse("closed");
  if (session.owner !== person) return refuse("not-yours", { by: session.owner });
  return undefined;
}

export function endDelegation(
  session: Session,
  reason: "executive-left" | "session-closed" | "executive-replied" | "taken-back",
  now: Instant,
): SessionEvent[] {
  if (!session.delegation) return [];
  return [{ type: "delegation-ended", delegationId: session.delegation.id, reason, at: now }];
}
