import { type Database, isUnavailable } from "@liss/database";
import type { RawMessage } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { AuditTables } from "../database/tables.ts";
import type { NoteSigner } from "../proof/note.ts";
import { type Appended, appendArrivals } from "./append.ts";
import { BATCH } from "./checkpoint.ts";
import { type Arrived, arrivedAs, asOpaque } from "./entry.ts";

type Waiting = { arrived: Arrived; kept: () => void; failed: (error: unknown) => void };

type Options = {
  db: Database<AuditTables>;
  signer: NoteSigner;
  now: () => Date;
  /** Called after each commit. */
  appended: (result: Appended) => void;
};

/**
 * Takes in messages of the stream and puts them on the record, all that are waiting in one commit: while one is on its
 * way to the disk, the next one gathers. A message is done when its commit is.
 */
export function startIntake({ db, signer, now, appended }: Options) {
  const waiting: Waiting[] = [];
  let running = false;

  const put = async (batch: readonly Waiting[]) =>
    appended(
      await appendArrivals(
        db,
        batch.map(({ arrived }) => arrived),
        { signer, now },
      ),
    );

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      // Several pulls of the broker may cross: what came together is put in the order of the stream.
      batch.sort((a, b) => a.arrived.draft.streamSequence - b.arrived.draft.streamSequence);
      try {
        await put(batch);
        for (const { kept } of batch) kept();
      } catch (error) {
        await (isUnavailable(error) ? giveBack(batch, error) : oneByOne(batch));
      }
    }
    running = false;
  }

  async function giveBack(batch: readonly Waiting[], error: unknown): Promise<void> {
    for (const { failed } of batch) failed(error);
  }

  /** One that the database will not have must not keep its neighbours out, nor stay out itself: its hash goes in. */
  async function oneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const one of batch) {
      try {
        await put([one]).catch((error: unknown) => {
          if (isUnavailable(error)) throw error;
          return put([{ ...one, arrived: asOpaque(one.arrived) }]);
        });
        one.kept();
      } catch (error) {
        one.failed(error);
      }
    }
  }

  function keep(arrived: Arrived): Promise<void> {
    return new Promise((kept, failed) => {
      waiting.push({ arrived, kept, failed });
      if (running) return;
      running = true;
      void run();
    });
  }

  return async (message: RawMessage): Promise<void> => {
    const arrived = arrivedAs({ ...message, receivedAt: now() });
    const { sessionId, type, subject } = arrived.draft;
    if (sessionId === null) return keep(arrived);
    await inSession(sessionId, "audit.record", { "liss.event.type": type ?? subject }, () => keep(arrived));
  };
}
