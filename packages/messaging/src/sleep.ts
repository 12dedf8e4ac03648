/** Waits so many milliseconds, or less when the signal comes. Never rejects. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    if (signal?.aborted) return wake();
    signal?.addEventListener("abort", wake, { once: true });
  });
}

/** Wakes one sleeper. A ring that finds nobody asleep is remembered for the next one. */
export type Bell = {
  ring(): void;
  /** Waits for a ring, at most so many milliseconds. */
  heard(milliseconds: number): Promise<void>;
};

export function bell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    heard: async (milliseconds) => {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, milliseconds);
        });
        clearTimeout(timer);
        wake = undefined;
      }
      rung = false;
    },
  };
}

/** Exponential backoff between `first` and `longest` milliseconds, with jitter on its upper half. */
export function backoff(attempt: number, { first, longest }: { first: number; longest: number }): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempt, 20));
  return full / 2 + (Math.random() * full) / 2;
}
