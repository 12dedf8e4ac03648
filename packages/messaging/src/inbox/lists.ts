import type { Delivery } from "./delivery.ts";

export type ListSettings = {
  /** In one list; the next one is prepared while this one is on its way to the disk. */
  most: number;
  /** Lists under way at a time. */
  underWay: number;
};

/**
 * Puts what arrives together into one list: what the broker sent in one piece, and whatever came while the lists before
 * were being worked on. So nothing waits when there is little to do, and the lists grow by themselves when there is much.
 * @param take deals with a list to its end; must not throw.
 * @returns what to do with a delivery; resolves when its list has been dealt with.
 */
export function inLists(
  { most, underWay: limit }: ListSettings,
  take: (deliveries: readonly Delivery[]) => Promise<void>,
): (delivery: Delivery) => Promise<void> {
  type List = { deliveries: Delivery[]; done: Promise<void>; settle: () => void };
  const waiting: List[] = [];
  let underWay = 0;
  let isScheduled = false;

  function start(): void {
    isScheduled = false;
    while (underWay < limit) {
      const list = waiting.shift();
      if (!list) return;
      underWay += 1;
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
