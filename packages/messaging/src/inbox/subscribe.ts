import { catalogue, type ServiceName } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { JsMsg } from "@nats-io/jetstream";
import type { Bus } from "../bus.ts";
import type { Logger } from "../logger.ts";
import { subscriptionMetrics } from "../metrics.ts";
import type { InPassing } from "../outbox/in-passing.ts";
import { backoff, sleep } from "../sleep.ts";
import type { MessagingTables } from "../tables.ts";
import { ADVISORIES, STREAM } from "../topology.ts";
import { deliveryGivenUp } from "./advisories.ts";
import { backlogOf } from "./backlog.ts";
import { companyOf } from "./company.ts";
import { type Delivery, deliveryOf } from "./delivery.ts";
import { classify, describeFailure } from "./failures.ts";
import { assertHandlersFit, type Handler } from "./handlers.ts";
import { startIntake } from "./intake.ts";
import { loneAttempts } from "./lone-attempts.ts";
import { type Processor, type ProcessSettings, processDelivery } from "./process.ts";
import { turns } from "./turns.ts";

/** The numbers of a subscription, each with its reason. */
export const subscriptionDefaults: ProcessSettings & { concurrency: number; reach: number; gather: number } =
  {
    /** Handlers at a time; fewer than the pool's connections (10), so that the rest of the service gets one too. */
    concurrency: 8,
    /**
     * Messages in our hands at a time, those included that wait for their turn or for something that is away. Several
     * turns' worth, so that the broker is asked for many at once, and twice a list's: one grows while the other is on
     * its way to the disk. Few enough that another replica gets its share.
     */
    reach: 64,
    /** Asking for many at once costs less than asking for each; more than this would be felt by who waits. */
    gather: 2,
    together: 2,
    /** With `together`: five attempts over some fifteen seconds, then a person should know. */
    alone: 3,
    /** Two executives and a robot at one session at once are three; ten is not bad luck any more. */
    conflicts: 10,
    /** At a hundred a second two come within it, and cost little more than one. */
    pace: 15,
    retry: { first: 500, longest: 15_000 },
    hold: { first: 100, longest: 5_000 },
  };

export type SubscribeOptions<DB> = {
  bus: Bus;
  db: Database<DB>;
  service: ServiceName;
  /** One per event that the catalogue says this service consumes, or `onAny(…)` alone. */
  handlers: readonly Handler<DB>[];
  logger: Logger;
  /** Woken after each commit, so that what a handler emits leaves within milliseconds. */
  relay?: { wake(): void } & Partial<InPassing>;
  /** Called after each commit of a handler. */
  onCommit?: () => void;
} & Partial<typeof subscriptionDefaults>;

export type Subscription = {
  /** Stops pulling, finishes what is under way, acknowledges it, then returns. */
  stop(): Promise<void>;
};

/**
 * Delivers a service's messages to its handlers: several at a time, each in one transaction with its inbox entry
 * and what it emits, acknowledged after the commit. Replicas share the durable consumer.
 * @throws Error when the handlers do not fit the catalogue.
 */
export function subscribeTo<DB extends MessagingTables>(options: SubscribeOptions<DB>): Subscription {
  const { bus, service, logger, relay } = options;
  assertHandlersFit(options.handlers, service, catalogue);
  const settings = { ...subscriptionDefaults, ...options };
  // A handler was written for the service's own tables; this package knows only of its own among them.
  const db = options.db as unknown as Database<MessagingTables>;
  const handlers = options.handlers as unknown as readonly Handler<MessagingTables>[];

  const stop = new AbortController();
  const processor: Processor = {
    db,
    consumer: service,
    handlers,
    logger,
    metrics: subscriptionMetrics(),
    turns: turns(settings.concurrency),
    lone: loneAttempts(db, service),
    settings,
    inPassing: isComplete(relay) ? relay : undefined,
    committed: (passed) => {
      if (passed) relay?.depart?.(passed.events, passed.gone);
      if (!passed || passed.more) relay?.wake();
      options.onCommit?.();
    },
    stopping: stop.signal,
  };
  const common = { bus, consumer: service, logger, stopping: stop.signal };
  const one = (delivery: Delivery) => guarded(logger, delivery, () => processDelivery(processor, delivery));
  const take = backlogOf(processor, one) ?? companyOf(processor, one) ?? one;
  const messages = startIntake({
    ...common,
    stream: STREAM,
    reach: settings.reach,
    gather: settings.gather,
    take: (message) => take(deliveryOf(message)),
  });
  const notes = startIntake({
    ...common,
    stream: ADVISORIES,
    reach: 1,
    gather: 0,
    take: (note) => guarded(logger, storedNote(note), () => processNote(processor, bus, note)),
  });

  return {
    stop: async () => {
      stop.abort();
      await Promise.all([messages.stop(), notes.stop()]);
    },
  };
}

function isComplete(relay: Partial<InPassing> | undefined): relay is InPassing {
  return relay?.takes !== undefined && relay.taken !== undefined && relay.depart !== undefined;
}

async function processNote(processor: Processor, bus: Bus, note: JsMsg): Promise<void> {
  for (let tries = 0; !processor.stopping.aborted; tries++) {
    try {
      const delivery = await deliveryGivenUp({ ...processor, bus }, note);
      if (delivery) return await processDelivery(processor, delivery);
      processor.committed();
      return note.ack();
    } catch (error) {
      if (classify(error) !== "transient") throw error;
      await sleep(backoff(tries, processor.settings.hold), processor.stopping);
    }
  }
  note.nak();
}

/** The last resort: a mistake of this package must not stop the intake, and the broker brings the message back. */
async function guarded(
  logger: Logger,
  message: Pick<Delivery, "streamSequence" | "nak">,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { streamSequence } = message;
    logger.error({ streamSequence, reason: describeFailure(error) }, "a message was left undone");
    message.nak(5_000);
  }
}

const storedNote = (note: JsMsg) => ({
  streamSequence: note.seq,
  nak: (delay: number) => note.nak(delay),
});
