import type { Delivery } from "./delivery.ts";

export type ListSettings = {
  /** In one list; the next one is prepared while this one is on its way to the disk. */
  most: number;
  /** Lists under way at a time. */
  underWay: number;
  /**
   * So long (ms) the next list waits for each one under way, and grows: two short lists cost nearly twice one long one.
   * No longer, or what is slow in one would hold up everybody. Without it, the next starts at once.
   */
  patience?: number;
  /**
   * Lists do not start sooner than this (ms) after one another, when none is under way either. Whoever comes after a
   * quiet moment waits for nothing; of those that come one by one in a row, a few share the cost of one.
   */
  pace?: number;
};

/**
 * Puts what arrives together into one list: what the broker sent in one piece, and whatever came while the lists before
 * were being worked on. So nothing waits when there is little to do, and the lists grow by themselves when there is much.
 * @param take deals with a list to its end; must not throw.
 * @returns what to do with a delivery; resolves when its list has been dealt with.
 */
export function inLists(
  { most, underWay: limit, patience = 0, pace = 0 }: ListSettings,
  take: (deliveries: readonly Delivery[]) => Promise<void>,
): (delivery: Delivery) => Promise<void> {
  type List = { deliveries: Delivery[]; done: Promise<void>; settle: () => void };
  const waiting: List[] = [];
  let underWay = 0;
  let isScheduled = false;
  let startedAt = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | undefined;

  function start(): void {
    isScheduled = false;
    while (underWay < limit) {
      const [list] = waiting;
      if (!list) return;
      const left = startedAt + Math.max(pace, underWay * patience) - performance.now();
      if (list.deliveries.length < most && left > 0) {
        // What it waits for may have changed: a list has ended since.
        clearTimeout(later);
        later = setTimeout(start, left);
        return;
      }
      waiting.shift();
      underWay += 1;
      startedAt = performance.now();
      void take(list.deliveries).finally(() => {
        underWay -= 1;
        list.settle();
        start();
      });
    }
  }

  return (delivery) => {
    let list = waiting.at(-1);
    if (!list || list.deliveries.length >= most) {
      const { promise, resolve } = Promise.withResolvers<void>();
      list = { deliveries: [], done: promise, settle: resolve };
      waiting.push(list);
    }
    list.deliveries.push(delivery);
    if (!isScheduled) {
      isScheduled = true;
      setImmediate(start);
    }
    return list.done;
  };
}
