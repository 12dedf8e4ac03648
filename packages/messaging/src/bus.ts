import type { ServiceName } from "@liss/contracts";
import { type JetStreamClient, jetstream } from "@nats-io/jetstream";
import { AuthorizationError, type NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import type { Logger } from "./logger.ts";

export type BusOptions = {
  /** `nats://host:port`, several with commas. Never with credentials inside. */
  url: string;
  user: string;
  password: string;
  /** Whose connection it is; also its inbox prefix, which is all that the broker lets it listen to. */
  service: ServiceName | "admin";
  logger: Logger;
  /** How long the first connection may take before the start counts as failed. Later ones never give up. */
  patience?: number;
};

/** A connection to NATS that mends itself. */
export type Bus = {
  readonly service: ServiceName | "admin";
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  status(): BusStatus;
  /** For readiness: resolves while connected, rejects with one sentence otherwise. */
  ready(): Promise<void>;
  /** Calls back at every change of status, until the returned function is called. */
  onStatus(listener: (status: BusStatus) => void): () => void;
  /** Sends what is buffered, then closes. Stop subscriptions and the relay first. */
  drain(): Promise<void>;
  /** Resolves when the connection is closed for good: with an error if nobody asked for it. */
  closed(): Promise<Error | undefined>;
};

export type BusStatus = "connected" | "disconnected" | "closed";

/** Below 2.10 the server silently ignores options that the client accepts (several filters per consumer, metadata). */
const OLDEST_SERVER = [2, 10] as const;

const limits = {
  /** The first connection: enough for a broker that starts at the same time. */
  patience: 30_000,
  /** Between attempts to reconnect, with as much jitter: a restart of the broker costs half a second at most. */
  reconnectWait: 250,
  /** A half-open connection is noticed after three of these. */
  ping: 5_000,
  /** One request to the broker. */
  request: 5_000,
} as const;

/**
 * Connects a service to NATS. Once connected it reconnects for ever.
 * @throws Error in one sentence: refused credentials, no server within `patience`, a server older than 2.10 or
 *   without JetStream.
 */
export async function connectBus(options: BusOptions): Promise<Bus> {
  const { service, logger } = options;
  const connection = await firstConnection(options);
  try {
    assertServer(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }

  let status: BusStatus = "connected";
  let draining = false;
  const listeners = new Set<(status: BusStatus) => void>();
  const change = (next: BusStatus) => {
    if (next === status) return;
    status = next;
    if (next === "connected") logger.info({}, "connected to NATS again");
    if (next === "disconnected" && !draining) logger.warn({}, "lost the connection to NATS, reconnecting");
    for (const listener of listeners) listener(next);
  };
  void watch(connection, change, logger);

  return {
    service,
    connection,
    jetstream: jetstream(connection, { timeout: limits.request }),
    status: () => status,
    ready: async () => {
      if (status !== "connected") throw new Error(`NATS is ${status}`);
    },
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drain: async () => {
      if (connection.isClosed()) return;
      draining = true;
      // Draining needs a server that answers; without one there is nobody to say goodbye to.
      await (status === "connected" ? connection.drain() : connection.close());
    },
    closed: async () => (await connection.closed()) ?? undefined,
  };
}

async function firstConnection(options: BusOptions): Promise<NatsConnection> {
  const { url, user, password, service, logger, patience = limits.patience } = options;
  const deadline = Date.now() + patience;
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect({
        servers: url.split(","),
        user,
        pass: password,
        name: service,
        inboxPrefix: `_INBOX.${service}`,
        timeout: limits.request,
        maxReconnectAttempts: -1,
        reconnectTimeWait: limits.reconnectWait,
        reconnectJitter: limits.reconnectWait,
        // A broker that restarts with its users not loaded yet must not end the service.
        ignoreAuthErrorAbort: true,
        pingInterval: limits.ping,
        maxPingOut: 2,
        // Stack traces of every pipelined request cost more than the request.
        noAsyncTraces: true,
      });
    } catch (error) {
      if (error instanceof AuthorizationError) {
        throw new Error(`NATS at ${url} does not know the user "${user}" with this password`);
      }
      if (Date.now() > deadline) {
        throw new Error(`NATS at ${url} does not answer: start it, or correct NATS_URL`, { cause: error });
      }
      if (attempt === 1) logger.warn({ url }, "NATS does not answer yet, trying again");
      await new Promise((resolve) => setTimeout(resolve, limits.reconnectWait));
    }
  }
}

function assertServer(connection: NatsConnection): void {
  const { version = "0", jetstream: hasJetStream } = connection.info ?? {};
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_SERVER;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`NATS is version ${version}; Liss needs ${OLDEST_SERVER.join(".")} or newer`);
  }
  if (hasJetStream !== true) throw new Error("NATS runs without JetStream: start it with --jetstream");
}

async function watch(
  connection: NatsConnection,
  change: (status: BusStatus) => void,
  logger: Logger,
): Promise<void> {
  for await (const event of connection.status()) {
    if (event.type === "disconnect") change("disconnected");
    if (event.type === "reconnect") change("connected");
    // The server's words: a permission, a slow consumer. They name subjects, never content.
    if (event.type === "error") logger.warn({ problem: event.error.message }, "NATS complains");
  }
  change("closed");
}
