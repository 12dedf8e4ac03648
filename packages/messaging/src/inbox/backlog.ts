import { withinLimit } from "./attempt.ts";
import type { Delivery } from "./delivery.ts";
import { inLists } from "./lists.ts";
import type { Processor } from "./process.ts";

/** With fewer at once there is time for each: its span, its turn, its time on the clock. */
const FEW = 16;
/** Four under way: two being written in one commit, and two being read meanwhile for the next. */
const LISTS = { most: 512, underWay: 4 } as const;

/**
 * For a handler that takes many at once: what arrives together goes to it as one list, and all of it is acknowledged
 * in one go. In a backlog, what is done for each message (a span, a turn, a promise) costs more than a short record
 * itself. Few at a time, those delivered before, and lists that failed go `one` by one as everywhere else.
 * @returns undefined when no handler takes many
 */
export function backlogOf(
  processor: Processor,
  one: (delivery: Delivery) => Promise<void>,
): ((delivery: Delivery) => Promise<void>) | undefined {
  const handler = processor.handlers.find((candidate) => candidate.kind === "fenced");
  const handleMany = handler?.kind === "fenced" ? handler.handleMany : undefined;
  if (!handleMany) return undefined;

  async function take(deliveries: readonly Delivery[]): Promise<void> {
    const isBacklog = deliveries.length >= FEW && !processor.stopping.aborted;
    if (isBacklog && (await together(deliveries))) return;
    await Promise.all(deliveries.map(one));
  }

  async function together(deliveries: readonly Delivery[]): Promise<boolean> {
    const began = performance.now();
    try {
      await processor.turns.together(() => withinLimit(handleMany?.(deliveries) ?? Promise.resolve()));
    } catch {
      return false; // each says for itself what is wrong, and what is away is waited for
    }
    processor.committed();
    const counts = new Map<string, number>();
    for (const delivery of deliveries) {
      delivery.ack();
      counts.set(delivery.subject, (counts.get(delivery.subject) ?? 0) + 1);
    }
    const seconds = (performance.now() - began) / 1_000;
    for (const [subject, count] of counts) {
      processor.metrics.deliveries.add(count, { "liss.event": subject });
      processor.metrics.duration.record(seconds, { "liss.event": subject, "liss.outcome": "done" });
    }
    return true;
  }

  const listed = inLists(LISTS, take);
  return (delivery) => (delivery.deliveries > 1 ? one(delivery) : listed(delivery));
}
