import type { Database } from "@liss/database";
import { isContended } from "@liss/database";
import { Conflict } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import type { IsHoliday } from "../hours/schedule.ts";
import { drain } from "./drain.ts";
import { ringOn } from "./ring.ts";
import { sweep } from "./sweep.ts";

/** Named paces (ms). */
export const paces = {
  /** Clocks are in seconds; nobody notices a fraction of one. */
  sweep: 1_000,
  /** After a change, rings and drains wait this long, so that a burst of messages costs one look. */
  gather: 120,
} as const;

export type Timekeeper = {
  /** Something changed: look at once whom it rings for and who has room. */
  wake(): void;
  stop(): Promise<void>;
};

/** Keeps the desk's time until stopped. What fails is told and tried again; two replicas may do the same at once. */
export function startTimekeeper(options: {
  db: Database<RoutingTables>;
  clock: Clock;
  logger: Logger;
  changed: () => void;
  isHoliday: IsHoliday;
}): Timekeeper {
  const { db, clock, logger, changed } = options;
  let stopped = false;
  let woken: NodeJS.Timeout | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  async function attempt(work: () => Promise<number>): Promise<void> {
    try {
      if ((await work()) > 0) changed();
    } catch (error) {
      // Another replica was faster; what is left is found at the next look.
      if (error instanceof Conflict || isContended(error)) return;
      logger.warn({ err: error }, "the desk's clock failed; trying again");
    }
  }
  const queue = (work: () => Promise<void>) => {
    current = current.then(work);
  };
  const move = async () => {
    await attempt(() => ringOn(db, clock, options.isHoliday));
    await attempt(() => drain(db, clock));
  };
  const tick = () => {
    sweeper = setTimeout(
      () =>
        queue(async () => {
          if (stopped) return;
          await attempt(() => sweep(db, clock));
          await move();
          if (!stopped) tick();
        }),
      paces.sweep,
    );
  };
  tick();

  return {
    wake() {
      if (stopped || woken) return;
      woken = setTimeout(() => {
        woken = undefined;
        queue(async () => {
          if (!stopped) await move();
        });
      }, paces.gather);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(woken);
      clearTimeout(sweeper);
      await current;
    },
  };
}
