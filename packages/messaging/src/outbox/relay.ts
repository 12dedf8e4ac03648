import type { ServiceName } from "@liss/contracts";
import type { Database, Session } from "@liss/database";
import type { Bus } from "../bus.ts";
import { describeFailure } from "../inbox/failures.ts";
import type { Logger } from "../logger.ts";
import { relayMetrics } from "../metrics.ts";
import { bell } from "../sleep.ts";
import type { MessagingTables } from "../tables.ts";
import { departures } from "./departures.ts";
import { type Backlog, measureBacklog, tidyInbox } from "./housekeeping.ts";
import type { InPassing } from "./in-passing.ts";
import { candidacy } from "./leadership.ts";
import { findOversized, forget, numberedBefore, numberNext } from "./numbering.ts";
import { setAside } from "./set-aside.ts";

/** The numbers of the relay, each with its reason. */
export const relayDefaults = {
  /** Between looks at the outbox when nobody wakes it: events appended by another replica wait this long at most. */
  poll: 75,
  /** Between attempts of a replica that stands by to become the leader. */
  candidacy: 1_000,
  /** Events under way to the broker at a time. More hardly speeds it up, and each is published again after a crash. */
  window: 256,
  /** How often the broker may refuse an event while it takes others, before it is set aside. */
  refusals: 5,
  /** Wait after the first refusal, doubled each time: together half a minute, enough to correct a permission. */
  refusalWait: 1_000,
  /** Backlog measured, leftovers and oversized events looked for. */
  housekeeping: 1_000,
  /** Old entries of the inbox dropped. */
  tidying: 3_600_000,
} as const;
export type RelaySettings = Record<keyof typeof relayDefaults, number>;

/** Headers count towards the broker's `max_payload` too. */
const HEADER_ROOM = 4_096;
const DEFAULT_MAX_PAYLOAD = 1_048_576;

export type Relay = InPassing & {
  /** Look now: call it after a commit that appended events. */
  wake(): void;
  /** Finishes the events under way. What remains in the outbox is published by the next one. */
  stop(): Promise<void>;
  backlog(): Promise<Backlog>;
};

export type RelayOptions<DB> = { db: Database<DB>; bus: Bus; logger: Logger } & Partial<RelaySettings>;

/**
 * Publishes the outbox: numbers events without gaps, publishes them outside any transaction, forgets them when the
 * broker has them on disk, together with the next numbering; those that were numbered in passing it only publishes. Every
 * replica runs one; the one that holds the lock works. It survives restarts of NATS and of Postgres. An event is published
 * at least once, and as often as needed.
 */
export function startRelay<DB extends MessagingTables>(options: RelayOptions<DB>): Relay {
  const settings: RelaySettings = { ...relayDefaults, ...defined(options) };
  const { bus, logger } = options;
  const db = options.db as unknown as Database<MessagingTables>;
  if (bus.service === "admin") throw new Error("The admin user publishes no events");
  const source: ServiceName = bus.service;

  const candidate = candidacy(db, logger);
  const alarm = bell();
  const forgetStatus = bus.onStatus(alarm.ring);
  let lastBacklog: Backlog = { events: 0, oldestSeconds: 0, setAside: 0 };
  const counters = relayMetrics(() => lastBacklog);
  const underWay = departures(bus, settings, putAside);
  let leader: Session | undefined;
  let housekeepingAt = 0;
  let tidyingAt = 0;
  /** Somebody says that events wait for their numbers; when not, they are looked for at times all the same. */
  let isLookWanted = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let stopping = false;

  async function putAside(eventId: string, reason: string): Promise<void> {
    const event = await setAside(db, source, eventId, reason);
    if (!event) return;
    counters.setAside.add(1);
    logger.error({ eventId, subject: event.subject, number: event.number, reason }, "event set aside");
  }

  async function keepHouse(session: Session, maxBytes: number): Promise<void> {
    if (Date.now() < housekeepingAt) return;
    housekeepingAt = Date.now() + settings.housekeeping;
    lastBacklog = await measureBacklog(db);
    for (const eventId of await findOversized(session, maxBytes)) await putAside(eventId, "too-large");
    if (underWay.room() > 0) underWay.add(await numberedBefore(session, settings.window));
    if (Date.now() < tidyingAt) return;
    tidyingAt = Date.now() + settings.tidying;
    await tidyInbox(db, logger);
  }

  const largest = () => (bus.connection.info?.max_payload ?? DEFAULT_MAX_PAYLOAD) - HEADER_ROOM;

  /** @returns whether there may be more to do at once. */
  async function pass(session: Session): Promise<boolean> {
    const maxBytes = largest();
    await keepHouse(session, maxBytes);
    if (bus.status() !== "connected") return false;
    const isFull = untilLook() <= 0 && (await look(session, maxBytes));
    const published = await underWay.depart();
    counters.published.add(published);
    // What was appended meanwhile has rung the alarm.
    return published > 0 && isFull;
  }

  const untilLook = () => (isLookWanted ? 0 : lookedAt + settings.poll - performance.now());

  /** Until the next pass when nobody rings. What is wanted and cannot be done waits, too. */
  function pause(): number {
    if (!leader) return settings.candidacy;
    return isLookWanted ? settings.poll : Math.max(0, untilLook());
  }

  /** Numbers what waits for it. @returns whether there was more than may be under way. */
  async function look(session: Session, maxBytes: number): Promise<boolean> {
    const room = underWay.room();
    if (room === 0) return true;
    isLookWanted = false;
    lookedAt = performance.now();
    const taken = underWay.taken();
    try {
      const numbered = await numberNext(session, { limit: room, maxBytes, taken });
      underWay.forgotten(taken);
      underWay.add(numbered);
      isLookWanted ||= numbered.length === room;
      return numbered.length === room;
    } catch (error) {
      isLookWanted = true;
      throw error;
    }
  }

  function changeLeader(session: Session | undefined): void {
    if (session === leader) return;
    // Another replica may have led in between: start from what the database says.
    leader = session;
    housekeepingAt = 0;
    isLookWanted = true;
    underWay.clear();
  }

  async function run(): Promise<void> {
    while (!stopping) {
      changeLeader(await candidate.hold());
      let busy = false;
      try {
        busy = leader !== undefined && (await pass(leader));
      } catch (error) {
        logger.warn({ problem: describeFailure(error) }, "the outbox has to wait");
      }
      if (!busy) await alarm.heard(pause());
    }
    if (leader) await forget(leader, underWay.taken()).catch(() => {}); // published once more, no harm done
    await candidate.resign();
  }

  const running = run();
  return {
    wake: () => {
      isLookWanted = true;
      alarm.ring();
    },
    takes: (events) =>
      leader !== undefined &&
      !stopping &&
      bus.status() === "connected" &&
      events.length <= underWay.room() &&
      events.every(({ body }) => body.byteLength <= largest()),
    taken: () => (leader ? underWay.taken() : []),
    depart: (events, gone) => {
      underWay.forgotten(gone);
      if (!leader) return; // whoever is it now finds them in the outbox
      underWay.add(events);
      // Whoever appended them has looked whether others wait, and wakes the relay if so.
      lookedAt = performance.now();
      if (events.length > 0) alarm.ring();
    },
    stop: async () => {
      stopping = true;
      alarm.ring();
      forgetStatus();
      await running;
      counters.stop();
    },
    backlog: () => measureBacklog(db),
  };
}

function defined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
