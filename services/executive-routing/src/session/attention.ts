import type { Instant, Tier } from "@liss/contracts";
import { nothing, type Rule, record } from "./decision.ts";
import type { SessionEvent } from "./events.ts";
import { isMoreUrgent } from "./tier.ts";

type Minutes = number;
const passed = (since: Instant, now: Instant): Minutes => (Date.parse(now) - Date.parse(since)) / 60_000;
const latest = (one: Instant, other: Instant | null): Instant =>
  other !== null && other > one ? other : one;

const nextTier = { unrelated: "information", information: "guidance", guidance: "support" } as const;

/**
 * Waiting too long promotes, one tier at a time, up to just under `high`; nothing demotes. Patience is not danger:
 * somebody who waits never goes before somebody in danger. Source: invariant 5.
 */
export function promote({
  ageing,
  now,
}: {
  ageing: Record<keyof typeof nextTier, Minutes>;
  now: Instant;
}): Rule {
  return ({ status, tier, tierSince, waitingSince }) => {
    if (status !== "waiting") return nothing;
    if (tier !== "unrelated" && tier !== "information" && tier !== "guidance") return nothing;
    if (passed(latest(tierSince, waitingSince), now) < ageing[tier]) return nothing;
    return record({
      type: "tier-raised",
      from: tier,
      to: nextTier[tier],
      cause: "waiting",
      messageId: null,
      indicators: [],
      at: now,
    });
  };
}

export type AnswerPatience = { imminent: Minutes; high: Minutes; standard: Minutes };

/** Minutes of patience for a tier. Not assessed counts as high. */
export function patienceFor(tier: Tier, minutes: AnswerPatience): Minutes {
  if (tier === "imminent") return minutes.imminent;
  return isMoreUrgent(tier, "support") ? minutes.high : minutes.standard;
}

/**
 * Assigned and unanswered: a reminder, then the supervisor knows, then the session returns to the top of its tier.
 * While the robot attends, it is not the executive's turn.
 */
export function watchAnswer({ minutes, now }: { minutes: AnswerPatience; now: Instant }): Rule {
  return (session) => {
    const { owner, awaitingReplySince, claimedAt, overdue, tier } = session;
    if (session.status !== "attended" || owner === null || awaitingReplySince === null) return nothing;
    const since = latest(awaitingReplySince, claimedAt);
    const times = passed(since, now) / patienceFor(tier, minutes);
    if (times >= 3 && overdue === "supervisor")
      return record({ type: "session-released", executiveId: owner, reason: "unanswered", at: now });
    const late = (stage: "reminder" | "supervisor"): SessionEvent => ({
      type: "answer-overdue",
      executiveId: owner,
      stage,
      since,
      at: now,
    });
    if (times >= 2 && overdue !== "supervisor") return record(late("supervisor"));
    if (times >= 1 && overdue === null) return record(late("reminder"));
    return nothing;
  };
}

/**
 * She fell silent in danger: the executive gets a checklist and the supervisor an alarm, once per silence.
 * Nothing is sent to her, nothing is closed: an automatic message could reach his hands. Source: domain.md §3.12.
 */
export function watchSilence({
  minutes,
  now,
}: {
  minutes: { imminent: Minutes; high: Minutes };
  now: Instant;
}): Rule {
  return (session) => {
    const { status, owner, tier, awaitingReplySince, lastHeardAt, answeredAt, silenceNoticedAt } = session;
    if (owner === null || status === "closed" || silenceNoticedAt !== null) return nothing;
    // While she waits for an answer, it is not she who is silent.
    if (awaitingReplySince !== null || (tier !== "imminent" && tier !== "high")) return nothing;
    const since = latest(lastHeardAt, answeredAt);
    if (passed(since, now) < minutes[tier]) return nothing;
    return record({ type: "silence-noticed", executiveId: owner, tier, since, at: now });
  };
}

/** Her live connection has been gone too long: the session waits again, at the top of its tier. */
export function returnToQueue({
  executiveId,
  reason,
  now,
}: {
  executiveId: string;
  reason: "disconnected" | "off-shift";
  now: Instant;
}): Rule {
  return (session) => {
    if (session.owner !== executiveId || session.status === "closed") return nothing;
    const ended: SessionEvent[] = session.delegation
      ? [{ type: "delegation-ended", delegationId: session.delegation.id, reason: "executive-left", at: now }]
      : [];
    return record(...ended, { type: "session-released", executiveId, reason, at: now });
  };
}
