import type { SessionEvent } from "./events.ts";
import type { Session } from "./session.ts";

/** Why a command is not done. `desk/problems.ts` turns each into HTTP and the console into a sentence. */
export type Refusal =
  | "already-attended"
  | "not-yours"
  | "not-waiting"
  | "closed"
  | "at-capacity"
  | "not-delegated"
  | "already-delegated"
  | "risk-too-high"
  | "window-closed"
  | "unread-messages"
  | "identity-in-doubt"
  | "emergency-without-record"
  | "choosing-not-permitted"
  | "care-limit"
  | "not-offered"
  | "already-offered"
  | "not-coaching"
  | "nobody-attends"
  /** She knows the contact: told to her as "there is no such thing". */
  | "walled";

/** A rule's answer: what happened, or why not. Never thrown. */
export type Decision =
  | { accepted: true; events: SessionEvent[] }
  | { accepted: false; refusal: Refusal; by: string | null };

/** A rule over a session: no I/O, no clock of its own. */
export type Rule = (session: Session) => Decision;

export function record(...events: SessionEvent[]): Decision {
  return { accepted: true, events };
}

/** Accepted, and nothing to add: it was so already. */
export const nothing: Decision = { accepted: true, events: [] };

export function refuse(refusal: Refusal, { by }: { by?: string | null } = {}): Decision {
  return { accepted: false, refusal, by: by ?? null };
}
