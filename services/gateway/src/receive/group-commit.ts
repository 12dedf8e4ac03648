/** The queue has no room: the caller answers 503 and WhatsApp tries again later. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

export type GroupCommit<Item> = {
  /** Resolves when the item is on disk; rejects with the write's error, or QueueFull at once. */
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
  /** One statement stays small enough for the database to plan and log at ease. */
  batchItems?: number;
  batchBytes?: number;
  /** What may wait in memory while the database is slow. Beyond it, refusing is kinder than swapping. */
  queuedItems?: number;
  queuedBytes?: number;
};

type Waiting<Item> = { item: Item; bytes: number; resolve: () => void; reject: (error: unknown) => void };

/**
 * Concurrent submissions share one commit. A lone item is written at once: nothing waits for company, batches
 * form by themselves out of what arrives while earlier ones are being written.
 */
export function groupCommit<Item>(options: GroupCommitOptions<Item>): GroupCommit<Item> {
  const { write, bytesOf, inFlight = 2, batchItems = 500, batchBytes = 8 * 2 ** 20 } = options;
  const { queuedItems = 10_000, queuedBytes = 64 * 2 ** 20 } = options;
  let queue: Waiting<Item>[] = [];
  let waitingBytes = 0;
  let writing = 0;
  let underWay = 0;
  let idle: (() => void)[] = [];

  function submit(item: Item): Promise<void> {
    const bytes = bytesOf(item);
    if (queue.length >= queuedItems || waitingBytes + bytes > queuedBytes) {
      return Promise.reject(new QueueFull("too many deliveries wait for the database"));
    }
    waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      queue.push({ item, bytes, resolve, reject });
      pump();
    });
  }

  function pump(): void {
    while (writing < inFlight && queue.length > 0) void writeBatch(takeBatch());
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
    writing += 1;
    underWay += batch.length;
    try {
      await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      writing -= 1;
      underWay -= batch.length;
      pump();
      if (writing === 0 && queue.length === 0) {
        for (const resolve of idle) resolve();
        idle = [];
      }
    }
  }

  return {
    submit,
    pending: () => queue.length + underWay,
    drain: () =>
      writing === 0 && queue.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            idle.push(resolve);
          }),
  };
}
