import { strike } from "../faults/active.ts";
import type { World } from "../world/world.ts";
import type { Update } from "./update.ts";

type About = { phoneId: string | undefined; on: "messages" | "statuses" | undefined };

/** Holds updates together for the faults that need several: `batch` (one POST) and `reorder` (last first). */
export type Gathering = { take(update: Update, about: About): void; clear(): void };

type Group = { updates: Update[]; timer: NodeJS.Timeout; full: number; release: (updates: Update[]) => void };

/** What a reordered group waits for the rest of its updates. */
const reorderWaitMs = 3_000;

export function createGathering(world: World, dispatch: (updates: readonly Update[]) => void): Gathering {
  let batch: Group | undefined;
  let reordered: Group | undefined;

  const lastFirst = (updates: Update[]) => {
    for (const update of updates.reverse()) dispatch([update]);
  };

  function closeBatch(): void {
    const group = batch;
    batch = undefined;
    flush(group);
  }
  function closeReordered(): void {
    const group = reordered;
    reordered = undefined;
    flush(group);
  }
  function flush(group: Group | undefined): void {
    if (!group) return;
    clearTimeout(group.timer);
    group.release(group.updates);
  }

  return {
    take(update, about) {
      if (reordered) {
        reordered.updates.push(update);
        if (reordered.updates.length >= reordered.full) closeReordered();
        return;
      }
      if (batch) {
        batch.updates.push(update);
        if (batch.updates.length >= batch.full) closeBatch();
        return;
      }
      const reorder = strike(world, "reorder", about);
      if (reorder) {
        const timer = setTimeout(closeReordered, reorderWaitMs);
        reordered = { updates: [update], timer, full: reorder.count, release: lastFirst };
        return;
      }
      const asBatch = strike(world, "batch", about);
      if (asBatch) {
        const timer = setTimeout(closeBatch, asBatch.ms);
        batch = { updates: [update], timer, full: asBatch.size, release: dispatch };
        return;
      }
      dispatch([update]);
    },
    clear() {
      clearTimeout(batch?.timer);
      clearTimeout(reordered?.timer);
      batch = undefined;
      reordered = undefined;
    },
  };
}
