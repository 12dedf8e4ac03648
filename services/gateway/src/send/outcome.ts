import { isWorthRepeating, remedyFor } from "./error-table.ts";

/** What came back from one attempt to send. */
export type Answer = { kind: "accepted"; wamid: string } | Failure;

/** Why a request did not do what it was for. */
export type Failure =
  /** WhatsApp said no, in its own words: the message was not accepted. */
  | {
      kind: "refused";
      status: number;
      code: number;
      subcode?: number | undefined;
      retryAfterMs?: number | undefined;
    }
  /** Refused before it was looked at (HTTP 429 or 503 without WhatsApp's error), or the connection was never made. */
  | { kind: "not-taken"; status?: number | undefined; retryAfterMs?: number | undefined }
  /** It left, and nobody knows what became of it. */
  | { kind: "unanswered"; why: "no-answer" | "unreadable-answer" };

export type Reason = { code: string; retryable: boolean };

/** For the alert: which field breaks which limit. Never content. */
export type Detail = { field: string; limit: string };

export type Decision =
  | { do: "accept"; wamid: string }
  /** `slowDown`: nothing else leaves from the number before then either. */
  | { do: "retry"; afterMs: number; slowDown?: boolean }
  | { do: "fail"; reason: Reason; alert: boolean; detail?: Detail | undefined }
  | { do: "stop-line"; code: string; tryAgainMs: number }
  | { do: "leave-unknown"; reason: Reason };

export const retryLimits = {
  /** First wait of a retry, doubled each time. */
  firstMs: 1_000,
  longestMs: 60_000,
  /** A message that could not leave for so long fails where its author sees it: an answer that comes an hour late may come at the wrong moment. */
  giveUpMs: 10 * 60_000,
  /** How often a stopped line is tried with one message. */
  lineMs: 60_000,
} as const;

export type Facts = {
  /** This attempt included. */
  attempts: number;
  requestedAt: Date;
  now: Date;
  /** 0 ≤ r < 1. */
  random: number;
};

/** What to do after an attempt. Pure. Source: whatsapp-cloud-api.md §3, Errors. */
export function decide(answer: Answer, facts: Facts): Decision {
  switch (answer.kind) {
    case "accepted":
      return { do: "accept", wamid: answer.wamid };
    case "unanswered":
      // Never again by ourselves: she might get it twice. Statuses tell what became of it.
      return { do: "leave-unknown", reason: { code: answer.why, retryable: false } };
    case "not-taken": {
      const decision = retryOrGiveUp(backoff(facts), "channel-unreachable", answer.retryAfterMs, facts);
      return answer.status === 429 ? forAll(decision) : decision;
    }
    case "refused":
      return decideRefusal(answer, facts);
  }
}

function decideRefusal(answer: Extract<Answer, { kind: "refused" }>, facts: Facts): Decision {
  const code = String(answer.code);
  const known = remedyFor(answer.code, answer.subcode);
  // 429 with any code, and 5xx with one that asks for nothing else, mean "later".
  const later = answer.status === 429 ? "slow-down" : answer.status >= 500 ? "retry" : known;
  const remedy = known === "our-fault" ? later : known;
  switch (remedy) {
    case "retry":
      return retryOrGiveUp(backoff(facts), code, answer.retryAfterMs, facts);
    case "slow-down":
      return forAll(retryOrGiveUp(backoff(facts), code, answer.retryAfterMs, facts));
    case "retry-pair":
      return retryOrGiveUp(4 ** facts.attempts * 1_000, code, answer.retryAfterMs, facts);
    case "retry-once":
      if (facts.attempts >= 2) return fail(code, true, false);
      return retryOrGiveUp(backoff(facts), code, answer.retryAfterMs, facts);
    case "refused":
      return fail(code, false, false);
    case "our-fault":
      return fail(code, false, true);
    case "stop-line":
      if (isTooLate(retryLimits.lineMs, facts)) return fail(code, true, true);
      return { do: "stop-line", code, tryAgainMs: retryLimits.lineMs };
  }
}

/** Waits at least as long as WhatsApp asks for; gives up when that is later than the answer would still make sense. */
function retryOrGiveUp(waitMs: number, code: string, askedMs: number | undefined, facts: Facts): Decision {
  const afterMs = Math.round(Math.max(waitMs, askedMs ?? 0));
  if (isTooLate(afterMs, facts)) return fail(code, true, true);
  return { do: "retry", afterMs };
}

function forAll(decision: Decision): Decision {
  return decision.do === "retry" ? { ...decision, slowDown: true } : decision;
}

function isTooLate(afterMs: number, { requestedAt, now }: Facts): boolean {
  return now.getTime() + afterMs - requestedAt.getTime() > retryLimits.giveUpMs;
}

/** Exponential, with half of it left to chance so that many do not come back at once. */
function backoff({ attempts, random }: Facts): number {
  const full = Math.min(retryLimits.longestMs, retryLimits.firstMs * 2 ** (attempts - 1));
  return full / 2 + (full / 2) * random;
}

function fail(code: string, retryable: boolean, alert: boolean): Decision {
  return { do: "fail", reason: { code, retryable }, alert };
}

/** The reason that goes with a `failed` reported by webhook. */
export function reasonOfStatus(code: number | null): Reason {
  if (code === null) return { code: "unspecified", retryable: false };
  return { code: String(code), retryable: isWorthRepeating(code) };
}
