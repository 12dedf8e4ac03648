import type { Instant, PersonId } from "@liss/contracts";
import { nothing, type Rule, record, refuse } from "./decision.ts";
import type { SessionEvent } from "./events.ts";

const after = (now: Instant, seconds: number): Instant =>
  new Date(Date.parse(now) + seconds * 1_000).toISOString();

/**
 * The next step of an imminent case's ring: one available executive, then the next, then everybody and the
 * supervisor, then those on call, again and again. Time is the only thing that moves it, so any replica may call it.
 */
export function nextRing({
  available,
  onCall,
  offerSeconds,
  onCallEverySeconds,
  open,
  now,
}: {
  /** Who could take it now, in the order in which to ask. */
  available: readonly PersonId[];
  onCall: readonly PersonId[];
  offerSeconds: number;
  onCallEverySeconds: number;
  /** Out of hours nobody else is there to be called before those on call. */
  open: boolean;
  now: Instant;
}): Rule {
  return (session) => {
    const { ring, offer } = session;
    if (session.status !== "waiting" || session.tier !== "imminent") return nothing;
    if (offer && offer.until > now) return nothing;
    const events: SessionEvent[] = offer
      ? [{ type: "offer-ended", executiveId: offer.to, how: "unanswered", at: now }]
      : [];
    const asked = new Set([...ring.asked, ...(offer ? [offer.to] : [])]);
    const next = ring.circle === "one" ? available.find((person) => !asked.has(person)) : undefined;
    if (next !== undefined) {
      return record(...events, {
        type: "case-offered",
        executiveId: next,
        until: after(now, offerSeconds),
        at: now,
      });
    }
    if (ring.circle === "one" && open) {
      const until = after(now, offerSeconds);
      return record(...events, { type: "help-called", circle: "everybody", people: [], until, at: now });
    }
    if (ring.until !== null && ring.until > now) return record(...events);
    const until = after(now, onCallEverySeconds);
    return record(...events, { type: "help-called", circle: "on-call", people: [...onCall], until, at: now });
  };
}

/** She cannot take it now; no reason is asked. It rings on. */
export function decline({ by, now }: { by: PersonId; now: Instant }): Rule {
  return (session) => {
    if (session.offer?.to === by)
      return record({ type: "offer-ended", executiveId: by, how: "declined", at: now });
    if (session.transfer?.to === by)
      return record({ type: "transfer-ended", to: by, how: "declined", at: now });
    return refuse("not-offered");
  };
}
