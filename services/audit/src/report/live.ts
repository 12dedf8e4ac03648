import { type Tier, tiers } from "@liss/contracts";

/** What is noticed of the record as it grows. Instants in milliseconds, by the audit's own clock of arrival. */
export type Notice =
  | { kind: "accepted"; messageId: string; at: number; index: number }
  | { kind: "queued"; messageId: string; sessionId: string | null }
  | { kind: "seen"; messageId: string }
  | { kind: "tier"; sessionId: string; to: Tier }
  | { kind: "closed"; sessionId: string };

export type Limits = {
  /** From acceptance to the timeline of a session. */
  queueMs: number;
  /** From acceptance to the eyes of a person, by tier; a tier without a limit raises no alarm. */
  seenMs: Readonly<Partial<Record<Tier, number>>>;
};

export type Overdue = {
  code: "message-not-queued" | "message-not-seen";
  messageId: string;
  sessionId: string | null;
  tier: Tier;
  index: number;
  /** When it became overdue: the same whoever notices, and whenever. */
  since: number;
};

type Open = { at: number; index: number; sessionId: string | null; queued: boolean; announced: Set<string> };

const MOST_EARLY = 10_000;

/** Follows every message until a person has seen it, and says which are late, each once a lateness. */
export function reconciliation(limits: Limits) {
  const open = new Map<string, Open>();
  const tierOf = new Map<string, Tier>();
  /** An effect can be read before its cause: what is known of a message that has not come yet. */
  const early = new Map<string, { sessionId: string | null; queued: boolean; seen: boolean }>();

  function remember(messageId: string, known: { sessionId: string | null; queued: boolean; seen: boolean }) {
    early.set(messageId, known);
    // Effects of messages from before the first look stay without their cause for ever.
    const [oldest] = early.keys();
    if (early.size > MOST_EARLY && oldest !== undefined) early.delete(oldest);
  }

  function notice(one: Notice): void {
    switch (one.kind) {
      case "accepted": {
        const known = early.get(one.messageId);
        early.delete(one.messageId);
        if (known?.seen) return;
        const { sessionId = null, queued = false } = known ?? {};
        open.set(one.messageId, { at: one.at, index: one.index, sessionId, queued, announced: new Set() });
        return;
      }
      case "queued": {
        const message = open.get(one.messageId);
        if (message) Object.assign(message, { queued: true, sessionId: one.sessionId });
        else remember(one.messageId, { sessionId: one.sessionId, queued: true, seen: false });
        return;
      }
      case "seen":
        if (!open.delete(one.messageId)) {
          remember(one.messageId, { sessionId: null, queued: true, seen: true });
        }
        return;
      case "tier":
        tierOf.set(one.sessionId, one.to);
        return;
      case "closed":
        // Whatever was not seen by then is in the report; nobody can hurry to it any more.
        tierOf.delete(one.sessionId);
        for (const [id, message] of open) if (message.sessionId === one.sessionId) open.delete(id);
    }
  }

  function overdue(now: number): Overdue[] {
    const late: Overdue[] = [];
    for (const [messageId, message] of open) {
      // Not assessed counts as high: nobody has said yet that it can wait.
      const tier = (message.sessionId && tierOf.get(message.sessionId)) || "unassessed";
      const seenMs = limits.seenMs[tier];
      const due = [
        message.queued ? undefined : (["message-not-queued", limits.queueMs] as const),
        seenMs === undefined ? undefined : (["message-not-seen", seenMs] as const),
      ];
      for (const [code, limit] of due.filter((one) => one !== undefined)) {
        if (message.announced.has(code) || now - message.at < limit) continue;
        message.announced.add(code);
        const { sessionId, index, at } = message;
        late.push({ code, messageId, sessionId, tier, index, since: at + limit });
      }
    }
    return late;
  }

  return { notice, overdue, waiting: () => open.size };
}

export const isTier = (text: unknown): text is Tier => tiers.some((tier) => tier === text);
