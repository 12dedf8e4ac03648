import { setTimeout as sleep } from "node:timers/promises";
import { isContended, isUnavailable } from "@liss/database";
import type { GatewayDatabase } from "../database/tables.ts";
import { type Loop, startLoop } from "../loop.ts";
import type { RawDelivery } from "../receive/raw-delivery.ts";
import { areFew, storeAndInterpret } from "./at-once.ts";
import { type DeliveryTools, interpretDeliveries } from "./deliveries.ts";
import { postpone } from "./postpone.ts";
import { type DeliveryRow, takeOne, takeWaiting } from "./take.ts";

export const interpreterDefaults = {
  /** Between looks when nobody wakes it: what another replica stored, and retries. */
  pollMs: 250,
  /** Deliveries in one transaction. Beyond this the statements grow and nothing is gained. */
  deliveries: 128,
  /** From one turn to the next when messages come one by one in a row: a turn of two costs little more than one of one. */
  paceMs: 20,
  /** While webhooks arrive in a burst, so long between two turns: receiving comes first, and this never stands still. */
  yieldMs: 1_000,
  /** And so many in such a turn: what was just received is answered within milliseconds, what was stored can wait. */
  deliveriesWhileBusy: 32,
  /** Their bodies together: about a thousand messages, a second of work to lose to a crash. */
  bytes: 2 ** 20,
} as const;

export type InterpreterOptions = DeliveryTools & {
  /** Called after each commit that appended events which were not numbered in passing. */
  onEvents: () => void;
  /** Whether webhooks arrive in a burst. */
  isReceivingBusy?: () => boolean;
  /** Connections for `atOnce`. Default: those of all else. */
  receiving?: GatewayDatabase;
};

export type Interpreter = Loop & {
  /**
   * Stores webhooks that have just come and acts on them, in one transaction: see `at-once.ts`. Not while others wait or
   * are being interpreted: what she wrote keeps its order.
   * @returns whether that is done; if not, nothing is, and they have to be stored before.
   * @throws when Postgres is away.
   */
  atOnce(deliveries: readonly RawDelivery[]): Promise<boolean>;
};

/**
 * Turns stored deliveries into contacts, messages, statuses and events. Those that wait are taken together, in one
 * transaction; several replicas share the work; whatever was not finished is found again after any crash.
 */
export function startInterpreter(options: InterpreterOptions): Interpreter {
  const { pollMs, paceMs, yieldMs, deliveries, deliveriesWhileBusy } = interpreterDefaults;
  let begunAt = Number.NEGATIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  /** Nothing waited then: it is part of every transaction that stores and interprets at once. */
  let noneWaitedAt = Number.NEGATIVE_INFINITY;
  /** Something may have been stored that nobody has looked at. What a predecessor left, at first. */
  let isBehind = true;
  /** What is under way here, one thing at a time: that keeps what a woman wrote in its order. */
  let underWay: Promise<unknown> | undefined;

  async function alone<T>(work: () => Promise<T>): Promise<T> {
    while (underWay) await underWay.catch(() => {});
    const own = work();
    underWay = own;
    try {
      return await own;
    } finally {
      underWay = undefined;
    }
  }

  async function turn(): Promise<number> {
    const begun = performance.now();
    const busy = options.isReceivingBusy?.() ?? false;
    if (busy && begun - lastAt < yieldMs) {
      await sleep(yieldStepMs);
      return 0;
    }
    if (!isBehind && begun - noneWaitedAt < pollMs) return pollMs;
    const early = begunAt + paceMs - begun;
    if (early > 0) await sleep(early);
    const more = await alone(async () => {
      begunAt = performance.now();
      isBehind = false;
      try {
        isBehind = (await interpretNext(options, busy ? deliveriesWhileBusy : deliveries)) || isBehind;
      } catch (error) {
        isBehind = true;
        throw error;
      }
      return isBehind;
    });
    lastAt = performance.now();
    return more ? 0 : pollMs;
  }

  const loop = startLoop({
    turn,
    onError: (error) => {
      options.logger.error({ err: error }, "interpretation has to wait");
      return 500;
    },
  });
  return {
    wake: () => {
      isBehind = true;
      loop.wake();
    },
    stop: loop.stop,
    atOnce: async (arriving) => {
      const mayBe = !isBehind && !underWay && !options.isReceivingBusy?.() && areFew(arriving);
      const done = mayBe && (await alone(() => storeAndInterpret(arriving, options)));
      if (done) noneWaitedAt = performance.now();
      else isBehind = true; // they will wait, and whoever comes next does not overtake them
      return done;
    },
  };
}

/** Between looks at whether receiving has caught up. */
const yieldStepMs = 10;

/**
 * Interprets the oldest deliveries that wait, if there are any. When together they fail, each is interpreted by
 * itself; one that fails by itself is postponed.
 * @returns whether there may be more.
 * @throws when Postgres is away; nothing has changed then.
 */
export async function interpretNext(
  options: InterpreterOptions,
  deliveries: number = interpreterDefaults.deliveries,
): Promise<boolean> {
  const { bytes } = interpreterDefaults;
  let taken: DeliveryRow[] = [];
  // What is stored meanwhile wakes the next turn.
  let isMore = true;
  let isMoreToNumber = true;
  try {
    const done = await options.db.transaction().execute(async (tx) => {
      ({ rows: taken, isMore } = await takeWaiting(tx, options.now(), { deliveries, bytes }));
      if (taken.length === 0) return undefined;
      return await interpretDeliveries(tx, taken, options, { alone: isSecondLook(taken) });
    });
    if (!done) return false;
    done.committed();
    isMoreToNumber = done.isMoreToNumber();
  } catch (error) {
    if (taken.length === 0 || isUnavailable(error)) throw error;
    if (taken.length === 1) {
      for (const row of taken) await postpone(row, error, options);
    } else {
      if (!isContended(error)) options.logger.warn({ err: error }, "deliveries are interpreted one by one");
      for (const row of taken) await interpretOne(row, options);
    }
  }
  if (isMoreToNumber) options.onEvents();
  return isMore;
}

/** By itself, unless somebody else has taken it meanwhile. */
async function interpretOne({ id }: DeliveryRow, options: InterpreterOptions): Promise<void> {
  let row: DeliveryRow | undefined;
  try {
    const done = await options.db.transaction().execute(async (tx) => {
      row = await takeOne(tx, id);
      return row && (await interpretDeliveries(tx, [row], options, { alone: isSecondLook([row]) }));
    });
    done?.committed();
  } catch (error) {
    if (!row || isUnavailable(error)) throw error;
    await postpone(row, error, options);
  }
}

/** The first time at full speed; after a failure item by item, so that one bad item leaves its neighbours whole. */
function isSecondLook([first]: readonly DeliveryRow[]): boolean {
  return first !== undefined && first.attempts > 0;
}
