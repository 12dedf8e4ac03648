import { meter } from "@liss/telemetry";

export type BotMetrics = { proposed(messages: number): void; handedBack(reason: string): void };

export function botMetrics(): BotMetrics {
  const proposed = meter().createCounter("liss.bot.proposed", {
    description: "Messages that the robot proposed",
  });
  const handedBack = meter().createCounter("liss.bot.handed_back", {
    description: "Conversations that the robot gave back, by reason",
  });
  return {
    proposed: (messages) => proposed.add(messages),
    handedBack: (reason) => handedBack.add(1, { reason }),
  };
}
