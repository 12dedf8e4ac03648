import { setTimeout as sleep } from "node:timers/promises";
import type { Phones } from "./phones.ts";

export type Traffic = {
  /** Every text that was written, each with its number. */
  written: readonly string[];
  /** Nobody writes any more. */
  stop(): Promise<void>;
};

/** The simulator keeps so many bubbles per phone; beyond them it could not say what was acknowledged. */
const mostPerPhone = 450;
/** Of the deliveries: how often WhatsApp repeats one, and how many it puts into one POST. */
const trouble = { everyMs: 700, copies: 3, batch: 25, batchMs: 250 } as const;

/** Numbered messages from every phone, with duplicates and batches on their way. */
export function startTraffic(phones: Phones, perSecond: number): Traffic {
  const written: string[] = [];
  let stopped = false;

  const writing = (async () => {
    const pause = 1_000 / perSecond;
    const begun = performance.now();
    while (!stopped && written.length < phones.ids.length * mostPerPhone) {
      const number = written.length;
      const text = `mensaje ${number}`;
      written.push(text);
      const phoneId = phones.ids[number % phones.ids.length];
      if (phoneId) await phones.write(phoneId, text);
      await sleep(Math.max(0, begun + number * pause - performance.now()));
    }
  })();
  const troubling = (async () => {
    while (!stopped) {
      await phones.inject({ kind: "duplicate", on: "messages", copies: trouble.copies, times: 5 });
      await phones.inject({
        kind: "batch",
        on: "messages",
        size: trouble.batch,
        ms: trouble.batchMs,
        times: 1,
      });
      await sleep(trouble.everyMs);
    }
  })();

  return {
    written,
    stop: async () => {
      stopped = true;
      await Promise.all([writing, troubling]);
    },
  };
}
