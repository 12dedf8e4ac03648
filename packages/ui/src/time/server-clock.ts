import { createContext, use, useSyncExternalStore } from "react";

/** The server's clock as this browser can tell it. */
export type ServerClock = {
  /** Milliseconds since the epoch, by the server. */
  now(): number;
  /** The server said what time it is; call it as soon as its word arrives. */
  heard(serverNow: string): void;
  /** Called at each whole second of the server. Returns how to stop. */
  everySecond(listener: () => void): () => void;
  /** The present second, unchanged until the next: what React may read while it renders. */
  second(): number;
};

/** How many words of the server are remembered. */
const remembered = 8;

/**
 * Word travels, so each one makes the server seem a little behind: the greatest difference is the truest.
 * Old words are forgotten, because clocks are also corrected backwards.
 */
export function createServerClock(localNow: () => number = Date.now): ServerClock {
  let differences: number[] = [];
  let offset = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = Math.floor(localNow() / 1000) * 1000;
  const listeners = new Set<() => void>();
  const now = () => localNow() + offset;

  function tick(): void {
    shown = Math.floor(now() / 1000) * 1000;
    for (const listener of listeners) listener();
    timer = setTimeout(tick, 1000 - (now() % 1000));
  }

  return {
    now,
    heard(serverNow) {
      const difference = Date.parse(serverNow) - localNow();
      if (Number.isNaN(difference)) return;
      // A jump this large is a clock that was set, not a slow network.
      if (Math.abs(difference - offset) > 60_000) differences = [];
      differences = [...differences, difference].slice(-remembered);
      offset = Math.max(...differences);
      if (timer === undefined) shown = Math.floor(now() / 1000) * 1000;
    },
    everySecond(listener) {
      listeners.add(listener);
      if (timer === undefined) tick();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    second: () => shown,
  };
}

const ClockContext = createContext<ServerClock | null>(null);
export const ServerClockProvider = ClockContext.Provider;

export function useServerClock(): ServerClock {
  const clock = use(ClockContext);
  if (!clock) throw new Error("a ServerClockProvider is missing above");
  return clock;
}

/** The server's present second in milliseconds; renders again at each one. */
export function useServerSecond(): number {
  const clock = useServerClock();
  return useSyncExternalStore(clock.everySecond, clock.second);
}
