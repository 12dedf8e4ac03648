import type { Classification, Instant, PersonId } from "@liss/contracts";
import { type CareLimits, type CareStanding, limitReached } from "./care.ts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import type { DelegationEnding, SessionEvent } from "./events.ts";
import type { Session } from "./session.ts";

export type Claimant = {
  id: PersonId;
  load: number;
  capacity: number;
  /** She declared that she knows this contact: for her the session does not exist. */
  walled: boolean;
  /** "Take next" is everybody's; "claim this" needs permission. */
  mayChoose: boolean;
  care: { standing: CareStanding; limits: CareLimits; othersCanTake: boolean };
};

/** Took it from the head of the queue, or chose it, which also is how a ring is answered. */
export type ClaimWay = "next" | "chosen";

/**
 * An executive becomes responsible. Within her capacity, and only if nobody is. Source: invariant 4.
 * What cares for her yields only to an emergency that nobody else can take. Source: domain.md §6.
 */
export function claim({
  executive,
  weight,
  way,
  now,
}: {
  executive: Claimant;
  weight: number;
  way: ClaimWay;
  now: Instant;
}): Rule {
  return (session) => {
    if (executive.walled) return refuse("walled");
    if (session.status === "closed") return refuse("closed");
    if (session.owner === executive.id) return nothing;
    if (session.status !== "waiting") return refuse("already-attended", { by: session.owner });
    const rings = session.offer?.to === executive.id || session.ring.circle !== "one";
    if (way === "chosen" && !executive.mayChoose && !rings) return refuse("choosing-not-permitted");
    if (executive.load + weight > executive.capacity) return refuse("at-capacity");
    const { standing, limits, othersCanTake } = executive.care;
    const limit = session.tier === "imminent" ? limitReached(standing, limits, now) : null;
    if (limit !== null && othersCanTake) return refuse("care-limit");
    const claimed: SessionEvent = {
      type: "session-claimed",
      executiveId: executive.id,
      waitedMs: Math.max(0, Date.parse(now) - Date.parse(session.waitingSince)),
      at: now,
    };
    if (limit === null) return record(claimed);
    return record(claimed, { type: "care-limit-yielded", executiveId: executive.id, limit, at: now });
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
    const emergency = session.emergencyFile !== null || classification === "emergency";
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
  reason: Extract<
    DelegationEnding,
    | "executive-left"
    | "session-closed"
    | "executive-replied"
    | "taken-back"
    | "transferred"
    | "risk-set"
    | "identity-in-doubt"
    | "topic-outside"
    | "not-safe"
  >,
  now: Instant,
): SessionEvent[] {
  if (!session.delegation) return [];
  return [{ type: "delegation-ended", delegationId: session.delegation.id, reason, at: now }];
}
