/** Who may run when: several together, or one alone. */
export type Turns = {
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Runs when nothing else does, and nothing else starts meanwhile. Among those waiting, the lowest `rank` first. */
  alone<T>(rank: number, work: () => Promise<T>): Promise<T>;
};

/**
 * A gate for handlers, `limit` of them at a time. A message that has already failed twice may be one that kills its process; it runs alone so
 * that it takes no neighbour with it, and after those that have been tried alone less often.
 */
export function turns(limit: number): Turns {
  let running = 0;
  let lonely = false;
  const waitingTogether: (() => void)[] = [];
  const waitingAlone: { rank: number; start: () => void }[] = [];

  const next = () => {
    if (lonely) return;
    if (waitingAlone.length > 0) {
      if (running > 0) return; // those under way finish first; nobody else starts
      waitingAlone.sort((a, b) => a.rank - b.rank);
      lonely = true;
      waitingAlone.shift()?.start();
      return;
    }
    while (running < limit) {
      const start = waitingTogether.shift();
      if (!start) return;
      running++;
      start();
    }
  };

  return {
    together: async (work) => {
      await new Promise<void>((start) => {
        waitingTogether.push(start);
        next();
      });
      try {
        return await work();
      } finally {
        running--;
        next();
      }
    },
    alone: async (rank, work) => {
      await new Promise<void>((start) => {
        waitingAlone.push({ rank, start });
        next();
      });
      try {
        return await work();
      } finally {
        lonely = false;
        next();
      }
    },
  };
}
