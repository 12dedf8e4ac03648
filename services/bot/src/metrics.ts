import { meter } from "@liss/telemetry";

export type BotMetrics = {
  proposed(messages: number): void;
  handedBack(reason: string): void;
  /** How long it took to decide what to say. */
  answered(ms: number): void;
};

export function botMetrics(): BotMetrics {
  const proposed = meter().createCounter("liss.bot.proposed", {
    description: "Messages that the robot proposed",
  });
  const handedBack = meter().createCounter("liss.bot.handed_back", {
    description: "Conversations that the robot gave back, by reason",
  });
  const answered = meter().createHistogram("liss.bot.answer", {
    description: "How long the robot took to decide what to say",
    unit: "ms",
    advice: { explicitBucketBoundaries: [0.25, 0.5, 1, 2, 3, 5, 10, 25, 100] },
  });
  return {
    answered: (ms) => answered.record(ms),
    proposed: (messages) => proposed.add(messages),
    handedBack: (reason) => handedBack.add(1, { reason }),
  };
}
