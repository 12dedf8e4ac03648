import { type EventContract, catalogue as everyEvent, type ServiceName, serviceNames } from "@liss/contracts";
import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import { type NatsConnection, nanos } from "@nats-io/nats-core";
import type { Bus } from "./bus.ts";

/** All events of Liss, in one stream: one order, one place to look, one retention. */
export const STREAM = "liss";
/** The broker's notes about messages it gave up delivering. */
export const ADVISORIES = "advisories";

const seconds = (count: number) => nanos(count * 1_000);
const minutes = (count: number) => seconds(count * 60);
const days = (count: number) => minutes(count * 60 * 24);

/** The numbers of the broker, each with its reason. Tests shorten `ackWait`; production has no cause to. */
export const topologyDefaults = {
  /** Longer than any outage of one service that nobody notices; raw deliveries live as long. The record is audit's. */
  maxAge: days(7),
  /** Covers a relay that published, died before deleting, and was replaced. Beyond it the inbox still stands. */
  duplicateWindow: minutes(2),
  /** How long a crashed replica's messages wait for another. Living replicas send a sign of life every third of it. */
  ackWait: seconds(10),
  /**
   * The last net. Failing handlers are dead-lettered far earlier (`subscriptionDefaults`), so whatever comes here
   * has crashed its process again and again, or never reached one.
   */
  maxDeliver: 20,
  /** Messages under way per service, all replicas together. Bounds what a crash delivers twice. */
  maxAckPending: 512,
  /** The record takes in what all others publish, many in one commit: it may hold more of them. */
  maxAckPendingOfRecord: 2_048,
} as const;

export type TopologyOptions = Partial<Record<keyof typeof topologyDefaults, number>> & {
  catalogue?: readonly EventContract[];
  /** Copies of each stream in a cluster. */
  replicas?: number;
};

/**
 * Declares the streams and one durable consumer per service from the catalogue; needs the admin user. Calling it
 * again brings what exists up to date (a new event, a new consumer) without losing a message or a position.
 */
export async function declareTopology(
  bus: Bus | NatsConnection,
  options: TopologyOptions = {},
): Promise<void> {
  const settings = { ...topologyDefaults, ...options };
  const catalogue = options.catalogue ?? everyEvent;
  const connection = "connection" in bus ? bus.connection : bus;
  const manager = await jetstreamManager(connection);
  const common = {
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    max_age: settings.maxAge,
    duplicate_window: settings.duplicateWindow,
    num_replicas: options.replicas ?? 1,
  };

  await declareStream(manager, {
    ...common,
    name: STREAM,
    // Whole domains, not single subjects: an event published by a newer service is kept although this
    // catalogue does not know it yet.
    subjects: domainsOf(catalogue).map((domain) => `${domain}.>`),
    // A full disk makes publishing fail, and the outboxes wait; it never pushes out what nobody has read.
    discard: DiscardPolicy.New,
  });
  await declareStream(manager, {
    ...common,
    name: ADVISORIES,
    subjects: [`${maxDeliveries(STREAM)}.>`],
    discard: DiscardPolicy.Old,
  });

  for (const service of serviceNames) {
    const filters = filtersFor(service, catalogue);
    if (filters === undefined) continue;
    const maxAckPending = service === "audit" ? settings.maxAckPendingOfRecord : settings.maxAckPending;
    await declareConsumer(manager, STREAM, service, { ...settings, maxAckPending }, filters);
    await declareConsumer(manager, ADVISORIES, service, { ...settings, maxDeliver: -1 }, [
      `${maxDeliveries(STREAM)}.${service}`,
    ]);
  }
}

function maxDeliveries(stream: string): string {
  return `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}`;
}

function domainsOf(catalogue: readonly EventContract[]): string[] {
  return [...new Set(catalogue.map((contract) => contract.type.split(".")[0] ?? contract.type))].sort();
}

/**
 * Every version of what the service consumes: one that it does not know yet must reach it, and be seen as a dead
 * letter, rather than pass it by in silence. Audit hears everything, known or not: it has no filter. (With ">" for one,
 * nats-server 2.10 hands out a backlog ten times slower than without, and takes a whole core for it.)
 * @returns undefined when there is nothing for it
 */
export function filtersFor(service: ServiceName, catalogue: readonly EventContract[]): string[] | undefined {
  if (service === "audit") return [];
  const types = catalogue
    .filter((contract) => contract.consumers.includes(service))
    .map((contract) => contract.type);
  return types.length === 0 ? undefined : [...new Set(types)].sort().map((type) => `${type}.*`);
}

async function declareStream(
  manager: JetStreamManager,
  config: Partial<StreamConfig> & { name: string },
): Promise<void> {
  const exists = await found(manager.streams.info(config.name));
  await (exists ? manager.streams.update(config.name, config) : manager.streams.add(config));
}

async function declareConsumer(
  manager: JetStreamManager,
  stream: string,
  durable: ServiceName,
  settings: { ackWait: number; maxDeliver: number; maxAckPending: number },
  filters: string[],
): Promise<void> {
  const changeable = {
    ack_wait: settings.ackWait,
    max_deliver: settings.maxDeliver,
    max_ack_pending: settings.maxAckPending,
    filter_subjects: filters,
  };
  const fixed: Partial<ConsumerConfig> = {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    // A service that joins later still reads what the stream holds.
    deliver_policy: DeliverPolicy.All,
  };
  const exists = await found(manager.consumers.info(stream, durable));
  await (exists
    ? manager.consumers.update(stream, durable, changeable)
    : manager.consumers.add(stream, { ...fixed, ...changeable }));
}

async function found(info: Promise<unknown>): Promise<boolean> {
  try {
    await info;
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return false;
    throw error;
  }
}
