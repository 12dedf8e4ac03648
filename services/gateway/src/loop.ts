/** Something that looks for work, sleeps when there is none, and can be woken. */
export type Loop = {
  /** Look now. */
  wake(): void;
  /** Finishes the turn under way; there is no further one. */
  stop(): Promise<void>;
};

export type LoopOptions = {
  /** One turn. Returns milliseconds until the next look: 0 when there may be more to do. */
  turn: () => Promise<number>;
  /** Called when a turn throws; returns milliseconds to wait. */
  onError: (error: unknown) => number;
};

export function startLoop({ turn, onError }: LoopOptions): Loop {
  let stopped = false;
  let woken = false;
  let wakeUp: (() => void) | undefined;

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      const wait = await turn().catch(onError);
      // A call to wake() during the turn is about work that this turn may have missed.
      if (wait > 0 && !woken && !stopped) await sleep(wait);
    }
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        wakeUp = undefined;
        resolve();
      }
      wakeUp = done;
    });
  }

  const running = run();
  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  return {
    wake,
    stop: async () => {
      stopped = true;
      wake();
      await running;
    },
  };
}
