/** The queue has no room: the caller answers 503 and WhatsApp tries again later. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/** The write takes too long. Should it happen after all, a repetition finds its messages already known. */
export class TooSlow extends Error {
  override readonly name = "TooSlow";
}

export type GroupCommit<Item> = {
  /** Resolves when the item is on disk; rejects with the write's error, with TooSlow, or with QueueFull at once. */
  submit(item: Item): Promise<void>;
  /** Items that are being written or wait to be. */
  pending(): number;
  /** Waits until everything submitted has been written or refused. */
  drain(): Promise<void>;
};

export type GroupCommitOptions<Item> = {
  /** Writes all items in one transaction, or none. */
  write: (items: Item[]) => Promise<void>;
  bytesOf: (item: Item) => number;
  /**
   * Two: one batch waits for the disk while the next one fills. More only makes batches smaller.
   * Source: architecture.md, "Store before 200".
   */
  inFlight?: number;
  /**
   * Batches do not start sooner than this (ms) after one another, until `enough` items wait, nor before the last is
   * written, until there are twice as many with those of the last. Whoever comes after a quiet moment waits for nothing;
   * of those that come one by one in a row, a few share a commit. Default: none.
   */
  paceMs?: number;
  enough?: number;
  /** One statement stays small enough for the database to plan and log at ease. */
  batchItems?: number;
  batchBytes?: number;
  /** What may wait in memory while the database is slow. Beyond it, refusing is kinder than swapping. */
  queuedItems?: number;
  queuedBytes?: number;
  /** A commit takes milliseconds; whoever waits longer than this does better to come again (ms, to a tenth of it). */
  withinMs?: number;
};

type Waiting<Item> = {
  item: Item;
  bytes: number;
  since: number;
  resolve: () => void;
  reject: (error: unknown) => void;
};

/**
 * Concurrent submissions share one commit. A lone item is written at once: batches form by themselves out of what arrives
 * while earlier ones are being written, or within `paceMs` of the last.
 */
export function groupCommit<Item>(options: GroupCommitOptions<Item>): GroupCommit<Item> {
  const { write, bytesOf, inFlight = 2, batchItems = 500, batchBytes = 8 * 2 ** 20 } = options;
  const { queuedItems = 10_000, queuedBytes = 64 * 2 ** 20, withinMs = 10_000 } = options;
  const { paceMs = 0, enough = 8 } = options;
  let queue: Waiting<Item>[] = [];
  let waitingBytes = 0;
  let underWay = 0;
  const writes = new Set<Waiting<Item>[]>();
  let watch: NodeJS.Timeout | undefined;
  let startedAt = Number.NEGATIVE_INFINITY;
  let isPumpDue = false;
  let idle: (() => void)[] = [];

  function submit(item: Item): Promise<void> {
    const bytes = bytesOf(item);
    if (queue.length >= queuedItems || waitingBytes + bytes > queuedBytes) {
      return Promise.reject(new QueueFull("too many deliveries wait for the database"));
    }
    waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      queue.push({ item, bytes, since: performance.now(), resolve, reject });
      pump();
      // One timer for all: a timer each would cost as much as sealing does.
      watch ??= setInterval(refuseOverdue, withinMs / 10);
    });
  }

  /** What waits its turn is taken out; what is being written only stops being waited for. */
  function refuseOverdue(): void {
    const before = performance.now() - withinMs;
    const isOverdue = ({ since }: Waiting<Item>) => since < before;
    const refused = queue.filter(isOverdue);
    for (const { bytes } of refused) waitingBytes -= bytes;
    if (refused.length > 0) queue = queue.filter((one) => !isOverdue(one));
    for (const write of writes) refused.push(...write.filter(isOverdue));
    for (const { reject } of refused) reject(new TooSlow("storing took too long"));
  }

  function pump(): void {
    while (writes.size < inFlight && queue.length > 0) {
      if (paceMs > 0 && writes.size > 0 && queue.length + underWay < 2 * enough) return; // its end pumps again
      if (paceMs > 0 && queue.length < enough) {
        const early = startedAt + paceMs - performance.now();
        if (early > 0) {
          if (!isPumpDue) setTimeout(pumpLater, early);
          isPumpDue = true;
          return;
        }
      }
      startedAt = performance.now();
      void writeBatch(takeBatch());
    }
  }

  function pumpLater(): void {
    isPumpDue = false;
    pump();
  }

  function takeBatch(): Waiting<Item>[] {
    let count = 0;
    let bytes = 0;
    for (const { bytes: size } of queue) {
      if (count > 0 && (count >= batchItems || bytes + size > batchBytes)) break;
      count += 1;
      bytes += size;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    waitingBytes -= bytes;
    return batch;
  }

  async function writeBatch(batch: Waiting<Item>[]): Promise<void> {
    writes.add(batch);
    underWay += batch.length;
    try {
      await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      writes.delete(batch);
      underWay -= batch.length;
      pump();
      if (writes.size === 0 && queue.length === 0) {
        clearInterval(watch);
        watch = undefined;
        for (const resolve of idle) resolve();
        idle = [];
      }
    }
  }

  return {
    submit,
    pending: () => queue.length + underWay,
    drain: () =>
      writes.size === 0 && queue.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            idle.push(resolve);
          }),
  };
}
