import type { Database } from "@liss/database";
import {
  appendEvents,
  type Bus,
  onAnyFenced,
  type Relay,
  startRelay,
  subscribeTo,
  Transient,
  topologyDefaults,
} from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import type { AuditTables } from "../database/tables.ts";
import type { NoteSigner } from "../proof/note.ts";
import type { Limits, Overdue } from "../report/live.ts";
import { signWhenDue } from "./checkpoint.ts";
import { type CheckpointFile, catchUp, LedgerRolledBack } from "./checkpoint-file.ts";
import { type SourceReport, watchCompleteness } from "./completeness.ts";
import { startIntake } from "./intake.ts";
import { announceLate, watchMessages } from "./reconcile.ts";
import { disagreements, showToWitness, type Witness } from "./witness.ts";
import { writeAlarm } from "./write-alarm.ts";

export type LedgerOptions = {
  db: Database<AuditTables>;
  bus: Bus;
  signer: NoteSigner;
  file: CheckpointFile;
  logger: Logger;
  now: () => Date;
  limits: Limits;
  /** Who else remembers our tree, if anybody does. */
  witness?: Witness | undefined;
};

export type Ledger = {
  relay: Relay;
  /** What is known of each source's count right now. */
  completeness(): Promise<SourceReport[]>;
  /** Rejects when the ledger has not come round for ten seconds: for readiness. */
  ready(): Promise<void>;
  stop(): Promise<void>;
};

const pace = {
  /** Between looks for entries that wait for a checkpoint, and for checkpoints that the file does not have. */
  turn: 100,
  /** After a failure: Postgres away, disk full. Arrivals wait in the stream. */
  afterFailure: 1_000,
  /** Between looks for holes in the sources' counts. */
  holes: 5_000,
  /** Between comparisons of what was accepted with what was queued and seen; and so often alerts at most. */
  reconcile: 2_000,
  /** Between checkpoints that are shown to the witness: it is somebody else's machine. */
  witness: 5_000,
  /** A ledger that has not come round for so long is not ready. */
  stale: 10_000,
} as const;

/** Late messages told of in one transaction; the others come with the next. */
const MOST_TOLD = 5_000;

/**
 * Starts the ledger: puts every event on the record, grows and signs the tree, publishes checkpoints.
 * Any number of replicas may run it; a lock in the database lets one at a time give indexes and sign.
 * @throws LedgerRolledBack when the database is older than the checkpoints already published
 */
export async function startLedger(options: LedgerOptions): Promise<Ledger> {
  const { db, bus, signer, file, logger, now } = options;
  await catchUp(db, file);
  const relay = startRelay({ db, bus, logger });
  const alarm = writeAlarm({ bus, logger, now });
  let rolledBack: LedgerRolledBack | undefined;
  let signedSinceFile = false;
  const intake = startIntake({
    db,
    signer,
    now,
    appended: ({ published, signed }) => {
      alarm.wrote();
      if (published > 0) relay.wake();
      if (signed.length > 0) signedSinceFile = true;
    },
  });
  async function taken(work: () => Promise<void>): Promise<void> {
    // Not acknowledged: whoever restores the right database gets what happened meanwhile.
    if (rolledBack) throw new Transient("the database is older than what was published");
    await work().catch((error: unknown) => {
      alarm.failed(error);
      throw error;
    });
  }
  const subscription = subscribeTo<AuditTables>({
    bus,
    db,
    service: "audit",
    // As many as the broker gives: what arrives together is written together.
    concurrency: topologyDefaults.maxAckPendingOfRecord,
    reach: topologyDefaults.maxAckPendingOfRecord,
    // With less in each request the commits would shrink to what a request brings.
    gather: 50,
    handlers: [
      onAnyFenced(
        (message) => taken(() => intake.one(message)),
        (messages) => taken(() => intake.many(messages)),
      ),
    ],
    logger,
    relay,
  });
  const completeness = watchCompleteness(db);

  let cameRound = now();
  const turns = repeat(pace.turn, async () => {
    if (rolledBack) throw rolledBack;
    const signed = await signWhenDue(db, { signer, now });
    if (signed) relay.wake();
    if (signed || signedSinceFile) {
      signedSinceFile = false;
      await catchUp(db, file).catch((error: unknown) => {
        if (error instanceof LedgerRolledBack) rolledBack = error;
        signedSinceFile = true;
        throw error;
      });
    }
    cameRound = now();
    return false;
  });
  const holes = repeat(pace.holes, async () => {
    const alerts = await completeness.alerts(now());
    if (alerts.length === 0) return false;
    await db.transaction().execute((tx) => appendEvents(tx, alerts));
    relay.wake();
    return false;
  });
  const lateMessages = watchMessages(db, options.limits);
  let untold: Overdue[] = [];
  const late = repeat(pace.reconcile, async () => {
    untold = [...untold, ...(await lateMessages(now()))];
    if (untold.length === 0) return false;
    const alerts = await announceLate(db, untold.slice(0, MOST_TOLD), now());
    untold = untold.slice(MOST_TOLD);
    if (alerts > 0) relay.wake();
    return false;
  });

  const { witness } = options;
  const disagreement = witness && disagreements(witness, now);
  const shown = repeat(pace.witness, async () => {
    if (!witness) return false;
    const alert = disagreement?.(await showToWitness(db, witness));
    if (!alert) return false;
    await db.transaction().execute((tx) => appendEvents(tx, [alert]));
    relay.wake();
    return false;
  });

  /** Calls `work` until stopped, at once again when it says so. A failure is logged and waited out. */
  function repeat(pause: number, work: () => Promise<boolean>): { stop(): Promise<void> } {
    const stopping = new AbortController();
    const running = (async () => {
      while (!stopping.signal.aborted) {
        let wait = pause;
        try {
          if (await work()) wait = 0;
        } catch (error) {
          logger.error({ err: error }, "the ledger could not go on, trying again");
          wait = pace.afterFailure;
        }
        await pauseFor(wait, stopping.signal);
      }
    })();
    return {
      stop: () => {
        stopping.abort();
        return running;
      },
    };
  }

  return {
    relay,
    completeness: () => completeness.look(),
    ready: async () => {
      if (now().getTime() - cameRound.getTime() > pace.stale) throw new Error("the ledger stands still");
    },
    stop: async () => {
      await subscription.stop();
      await Promise.all([turns.stop(), holes.stop(), late.stop(), shown.stop()]);
      await relay.stop();
    },
  };
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal.aborted) done();
    else signal.addEventListener("abort", done);
  });
}
