import type { Envelope } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { RoutingTables } from "../database/tables.ts";

/** How long a reading waits for others to share its commit (ms): not felt, and a busy desk writes once for dozens. */
const gatherMs = 15;

export type Recorder = {
  /** Resolves when the reading is on the record. What cannot be recorded is not shown. Source: invariant 9. */
  record(reading: Envelope): Promise<void>;
};

/** Puts who looked at what on the record, many readings to a commit. */
export function readingRecorder(db: Database<RoutingTables>, changed: () => void): Recorder {
  let waiting: { reading: Envelope; settle: (error?: unknown) => void }[] = [];

  async function write(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      await db.transaction().execute((tx) =>
        appendEvents(
          tx,
          batch.map(({ reading }) => reading),
        ),
      );
      changed();
      for (const { settle } of batch) settle();
    } catch (error) {
      for (const { settle } of batch) settle(error);
    }
  }

  return {
    record: (reading) =>
      new Promise((resolve, reject) => {
        const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
        waiting.push({ reading, settle });
        if (waiting.length === 1) setTimeout(() => void write(), gatherMs);
      }),
  };
}
