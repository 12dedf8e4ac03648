import type { Conversation, MessageView, TimelineEntry } from "@liss/executive-routing/desk-api";

type Indicator = NonNullable<MessageView["assessment"]>["indicators"][number];

/** What was seen or decided about the danger she is in, and when it first was. */
export type Signal =
  | { kind: "indicator"; key: string; at: string; indicator: Indicator; messageId: string; times: number }
  | { kind: "decision"; key: string; at: string; entry: TimelineEntry };

/**
 * The danger over time, from the first sign on: each indicator once, at the message that showed it first and with how
 * many messages showed it; between them what a person decided. What she took back stays a sign: it was written.
 */
export function signalsOf({ messages, timeline }: Pick<Conversation, "messages" | "timeline">): Signal[] {
  const seen = new Map<Indicator, Extract<Signal, { kind: "indicator" }>>();
  for (const { id, sentAt, assessment } of messages)
    for (const indicator of assessment?.indicators ?? []) {
      const before = seen.get(indicator);
      if (before) before.times += 1;
      else
        seen.set(indicator, {
          kind: "indicator",
          key: indicator,
          at: sentAt,
          indicator,
          messageId: id,
          times: 1,
        });
    }
  const decisions = timeline
    .filter(({ type }) => type === "risk-set" || type === "contact-marked")
    .map((entry): Signal => ({ kind: "decision", key: `v${entry.version}`, at: entry.at, entry }));
  return [...seen.values(), ...decisions].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
