import { randomUUID } from "node:crypto";
import { type Envelope, MessageReceived, type ServiceName } from "@liss/contracts";
import { type Database, migrate, openDatabase } from "@liss/database";
import { freshDatabase, freshNats } from "@liss/testing";
import { nanos, TimeoutError } from "@nats-io/nats-core";
import { sql } from "kysely";
import {
  appendEvents,
  type Bus,
  connectBus,
  declareTopology,
  on,
  type Relay,
  type Subscription,
  startRelay,
  subscribeTo,
  type TopologyOptions,
} from "../index.ts";
import { type Context, migrations, type Received, silent, type Tables, untouched } from "./effects.ts";

/** Messages whose replica died come again after this, instead of ten seconds. */
export const QUICK = { ackWait: nanos(800) } satisfies TopologyOptions;

type Place = { url: string; drop(): Promise<unknown> };
/** Databases on a server that the test itself started, already migrated. */
export type Places = { gateway: Place; triage: Place };

export type World = Awaited<ReturnType<typeof createWorld>>;

/** A broker of its own, a database each for gateway (which publishes) and triage (which consumes). */
export async function createWorld(topology: TopologyOptions = QUICK, elsewhere?: Places) {
  const nats = await freshNats();
  const places = elsewhere ?? { gateway: await freshMigrated(), triage: await freshMigrated() };
  const endings: (() => Promise<unknown>)[] = [];

  const connect = async (service: ServiceName | "admin", user = service): Promise<Bus> => {
    const bus = await connectBus({ url: nats.url, ...nats.users[user], service, logger: silent });
    endings.push(() => bus.drain());
    return bus;
  };
  const open = (service: keyof typeof places, poolSize = 10): Database<Tables> => {
    const db = openDatabase<Tables>({ url: places[service].url, name: service, poolSize });
    endings.push(() => db.destroy());
    return db;
  };
  const admin = await connect("admin");
  await declareTopology(admin, topology);
  const gateway = open("gateway");
  const triage = open("triage");
  const permanent = endings.length;

  return {
    nats,
    places,
    admin,
    gateway,
    triage,
    connect,
    open,
    relay: async (options: Partial<Parameters<typeof startRelay>[0]> = {}): Promise<Relay> => {
      const relay = startRelay({
        db: gateway,
        bus: await connect("gateway"),
        logger: silent,
        ...options,
      } as never);
      endings.push(() => relay.stop());
      return relay;
    },
    /** A replica of triage. */
    consume: async (
      handle: (event: Received, context: Context) => Promise<void>,
      options: Partial<Parameters<typeof subscribeTo<Tables>>[0]> = {},
    ): Promise<Subscription> => {
      const subscription = subscribeTo<Tables>({
        bus: await connect("triage"),
        db: triage,
        service: "triage",
        logger: silent,
        handlers: [on(MessageReceived, handle as never), ...untouched],
        retry: { first: 20, longest: 100 },
        hold: { first: 20, longest: 100 },
        ...options,
      });
      endings.push(() => subscription.stop());
      return subscription;
    },
    append: (events: readonly Envelope[]) => gateway.transaction().execute((tx) => appendEvents(tx, events)),
    effects: () => triage.selectFrom("effects").select(["event_id", "nth"]).orderBy("nth").execute(),
    deadLetters: () => triage.selectFrom("dead_letters").selectAll().execute(),
    alerts: async (db: Database<Tables> = triage) =>
      (await db.selectFrom("outbox").select(["subject", "body"]).execute())
        .filter((row) => row.subject === "operations.alert-raised.v1")
        .map((row) => JSON.parse(Buffer.from(row.body).toString("utf8")).data as AlertData),
    /** Straight onto the stream, past any outbox. */
    publish: (subject: string, body: string | Uint8Array, id: string = randomUUID()) =>
      admin.jetstream.publish(subject, body, { msgID: id }),
    pending: async (service: ServiceName = "triage") => {
      const manager = await admin.jetstream.jetstreamManager();
      const info = await manager.consumers.info("liss", service);
      return { unread: info.num_pending, underWay: info.num_ack_pending };
    },
    /** Ends what the last test started and empties stream and tables: ten times faster than a new world. */
    clear: async () => {
      await endAll(endings.splice(permanent));
      await emptyStreams(admin);
      await sql`truncate outbox, inbox, lone_attempts, dead_letters, effects restart identity`.execute(
        gateway,
      );
      await sql`truncate outbox, inbox, lone_attempts, dead_letters, effects restart identity`.execute(
        triage,
      );
      await sql`update outbox_counter set last = 0`.execute(gateway);
    },
    destroy: async () => {
      await endAll(endings);
      await nats.stop();
      await Promise.all(Object.values(places).map((place) => place.drop()));
    },
  };
}

/** A request that a restarted broker lost is asked again: purging twice empties no more than once. */
async function emptyStreams(admin: Bus, tries = 3): Promise<void> {
  try {
    const manager = await admin.jetstream.jetstreamManager();
    await manager.streams.purge("liss");
    await manager.streams.purge("advisories");
  } catch (error) {
    if (!(error instanceof TimeoutError) || tries === 1) throw error;
    await emptyStreams(admin, tries - 1);
  }
}

/** Last in, first out: subscriptions and relays before the connections they stand on. */
async function endAll(endings: (() => Promise<unknown>)[]): Promise<void> {
  for (const end of endings.reverse()) await end().catch(() => {});
}

type AlertData = { code: string; severity: string; detail: Record<string, string | number | boolean> };

const freshMigrated = () =>
  freshDatabase({ template: "messaging-conformance", migrate: (db) => migrate(db, migrations) });
