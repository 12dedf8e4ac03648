import type { Instant, PersonId } from "@liss/contracts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import type { SessionEvent } from "./events.ts";
import { type Claimant, endDelegation, mustOwn } from "./ownership.ts";
import type { Session } from "./session.ts";

/** Cold: she goes on with it from now, within her capacity. Only the owner gives away what is hers. */
export function transfer({
  by,
  to,
  weight,
  now,
}: {
  by: PersonId;
  to: Claimant;
  weight: number;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by) ?? cannotReceive(session, to, weight);
    if (barred) return barred;
    return record(...handOver(session, to.id, "cold", now));
  };
}

/** Warm: the other is asked, with a note; until she accepts nothing changes for the woman. */
export function proposeTransfer({
  by,
  to,
  weight,
  until,
  now,
}: {
  by: PersonId;
  to: Claimant;
  weight: number;
  until: Instant;
  now: Instant;
}): Rule {
  return (session) => {
    const barred = mustOwn(session, by) ?? cannotReceive(session, to, weight);
    if (barred) return barred;
    if (session.transfer) return refuse("already-offered");
    return record({ type: "transfer-proposed", from: by, to: to.id, until, at: now });
  };
}

/** She who was asked accepts: from this moment she is responsible. */
export function acceptTransfer({
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
    if (session.transfer?.to !== executive.id || session.transfer.until <= now) return refuse("not-offered");
    const barred = cannotReceive(session, executive, weight);
    if (barred) return barred;
    return record(...handOver(session, executive.id, "warm", now));
  };
}

/** A supervisor gives a session to somebody: a waiting one, or one that another attends. */
export function assign({ to, weight, now }: { to: Claimant; weight: number; now: Instant }): Rule {
  return (session) => {
    if (session.status === "closed") return refuse("closed");
    if (session.owner === to.id) return nothing;
    const barred = cannotReceive(session, to, weight);
    if (barred) return barred;
    return record(...handOver(session, to.id, "assigned", now));
  };
}

/** Nobody answered the question in time: the owner goes on. */
export function lapseTransfer({ now }: { now: Instant }): Rule {
  return ({ transfer }) =>
    transfer && transfer.until <= now
      ? record({ type: "transfer-ended", to: transfer.to, how: "unanswered", at: now })
      : nothing;
}

function cannotReceive(session: Session, to: Claimant, weight: number) {
  if (to.walled) return refuse("walled");
  if (session.owner === to.id) return refuse("already-attended", { by: to.id });
  if (to.load + weight > to.capacity) return refuse("at-capacity");
  return undefined;
}

function handOver(
  session: Session,
  to: PersonId,
  how: "cold" | "warm" | "assigned",
  now: Instant,
): SessionEvent[] {
  return [
    ...endDelegation(session, "transferred", now),
    { type: "session-transferred", from: session.owner, to, how, at: now },
  ];
}
