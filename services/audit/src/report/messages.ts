import type { Entry } from "../ledger/entry-format.ts";
import { type Data, type Period, personOf, within } from "./facts.ts";
import type { MessageFate, Messages, Times } from "./report.ts";

type Incoming = MessageFate & { order: number };
type Outgoing = { at: string; sessionId: string | null; by: string | null; order: number; state: string };

/** Later states tell of the earlier ones. Source: contracts, `deliveryStates`. */
const furthest = ["queued", "unknown", "accepted", "sent", "delivered", "read", "failed"];

/** Follows every message: hers from the door to the answer, ours to her telephone. */
export function messageFates() {
  const incoming = new Map<string, Partial<Incoming>>();
  const outgoing = new Map<string, Outgoing>();
  const answers = new Map<string, Outgoing[]>();
  const states = new Map<string, string>();
  const of = (id: string) => {
    const known = incoming.get(id);
    if (known) return known;
    const message: Partial<Incoming> = {};
    incoming.set(id, message);
    return message;
  };

  return {
    incoming,
    answers,
    take(entry: Entry, data: Data): void {
      const at = entry.occurredAt ?? entry.receivedAt;
      const id = typeof data.messageId === "string" ? data.messageId : "";
      switch (entry.type) {
        case "channel.message-received": {
          const known = of(id);
          // The session that routing took it into counts, and not the one that the gateway proposed.
          Object.assign(known, {
            messageId: id,
            acceptedAt: at,
            index: entry.index,
            order: entry.streamSequence,
          });
          return;
        }
        case "routing.message-recorded":
          Object.assign(of(id), { queuedAt: at, sessionId: entry.sessionId });
          return;
        case "routing.messages-seen":
          for (const one of data.messageIds as string[]) {
            const known = of(one);
            if (known.seenAt == null) Object.assign(known, { seenAt: at, seenBy: String(data.personId) });
          }
          return;
        case "channel.send-requested": {
          const by = data.author === "robot" ? "robot" : personOf(entry);
          const sent = { at, sessionId: entry.sessionId, by, order: entry.streamSequence, state: "queued" };
          outgoing.set(id, sent);
          if (entry.sessionId && data.author !== "system") {
            const before = answers.get(entry.sessionId);
            if (before) before.push(sent);
            else answers.set(entry.sessionId, [sent]);
          }
          return;
        }
        case "channel.delivery-changed": {
          const state = String(data.state);
          if (furthest.indexOf(state) > furthest.indexOf(states.get(id) ?? "queued")) states.set(id, state);
        }
      }
    },

    /** Every message of the period, with what is known of it. */
    fates(period: Period, codeNames: ReadonlyMap<string, string>): MessageFate[] {
      const fates: MessageFate[] = [];
      for (const one of incoming.values()) {
        if (one.acceptedAt === undefined || !within(period, one.acceptedAt)) continue;
        const sessionId = one.sessionId ?? null;
        const answer = (answers.get(sessionId ?? "") ?? []).find(({ order }) => order > (one.order ?? 0));
        fates.push({
          messageId: one.messageId ?? "",
          sessionId,
          codeName: codeNames.get(sessionId ?? "") ?? null,
          acceptedAt: one.acceptedAt,
          queuedAt: one.queuedAt ?? null,
          seenAt: one.seenAt ?? null,
          seenBy: one.seenBy ?? null,
          answeredAt: answer?.at ?? null,
          answeredBy: answer?.by ?? null,
          index: one.index ?? 0,
        });
      }
      return fates.sort((a, b) => a.index - b.index);
    },

    summary(fates: readonly MessageFate[], period: Period, closed: ReadonlySet<string>): Messages {
      const deliveries: Record<string, number> = {};
      for (const [id, sent] of outgoing) {
        if (!within(period, sent.at)) continue;
        const state = states.get(id) ?? sent.state;
        deliveries[state] = (deliveries[state] ?? 0) + 1;
      }
      const isLost = ({ queuedAt, seenAt, sessionId }: MessageFate) =>
        queuedAt === null || (seenAt === null && closed.has(sessionId ?? ""));
      return {
        accepted: fates.length,
        queued: fates.filter(({ queuedAt }) => queuedAt !== null).length,
        seen: fates.filter(({ seenAt }) => seenAt !== null).length,
        answered: fates.filter(({ answeredAt }) => answeredAt !== null).length,
        unaccounted: fates.filter(isLost),
        waiting: fates.filter((fate) => fate.seenAt === null && !isLost(fate)),
        toQueue: times(fates.map(({ acceptedAt, queuedAt }) => between(acceptedAt, queuedAt))),
        toSeen: times(fates.map(({ acceptedAt, seenAt }) => between(acceptedAt, seenAt))),
        toAnswer: times(fates.map(({ acceptedAt, answeredAt }) => between(acceptedAt, answeredAt))),
        deliveries: Object.fromEntries(Object.entries(deliveries).sort(([a], [b]) => (a < b ? -1 : 1))),
      };
    },
  };
}

const between = (from: string, to: string | null) => (to === null ? null : Date.parse(to) - Date.parse(from));

function times(values: readonly (number | null)[]): Times {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const at = (share: number) => known[Math.min(known.length - 1, Math.floor(known.length * share))] ?? null;
  return { count: known.length, median: at(0.5), p95: at(0.95), longest: known.at(-1) ?? null };
}
