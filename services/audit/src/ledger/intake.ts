import { type Database, isUnavailable } from "@liss/database";
import { type RawMessage, Transient } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { AuditTables } from "../database/tables.ts";
import type { NoteSigner } from "../proof/note.ts";
import { type Appended, appendArrivals } from "./append.ts";
import { BATCH } from "./checkpoint.ts";
import { type Arrived, arrivedAs, asOpaque } from "./entry.ts";

type Waiting = { arrived: readonly Arrived[]; kept: () => void; failed: (error: unknown) => void };

/** In one commit: four checkpoints' worth. More would not be quicker, and would be longer in the way of a look. */
export const MOST_IN_COMMIT = 4 * BATCH;

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

  const put = async (arrivals: readonly Arrived[]) =>
    appended(await appendArrivals(db, arrivals, { signer, now }));

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = nextOf(waiting);
      // Several pulls of the broker may cross: what came together is put in the order of the stream.
      const arrivals = batch
        .flatMap(({ arrived }) => arrived)
        .sort((a, b) => a.draft.streamSequence - b.draft.streamSequence);
      try {
        await put(arrivals);
        for (const { kept } of batch) kept();
      } catch (error) {
        if (isAway(error)) for (const { failed } of batch) failed(error);
        else await oneByOne(batch);
      }
    }
    running = false;
  }

  /** One that the database will not have must not keep its neighbours out, nor stay out itself: its hash goes in. */
  async function oneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const { arrived, kept, failed } of batch) {
      try {
        for (const one of arrived) {
          await put([one]).catch((error: unknown) => {
            if (isAway(error)) throw error;
            return put([asOpaque(one)]);
          });
        }
        kept();
      } catch (error) {
        failed(error);
      }
    }
  }

  function keep(arrived: readonly Arrived[]): Promise<void> {
    return new Promise((kept, failed) => {
      waiting.push({ arrived, kept, failed });
      if (running) return;
      running = true;
      void run();
    });
  }

  return {
    one: async (message: RawMessage): Promise<void> => {
      const arrived = arrivedAs({ ...message, receivedAt: now() });
      const { sessionId, type, subject } = arrived.draft;
      if (sessionId === null) return keep([arrived]);
      await inSession(sessionId, "audit.record", { "liss.event.type": type ?? subject }, () =>
        keep([arrived]),
      );
    },
    /** A backlog, without a span for each: there is no time for it, and nobody waits for the single one. */
    many: (messages: readonly RawMessage[]): Promise<void> => {
      const receivedAt = now();
      return keep(messages.map((message) => arrivedAs({ ...message, receivedAt })));
    },
  };
}

/** The database, or whoever keeps the key: nothing is wrong with what arrived. */
const isAway = (error: unknown) => isUnavailable(error) || error instanceof Transient;

/** What waits, in whole lists, until one commit has enough. */
function nextOf(waiting: Waiting[]): Waiting[] {
  let count = 0;
  let lists = 0;
  for (const { arrived } of waiting) {
    if (lists > 0 && count + arrived.length > MOST_IN_COMMIT) break;
    count += arrived.length;
    lists += 1;
  }
  return waiting.splice(0, lists);
}
